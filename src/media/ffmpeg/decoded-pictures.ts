/** Encoded pictures as pixels, by a child of ffmpeg for each stream. */
import type { Cancel } from '../../base/cancel.ts';
import { realClock } from '../../base/clock.ts';
import { ivfFrame, ivfHeader } from '../ivf.ts';
import { pngOf } from '../png.ts';
import { ffmpegFailed, startFfmpeg, type FfmpegOptions } from './ffmpeg-child.ts';

/** `rgb`: three bytes a pixel, row by row from the top. */
export type DecodedPicture = { readonly data: Uint8Array; readonly width: number; readonly height: number; readonly atMs: number };

export type DecodingOptions = Partial<FfmpegOptions> & {
  /** What comes out, whatever size goes in. */
  readonly width: number;
  readonly height: number;
  /** `rgb` unless told otherwise. */
  readonly format?: 'rgb' | 'png' | undefined;
};

/** Encoded VP8, beginning with a key frame. */
type Encoded = { readonly data: Uint8Array; readonly atMs: number };

/**
 * Pictures of a stream such as `call.participant(id).camera`, in order, each once the next one has come. What is not read in time is left out by that stream, not here:
 * a slow reader sees fewer pictures, never old ones. Rejects with `media/no-ffmpeg`, `media/ffmpeg-failed`, or the signal's reason.
 */
export async function* decoded(
  pictures: AsyncIterable<Encoded>,
  { width, height, format = 'rgb', signal, clock = realClock(), path }: DecodingOptions,
): AsyncGenerator<DecodedPicture, void, undefined> {
  // Without buffering it would throw away what it looks at first.
  const fast = '-loglevel error -flags low_delay -probesize 32 -analyzeduration 0 -threads 1 -f ivf -i pipe:0';
  const output = `-an -fps_mode passthrough -vf scale=${String(width)}:${String(height)} -pix_fmt rgb24 -f rawvideo pipe:1`;
  const { child, ended, kill } = await startFfmpeg(`${fast} ${output}`.split(' '), { clock, path, signal });
  const times: number[] = [];
  const stop = new AbortController();
  const feeding = feed(child.stdin, pictures, { times, signal: stop.signal });
  // Its failure is told when all that was read before has been given.
  feeding.catch(() => undefined);
  try {
    const size = width * height * 3;
    let picture = new Uint8Array(size);
    let filled = 0;
    for await (const chunk of (child.stdout ?? []) as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length;) {
        const count = Math.min(size - filled, chunk.length - at);
        picture.set(chunk.subarray(at, at + count), filled);
        filled += count;
        at += count;
        if (filled < size) continue;
        // What was in the pipe already is of a stream that nobody wants any more.
        signal?.throwIfAborted();
        yield { data: format === 'png' ? pngOf(picture, { width, height }) : picture, width, height, atMs: times.shift() ?? 0 };
        picture = new Uint8Array(size);
        filled = 0;
      }
    }
    signal?.throwIfAborted();
    await feeding;
    const wrong = await ended;
    if (wrong !== undefined) throw ffmpegFailed(wrong);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    stop.abort();
    await kill();
  }
}

async function feed(
  stdin: NodeJS.WritableStream | null,
  pictures: AsyncIterable<Encoded>,
  { times, signal }: Required<Cancel> & { readonly times: number[] },
): Promise<void> {
  if (!stdin) return;
  stdin.write(ivfHeader({ width: 1_280, height: 720 }));
  for await (const { data, atMs } of pictures) {
    if (signal?.aborted) return;
    times.push(atMs);
    if (!stdin.write(ivfFrame(data, atMs))) await drained(stdin, signal);
  }
  stdin.end();
}

function drained(stdin: NodeJS.WritableStream, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    stdin.once('drain', resolve);
    stdin.once('close', resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
