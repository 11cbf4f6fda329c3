/** MP4 (H.264 and AAC) of one camera or screen: its WebM goes through ffmpeg, from pipe to pipe, and what comes out gets an index. */
import type { Cancel } from '../../base/cancel.ts';
import { ffmpegFailed, startFfmpeg } from '../ffmpeg/ffmpeg-child.ts';
import type { FileMaker } from './file-maker.ts';
import { intoMp4 } from './into-mp4.ts';
import type { ByteSink } from './recording-file.ts';
import { webmFile, type WebmOptions } from './webm-file.ts';

export type Mp4Options = WebmOptions & Cancel & { readonly path?: string | undefined };

/** Even sizes alone can be encoded. */
const even = (pixels: number): string => String(Math.max(2, Math.ceil(pixels / 2) * 2));

export async function mp4File(sink: ByteSink, { path, signal, ...wanted }: Mp4Options): Promise<FileMaker> {
  const { clock } = wanted;
  const size = wanted.width > 0 ? `${even(wanted.width)}:${even(wanted.height)}` : '640:360';
  const input = ['-loglevel', 'error', '-f', 'matroska', '-i', 'pipe:0'];
  const scale = `scale=${size}:force_original_aspect_ratio=decrease,pad=${size}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p`;
  const pictures = [
    '-map',
    '0:v',
    '-vf',
    scale,
    '-fps_mode',
    'vfr',
    // Else times are rounded to a rate of pictures that is guessed from the first few.
    '-enc_time_base',
    '1:1000',
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '26',
    '-g',
    '60',
    '-bf',
    '0',
  ];
  const sound = ['-map', '0:a', '-c:a', 'aac', '-b:a', '64k'];
  const { child, ended, said, kill } = await startFfmpeg([...input, ...pictures, ...sound, '-f', 'matroska', 'pipe:1'], {
    clock,
    path,
    signal,
  });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw ffmpegFailed('it has no pipes');
  const made = intoMp4(stdout, sink, clock);
  // What ffmpeg makes is not read any more, and it would wait for ever. Why is told by `finish`.
  made.catch(() => child.kill('SIGKILL'));
  let goOn: (() => void) | undefined;
  for (const event of ['drain', 'close']) stdin.on(event, () => goOn?.());
  // No hold here: to write in, ffmpeg has to be read from, and each would wait for the other.
  const pipe: ByteSink = {
    write: (bytes) =>
      new Promise((resolve) => {
        goOn = resolve;
        // One that has ended takes nothing more; why is told at the end.
        if (stdin.destroyed || stdin.write(bytes)) resolve();
      }),
  };
  const webm = await webmFile(pipe, { ...wanted, isPipe: true });
  return {
    take: (record) => webm.take(record),
    async finish() {
      await webm.finish();
      stdin.end();
      const wrong = await ended;
      signal?.throwIfAborted();
      const words = said().trim();
      if (words !== '') throw ffmpegFailed(words);
      const length = await made;
      if (wrong !== undefined) throw ffmpegFailed(wrong);
      return length;
    },
    async release() {
      await webm.release();
      await kill();
    },
  };
}
