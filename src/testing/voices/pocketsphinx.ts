/** Recognises English with the pocketsphinx program (BSD-like licence): offline, in a fraction of the time that the sound takes. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { writeWav } from '../../media/wav.ts';
import { canBeStarted } from '../../speech/program.ts';
import { VoiceError } from './errors.ts';
import type { Recogniser } from './recogniser.ts';

export type PocketsphinxOptions = {
  readonly clock: Clock;
  readonly command?: string;
  /** Where the sound lies while it is listened to, in a folder that only this user can read. */
  readonly temporaryFolder?: string;
};

const PROGRAM = 'pocketsphinx_batch';
const HEAD_BYTES = 44;
/** What it tells of its work, and more than that. */
const MOST_LOG_BYTES = 8_000_000;
/** Why it failed stands at the end. */
const LAST_LINES = 3;

/** `undefined` where the program is not installed. */
export async function openLocalRecogniser({ clock }: { readonly clock: Clock }): Promise<Recogniser | undefined> {
  return (await canBeStarted(clock)(PROGRAM)) ? pocketsphinx({ clock }) : undefined;
}

/** Starts the program once for each sound. The level of the sound hardly matters: it is measured over the whole of it first. */
export function pocketsphinx({ clock, command = PROGRAM, temporaryFolder = tmpdir() }: PocketsphinxOptions): Recogniser {
  const listen = async (wav: Uint8Array, { signal }: Cancel): Promise<string> => {
    const folder = await mkdtemp(join(temporaryFolder, 'rollcall-words-'));
    try {
      const [list, words] = [join(folder, 'list'), join(folder, 'words')];
      await writeFile(join(folder, 'sound.wav'), wav);
      await writeFile(list, 'sound\n');
      const where = ['-ctl', list, '-cepdir', folder, '-cepext', '.wav', '-hyp', words];
      const how = ['-adcin', 'yes', '-adchdr', String(HEAD_BYTES), '-cmn', 'batch'];
      await promisify(execFile)(command, [...where, ...how], {
        signal,
        killSignal: 'SIGKILL',
        maxBuffer: MOST_LOG_BYTES,
        windowsHide: true,
      });
      return await readFile(words, 'utf8');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return {
    name: 'pocketsphinx',
    recognise: async (samples, { signal } = {}) => {
      signal?.throwIfAborted();
      try {
        return wordsIn(await clock.hold(() => listen(writeWav(samples), { signal })));
      } catch (error) {
        signal?.throwIfAborted();
        throw failed(command, error);
      }
    },
  };
}

/** After the words stands the name of the sound, with how sure the program is. */
function wordsIn(line: string): string {
  return line
    .replace(/\(sound [^)]*\)\s*$/u, '')
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function failed(command: string, cause: unknown): VoiceError {
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
  const why = (said || String(cause)).trim().split('\n').slice(-LAST_LINES).join(' ');
  return new VoiceError(
    'testing/recogniser-failed',
    `the program ${command} could not listen: ${why}; it needs its English model as well: apt-get install -y pocketsphinx pocketsphinx-en-us`,
    { cause },
  );
}
