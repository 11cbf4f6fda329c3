/** Runs a program that speaks or listens: what it is given goes in by its standard input, never by an argument and never through a shell. */
import { spawn } from 'node:child_process';
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { SpeechError } from './errors.ts';

export type ProgramOptions = Cancel & {
  readonly clock: Clock;
  readonly input?: string | Uint8Array | undefined;
  /** What it could not do, if it fails: `speak`. */
  readonly deed?: string | undefined;
};

/** Tells whether a program can be started on this machine. */
export type IsInstalled = (command: string) => Promise<boolean>;

const STDERR_LIMIT = 2_000;

/** What the program writes, as it comes. Rejects when it cannot be started or ends badly; aborting kills it at once. */
export async function* outputOf(
  command: string,
  args: readonly string[],
  { clock, input = '', deed = 'speak', signal }: ProgramOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal?.throwIfAborted();
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  let said = '';
  const ended = new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status, killedBy) =>
      resolve(status === 0 ? undefined : `it ended with ${killedBy ?? `status ${String(status)}`}${said && `: ${said.trim()}`}`),
    );
  });
  const kill = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', kill, { once: true });
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-STDERR_LIMIT)));
  // A program that ends before it has read everything is told of by its status.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  try {
    const chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (let next = await clock.hold(() => chunks.next()); !next.done; next = await clock.hold(() => chunks.next())) {
      signal?.throwIfAborted();
      yield next.value;
    }
    const failure = await clock.hold(() => ended);
    signal?.throwIfAborted();
    if (failure !== undefined) throw new SpeechError('speech/provider-failed', `the program ${command} could not ${deed}: ${failure}`);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', kill);
    kill();
    // Whoever stopped reading has left sound in the pipe, and the child is not over before its pipe is.
    child.stdout.destroy();
    await clock.hold(() => ended);
  }
}

/** All that the program writes, as text. */
export async function textOf(command: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of outputOf(command, args, options)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Looks by starting it, which is how it will be found later. */
export function canBeStarted(clock: Clock): IsInstalled {
  return (command) =>
    clock.hold(
      () =>
        new Promise((resolve) => {
          const child = spawn(command, ['--version'], { stdio: 'ignore', windowsHide: true });
          child.on('error', () => resolve(false));
          child.on('close', () => resolve(true));
        }),
    );
}
