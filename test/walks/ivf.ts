/** IVF files: frames of VP8 one after the other, as ffmpeg writes and reads them. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A program of the machine, and no package. */
const FFMPEG = 'ffmpeg';
const FILE_BYTES = 32;
const FRAME_BYTES = 12;

/** Whether pictures can be made and looked at here. */
export function hasFfmpeg(): boolean {
  const isThere = (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(`${folder}/${FFMPEG}`));
  if (!isThere) console.warn('Skipped: pictures of bots. Install ffmpeg with "apt-get install ffmpeg".');
  return isThere;
}

/** So many frames of one colour, 320 × 240, 15 a second, every tenth a key frame. */
export function framesOf(colour: string, count: number): Uint8Array[] {
  const source = `color=c=${colour}:s=320x240:r=15`;
  const codec = ['-c:v', 'libvpx', '-g', '10', '-deadline', 'realtime', '-f', 'ivf', '-'];
  const file = execFileSync(FFMPEG, ['-loglevel', 'error', '-f', 'lavfi', '-i', source, '-frames:v', String(count), ...codec]);
  const frames: Uint8Array[] = [];
  for (let at = FILE_BYTES; at + FRAME_BYTES <= file.length;) {
    const length = file.readUInt32LE(at);
    frames.push(file.subarray(at + FRAME_BYTES, at + FRAME_BYTES + length));
    at += FRAME_BYTES + length;
  }
  return frames;
}

/** Decodes frames of that size; returns the brightness of each pixel of each frame that could be decoded. What is broken throws. */
export function decoded(frames: readonly Uint8Array[], width: number, height: number): Uint8Array[] {
  const head = Buffer.alloc(FILE_BYTES);
  head.write('DKIF');
  head.writeUInt16LE(FILE_BYTES, 6);
  head.write('VP80', 8);
  head.writeUInt16LE(width, 12);
  head.writeUInt16LE(height, 14);
  head.writeUInt32LE(15, 16);
  head.writeUInt32LE(1, 20);
  head.writeUInt32LE(frames.length, 24);
  const pieces = frames.flatMap((frame, number) => {
    const before = Buffer.alloc(FRAME_BYTES);
    before.writeUInt32LE(frame.length, 0);
    before.writeUInt32LE(number, 4);
    return [before, frame];
  });
  const decoding = ['-loglevel', 'error', '-xerror', '-f', 'ivf', '-i', '-', '-vsync', '0', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
  const pixels = execFileSync(FFMPEG, decoding, { input: Buffer.concat([head, ...pieces]), maxBuffer: 1 << 30 });
  const size = width * height;
  return Array.from({ length: Math.floor(pixels.length / size) }, (_, number) => pixels.subarray(number * size, (number + 1) * size));
}
