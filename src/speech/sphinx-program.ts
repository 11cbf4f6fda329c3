/** Debian's pocketsphinx program, for whoever starts it: how it gets its sound, and what to do where it is missing. */
import { spawn } from 'node:child_process';
import type { Clock } from '../base/clock.ts';
import { SpeechError } from './errors.ts';
import { textOf } from './program.ts';

export const SPHINX = 'pocketsphinx_continuous';

const INSTALL = 'apt-get install -y pocketsphinx pocketsphinx-en-us';
/** Node's pipes are sockets, which the program cannot open as a file; those of a shell it can. Nothing of ours is read as a command. */
export const BY_PIPE: readonly string[] = ['-c', 'cat | exec "$0" "$@"'];
/** How it is set up, the path of its dictionary with it, it tells by its standard error; how it ended is told after that. */
const ALL_IT_TELLS = ['-c', '"$0" "$@" 2>&1 || echo "ended with $?"'];
/** A machine that is very busy kills programs, or cannot start them. */
const LOOKS = 3;
const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'ENOTDIR']);

/**
 * Where its English dictionary is, which it tells by itself. Rejects with `speech/no-provider` where the program or its model is missing, and with
 * `speech/provider-failed` where it could not be looked at, a few times: that tells nothing of what is there.
 */
export async function sphinxDictionary(command: string, clock: Clock): Promise<string> {
  let failure: unknown;
  for (let look = 0; look < LOOKS; look++) {
    try {
      return await lookedAt(command, clock);
    } catch (error) {
      if (error instanceof SpeechError && error.code === 'speech/no-provider') throw error;
      failure = error;
    }
  }
  const why = failure instanceof Error ? failure.message : String(failure);
  throw new SpeechError(
    'speech/provider-failed',
    `whether ${command} can recognise spoken words is not known: it was looked at ${String(LOOKS)} times, the last time: ${why}`,
    { cause: failure },
  );
}

async function lookedAt(command: string, clock: Clock): Promise<string> {
  if (!(await isThere(command, clock)))
    throw new SpeechError('speech/no-provider', `spoken words cannot be recognised, as ${command} is not on this machine: ${INSTALL}`);
  const told = await textOf('sh', [...ALL_IT_TELLS, command, '-infile', '/dev/null'], { clock, deed: 'start' });
  const path = /^-dict[^\S\n]+(\S.*)$/mu.exec(told)?.[1]?.trim();
  if (path !== undefined) return path;
  // Without a model it ends badly too, but tells before that it knows of no dictionary.
  const status = /^ended with (\d+)\s*$/mu.exec(told)?.[1];
  if (status === undefined || /^-dict[^\S\n]*$/mu.test(told))
    throw new SpeechError('speech/no-provider', `spoken words cannot be recognised, as ${command} has no English model: ${INSTALL}`);
  throw new SpeechError('speech/provider-failed', `the program ${command} ended with status ${status} before it told how it is set up`);
}

/** Rejects where it is there, or may be, and could not be started. */
function isThere(command: string, clock: Clock): Promise<boolean> {
  return clock.hold(
    () =>
      new Promise((resolve, reject) => {
        const child = spawn(command, ['--version'], { stdio: 'ignore', windowsHide: true });
        child.on('error', (error: NodeJS.ErrnoException) => (ABSENT.has(error.code ?? '') ? resolve(false) : reject(error)));
        child.on('close', () => resolve(true));
      }),
  );
}
