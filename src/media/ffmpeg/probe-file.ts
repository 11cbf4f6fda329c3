/** What a file has in it: sound, moving pictures, or neither. */
import { ffmpegFailed, startFfmpeg, type FfmpegOptions } from './ffmpeg-child.ts';

export type FileContent = { readonly hasSound: boolean; readonly hasPictures: boolean };

/** Rejects with `media/ffmpeg-failed` for a file that ffmpeg cannot read. The cover of a song is no picture. */
export async function probeFile(file: string, options: FfmpegOptions): Promise<FileContent> {
  const { clock, signal } = options;
  const { child, ended, said, kill } = await startFfmpeg(['-nostdin', '-i', file], options);
  child.stdin?.end();
  child.stdout?.resume();
  try {
    // It ends badly in any case, since it was not told what to make of the file.
    await clock.hold(() => ended);
    signal?.throwIfAborted();
  } finally {
    await kill();
  }
  const streams = said()
    .split('\n')
    .filter((line) => /^\s*Stream #/.test(line) && !line.includes('(attached pic)'));
  const content = {
    hasSound: streams.some((line) => line.includes(' Audio: ')),
    hasPictures: streams.some((line) => line.includes(' Video: ')),
  };
  if (!content.hasSound && !content.hasPictures)
    throw ffmpegFailed(said().trim().split('\n').at(-1) ?? 'it has neither sound nor pictures');
  return content;
}
