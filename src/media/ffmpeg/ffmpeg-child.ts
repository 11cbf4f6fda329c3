/** Runs ffmpeg: found on the path, told what to do by arguments and never through a shell, read no faster than its reader reads, killed with its reader. */
import { spawn, type ChildProcess } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { MediaError } from '../errors.ts';

export type FfmpegOptions = Cancel & {
  readonly clock: Clock;
  /** Where programs are looked for: `PATH`, unless given. */
  readonly path?: string | undefined;
};

const STDERR_LIMIT = 4_000;

export type FfmpegChild = {
  readonly child: ChildProcess;
  /** Undefined for a good end; else what went wrong, in words. */
  readonly ended: Promise<string | undefined>;
  /** What it says on its standard error, as far as it has. */
  readonly said: () => string;
  /** Kills it, and waits until it is gone. */
  readonly kill: () => Promise<void>;
};

/** Rejects with `media/no-ffmpeg` where it is not installed. */
export async function findFfmpeg({ clock, path = process.env['PATH'] ?? '' }: Pick<FfmpegOptions, 'clock' | 'path'>): Promise<string> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  for (const folder of path.split(delimiter)) {
    const program = join(folder, name);
    const isThere = await clock.hold(() =>
      access(program, constants.X_OK).then(
        () => true,
        () => false,
      ),
    );
    if (folder !== '' && isThere) return program;
  }
  throw new MediaError(
    'media/no-ffmpeg',
    'files of sound and pictures are read by the program ffmpeg, and it is not on the path; install it: apt install ffmpeg, brew install ffmpeg, or winget install ffmpeg',
  );
}

export type StartOptions = FfmpegOptions & {
  /** One more pipe out of it, which it knows as `pipe:3`. */
  readonly sidePipe?: boolean | undefined;
};

export async function startFfmpeg(args: readonly string[], { clock, path, signal, sidePipe = false }: StartOptions): Promise<FfmpegChild> {
  signal?.throwIfAborted();
  const program = await findFfmpeg({ clock, path });
  signal?.throwIfAborted();
  const child = spawn(program, ['-hide_banner', ...args], {
    stdio: ['pipe', 'pipe', 'pipe', ...(sidePipe ? (['pipe'] as const) : [])],
    windowsHide: true,
  });
  let said = '';
  const ended = new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status, killedBy) => resolve(status === 0 ? undefined : failure(status, killedBy, said)));
  });
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-STDERR_LIMIT)));
  // One that ends before it has read everything is told of by its status.
  child.stdin?.on('error', () => undefined);
  const stop = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  return {
    child,
    ended,
    said: () => said,
    async kill() {
      signal?.removeEventListener('abort', stop);
      stop();
      // What was not read is in the pipe still, and the child is not over before its pipe is.
      child.stdout?.destroy();
      child.stdio[3]?.destroy();
      await clock.hold(() => ended);
    },
  };
}

/** What it writes, as it comes. Rejects with `media/ffmpeg-failed` when it ends badly, or with the signal's reason. */
export async function* ffmpegOutput(args: readonly string[], options: FfmpegOptions): AsyncGenerator<Uint8Array, void, undefined> {
  const { clock, signal } = options;
  const { child, ended, kill } = await startFfmpeg(['-nostdin', '-loglevel', 'error', ...args], options);
  child.stdin?.end();
  try {
    const chunks = child.stdout?.[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (let next = await clock.hold(() => chunks.next()); !next.done; next = await clock.hold(() => chunks.next())) {
      signal?.throwIfAborted();
      yield next.value;
    }
    const wrong = await clock.hold(() => ended);
    signal?.throwIfAborted();
    if (wrong !== undefined) throw ffmpegFailed(wrong);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof MediaError ? error : ffmpegFailed(error instanceof Error ? error.message : String(error), error);
  } finally {
    await kill();
  }
}

export function ffmpegFailed(why: string, cause?: unknown): MediaError {
  return new MediaError('media/ffmpeg-failed', `ffmpeg could not do it: ${why}`, { cause });
}

function failure(status: number | null, killedBy: NodeJS.Signals | null, said: string): string {
  if (killedBy !== null) return `it was killed (${killedBy})`;
  return said.trim() === '' ? `it ended with status ${String(status)}` : said.trim();
}
