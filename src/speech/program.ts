/** Runs a program that speaks or listens: what it is given goes in by its standard input, never by an argument and never through a shell. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { makeNice } from '../base/niceness.ts';
import { SpeechError } from './errors.ts';

export type ProgramOptions = Cancel & {
  readonly clock: Clock;
  /** What comes bit by bit is written as it comes; time may go on meanwhile. If it fails, so does the program, with its reason. */
  readonly input?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** What it could not do, if it fails: `speak`. */
  readonly deed?: string | undefined;
  /** Lets live sound go first: for work of which nobody hears how long it takes. */
  readonly mayWait?: boolean | undefined;
};

/** Tells whether a program can be started on this machine. */
export type IsInstalled = (command: string) => Promise<boolean>;

const STDERR_LIMIT = 2_000;

/** What the program writes, as it comes. Rejects when it cannot be started or ends badly; aborting kills it at once. */
export async function* outputOf(
  command: string,
  args: readonly string[],
  { clock, input = '', deed = 'speak', mayWait = false, signal }: ProgramOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal?.throwIfAborted();
  // In a group of its own: what a shell has started ends with it.
  const detached = process.platform !== 'win32';
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true, detached });
  if (mayWait) makeNice(child.pid, detached);
  let said = '';
  const ended = new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status, killedBy) =>
      resolve(status === 0 ? undefined : `it ended with ${killedBy ?? `status ${String(status)}`}${said && `: ${said.trim()}`}`),
    );
  });
  const kill = (): void => killAll(child);
  signal?.addEventListener('abort', kill, { once: true });
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-STDERR_LIMIT)));
  // A program that ends before it has read everything is told of by its status.
  child.stdin.on('error', () => undefined);
  const given = feed(child.stdin, input, clock);
  let isGiven = typeof input === 'string' || input instanceof Uint8Array;
  let problem: { readonly error: unknown } | undefined;
  const settled = given.done.then(
    () => (isGiven = true),
    (error: unknown) => {
      isGiven = true;
      problem = { error };
      kill();
    },
  );
  try {
    const chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const nextChunk = async (): Promise<IteratorResult<Buffer>> => {
      const next = chunks.next();
      // While somebody still speaks, time has to go on; what the program does after that is waited for.
      if (!isGiven) await Promise.race([next, settled]);
      return clock.hold(() => next);
    };
    for (let next = await nextChunk(); !next.done; next = await nextChunk()) {
      signal?.throwIfAborted();
      yield next.value;
    }
    const failure = await clock.hold(() => ended);
    signal?.throwIfAborted();
    if (problem) throw problem.error;
    if (failure !== undefined) throw new SpeechError('speech/provider-failed', `the program ${command} could not ${deed}: ${failure}`);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', kill);
    given.stop();
    kill();
    // Whoever stopped reading has left sound in the pipe, and the child is not over before its pipe is.
    child.stdout.destroy();
    await clock.hold(() => ended);
  }
}

/** Writes what is to be written, then ends; no more than the program takes is in memory. */
function feed(
  stdin: Writable,
  input: string | Uint8Array | AsyncIterable<Uint8Array>,
  clock: Clock,
): { done: Promise<void>; stop: () => void } {
  if (typeof input === 'string' || input instanceof Uint8Array) {
    stdin.end(input);
    return { done: Promise.resolve(), stop: () => undefined };
  }
  const chunks = input[Symbol.asyncIterator]();
  const done = (async () => {
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      const bytes = next.value;
      // A program that has ended takes nothing more; its status tells why.
      if (!stdin.writable) return;
      await clock.hold(() => new Promise<void>((resolve) => stdin.write(bytes, () => resolve())));
    }
    stdin.end();
  })();
  return { done, stop: () => void chunks.return?.().catch(() => undefined) };
}

function killAll({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
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
