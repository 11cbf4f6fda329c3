/** Images and videos as VP8, by ffmpeg. */
import { MediaError } from '../errors.ts';
import { IvfReader, type IvfFrame } from '../ivf.ts';
import { ffmpegOutput, type FfmpegOptions } from './ffmpeg-child.ts';

/** One encoded picture; `atMs` counts from the beginning of the file. */
export type EncodedPicture = IvfFrame & { readonly width: number; readonly height: number };

export type VideoOptions = FfmpegOptions & {
  /** Begins anew after its end, for ever. */
  readonly loops?: boolean | undefined;
  /** 720; what is smaller stays so. */
  readonly maxHeight?: number | undefined;
  /** 15. */
  readonly framesPerSecond?: number | undefined;
  /** 800. */
  readonly kilobitsPerSecond?: number | undefined;
};

const KEY_FRAME_EVERY_S = 2;
/** Little work for each frame: a video is encoded while it is shown, beside other calls. */
const CHEAP = [
  '-deadline',
  'realtime',
  '-cpu-used',
  '8',
  '-threads',
  '1',
  '-lag-in-frames',
  '0',
  '-auto-alt-ref',
  '0',
  '-error-resilient',
  '1',
];

/** The pictures of a video, made no faster than they are read, with a key frame every 2 s. */
export async function* picturesOfVideo(
  file: string,
  { loops = false, maxHeight = 720, framesPerSecond = 15, kilobitsPerSecond = 800, ...options }: VideoOptions,
): AsyncGenerator<EncodedPicture, void, undefined> {
  const filter = `fps=${String(framesPerSecond)},scale=-2:'min(${String(maxHeight)},trunc(ih/2)*2)'`;
  const rate = `${String(kilobitsPerSecond)}k`;
  const keys = String(Math.round(framesPerSecond * KEY_FRAME_EVERY_S));
  const input = [...(loops ? ['-stream_loop', '-1'] : []), '-i', file, '-map', '0:v:0', '-an', '-vf', filter];
  const output = ['-b:v', rate, '-maxrate', rate, '-bufsize', rate, '-g', keys, '-f', 'ivf', 'pipe:1'];
  yield* pictures([...input, '-pix_fmt', 'yuv420p', '-c:v', 'libvpx', ...CHEAP, ...output], options);
}

/** An image as one key frame, on white where its shape is another. */
export async function pictureOfImage(
  file: string,
  {
    width = 1_280,
    height = 720,
    ...options
  }: FfmpegOptions & { readonly width?: number | undefined; readonly height?: number | undefined },
): Promise<EncodedPicture> {
  const size = `${String(width)}:${String(height)}`;
  const filter = `scale=${size}:force_original_aspect_ratio=decrease,pad=${size}:(ow-iw)/2:(oh-ih)/2:color=white`;
  const quality = ['-deadline', 'good', '-cpu-used', '4', '-threads', '1', '-auto-alt-ref', '0', '-crf', '8', '-b:v', '8M'];
  const args = ['-i', file, '-frames:v', '1', '-vf', filter, '-pix_fmt', 'yuv420p', '-c:v', 'libvpx', ...quality, '-f', 'ivf', 'pipe:1'];
  for await (const picture of pictures(args, options)) return picture;
  throw new MediaError('media/ffmpeg-failed', `${file} has no picture in it`);
}

async function* pictures(args: readonly string[], options: FfmpegOptions): AsyncGenerator<EncodedPicture, void, undefined> {
  const reader = new IvfReader();
  for await (const chunk of ffmpegOutput(args, options)) {
    for (const frame of reader.push(chunk)) {
      const { width = 0, height = 0 } = reader.header ?? {};
      yield { ...frame, width, height };
    }
  }
}
