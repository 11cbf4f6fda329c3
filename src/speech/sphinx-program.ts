/** Debian's pocketsphinx program, for whoever starts it: how it gets its sound, and what to do where it is missing. */
import type { Clock } from '../base/clock.ts';
import { SpeechError } from './errors.ts';
import { canBeStarted, textOf } from './program.ts';

export const SPHINX = 'pocketsphinx_continuous';

const INSTALL = 'apt-get install -y pocketsphinx pocketsphinx-en-us';
/** Node's pipes are sockets, which the program cannot open as a file; those of a shell it can. Nothing of ours is read as a command. */
export const BY_PIPE: readonly string[] = ['-c', 'cat | exec "$0" "$@"'];
/** How it is set up, the path of its dictionary with it, it tells by its standard error. */
const ALL_IT_TELLS = ['-c', '"$0" "$@" 2>&1'];

/** Where its English dictionary is, which it tells by itself. Rejects with `speech/no-provider` where the program or its model is missing. */
export async function sphinxDictionary(command: string, clock: Clock): Promise<string> {
  if (!(await canBeStarted(clock)(command)))
    throw new SpeechError('speech/no-provider', `spoken words cannot be recognised, as ${command} is not on this machine: ${INSTALL}`);
  const told = await textOf('sh', [...ALL_IT_TELLS, command, '-infile', '/dev/null'], { clock, deed: 'start' }).catch(() => '');
  const path = /^-dict\s+(\S.*)$/mu.exec(told)?.[1]?.trim();
  if (path === undefined)
    throw new SpeechError('speech/no-provider', `spoken words cannot be recognised, as ${command} has no English model: ${INSTALL}`);
  return path;
}
