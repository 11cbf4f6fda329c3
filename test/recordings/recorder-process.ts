/** Starts the program that records, hears how far it is, and kills it as nothing else ends a program: without a word. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { realClock } from '../../src/base/clock.ts';

export type RecorderPlan = {
  readonly folder: string;
  readonly does: 'record' | 'recover';
  /** In the time of what is said. */
  readonly pauses?: readonly { readonly fromMs: number; readonly toMs: number }[] | undefined;
  readonly stopAtMs?: number | undefined;
  readonly pictureBytes?: number | undefined;
};

export type RecorderWord =
  /** All stores are open. */
  | { readonly kind: 'opened' }
  /** A store is about to write or to delete something, or has. */
  | { readonly kind: 'step'; readonly what: string }
  /** What is said first lies there in the recording. */
  | { readonly kind: 'begun'; readonly recordingId: string; readonly atMs: number }
  /** The 20 ms from there on were handed to the recording by the carrier; `isKept`: while it was neither paused nor over. */
  | { readonly kind: 'handed'; readonly toneMs: number; readonly isKept: boolean }
  /** `kept`: its files are made; `saved`: and all that was wanted beside them. */
  | { readonly kind: 'stopping' | 'finishing' | 'kept' | 'saved' }
  | { readonly kind: 'failed'; readonly problem: string };

/** What was told of one life, oldest first. */
export type RecorderLife = readonly RecorderWord[];

/** Says of each word whether the program is to be killed, and how many milliseconds later; undefined: not yet. */
export type When = (word: RecorderWord, all: RecorderLife) => number | undefined;

/** Resolves when the program is dead. Rejects where it ended by itself. `fileBytes`: no file of its may be longer. */
export function killedRecorder(plan: RecorderPlan, when: When, { fileBytes }: { readonly fileBytes?: number } = {}): Promise<RecorderLife> {
  const program = [process.execPath, '--import', 'jiti/register', join(import.meta.dirname, 'recorder-child.ts'), JSON.stringify(plan)];
  const [command = '', ...args] =
    fileBytes === undefined ? program : ['sh', '-c', `ulimit -f ${String(Math.ceil(fileBytes / 512))}; exec "$0" "$@"`, ...program];
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const life: RecorderWord[] = [];
  let wrong = '';
  let isDue = false;
  child.stderr?.on('data', (chunk: Buffer) => (wrong += chunk.toString()));
  child.on('message', (word: RecorderWord) => {
    life.push(word);
    if (isDue) return;
    const inMs = when(word, life);
    if (inMs === undefined) return;
    isDue = true;
    if (inMs <= 0) child.kill('SIGKILL');
    else
      void realClock()
        .sleep(inMs)
        .then(() => child.kill('SIGKILL'));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_status, signal) => {
      if (signal === 'SIGKILL') resolve(life);
      else reject(new Error(`the recorder ended by itself: ${wrong}`));
    });
  });
}
