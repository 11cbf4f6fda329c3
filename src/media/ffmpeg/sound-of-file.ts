/** The sound of any file that ffmpeg reads, as samples. */
import { ffmpegOutput, type FfmpegOptions } from './ffmpeg-child.ts';

/** 16 kHz, 16 bit, mono, in pieces of any length; made no faster than they are read. */
export async function* soundOfFile(file: string, options: FfmpegOptions): AsyncGenerator<Int16Array, void, undefined> {
  const args = ['-i', file, '-map', '0:a:0', '-vn', '-ac', '1', '-ar', '16000', '-f', 's16le', 'pipe:1'];
  let odd: number | undefined;
  for await (const chunk of ffmpegOutput(args, options)) {
    const bytes: Uint8Array = odd === undefined ? chunk : Uint8Array.of(odd, ...chunk);
    const length = bytes.length - (bytes.length % 2);
    odd = length === bytes.length ? undefined : bytes[length];
    if (length > 0) yield samplesOf(bytes, length);
  }
}

function samplesOf(bytes: Uint8Array, length: number): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  return Int16Array.from({ length: length / 2 }, (_, i) => view.getInt16(2 * i, true));
}
