/**
 * IVF, the plainest container of VP8: a header of 32 bytes, then each frame behind 12 bytes. Little endian throughout.
 * Source: the description of the format in libvpx, https://wiki.multimedia.cx/index.php/Duck_IVF
 */
import { MediaError } from './errors.ts';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 12;
/** A frame of a large picture at the best quality is smaller. */
const LARGEST_FRAME = 8 * 1024 * 1024;

/** `rate / scale` time stamps make a second. */
export type IvfHeader = { readonly width: number; readonly height: number; readonly rate: number; readonly scale: number };
export type IvfFrame = { readonly data: Uint8Array; readonly atMs: number; readonly isKeyFrame: boolean };

/** Takes the bytes of a stream as they come; the frames that have become whole are copies. */
export class IvfReader {
  #header: IvfHeader | undefined;
  #rest: Uint8Array = new Uint8Array(0);

  /** Undefined until its bytes have come. */
  get header(): IvfHeader | undefined {
    return this.#header;
  }

  /** Whether bytes of a frame are left over: at the end of a stream that was cut off. */
  get isWithinFrame(): boolean {
    return this.#rest.length > 0;
  }

  /** Throws a `MediaError` for what is no IVF of VP8. */
  push(chunk: Uint8Array): IvfFrame[] {
    const bytes = this.#rest.length === 0 ? chunk : joined(this.#rest, chunk);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const frames: IvfFrame[] = [];
    let at = 0;
    if (!this.#header) {
      if (bytes.length < HEADER_BYTES) {
        this.#rest = new Uint8Array(bytes);
        return frames;
      }
      this.#header = headerOf(view);
      at = view.getUint16(6, true);
    }
    const { rate, scale } = this.#header;
    while (at + FRAME_HEADER_BYTES <= bytes.length) {
      const size = view.getUint32(at, true);
      if (size > LARGEST_FRAME)
        throw new MediaError('media/not-ivf', `a frame of ${String(size)} bytes is announced, which no picture has`);
      if (at + FRAME_HEADER_BYTES + size > bytes.length) break;
      const stamp = view.getUint32(at + 4, true) + view.getUint32(at + 8, true) * 2 ** 32;
      const data = new Uint8Array(bytes.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + size));
      frames.push({ data, atMs: (stamp * scale * 1000) / rate, isKeyFrame: isKeyFrame(data) });
      at += FRAME_HEADER_BYTES + size;
    }
    this.#rest = new Uint8Array(bytes.subarray(at));
    return frames;
  }
}

/** The header of a stream of unknown length, in milliseconds. */
export function ivfHeader({ width, height }: Pick<IvfHeader, 'width' | 'height'>): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('DKIF'));
  view.setUint16(6, HEADER_BYTES, true);
  bytes.set(new TextEncoder().encode('VP80'), 8);
  view.setUint16(12, width, true);
  view.setUint16(14, height, true);
  view.setUint32(16, 1_000, true);
  view.setUint32(20, 1, true);
  return bytes;
}

export function ivfFrame(data: Uint8Array, atMs: number): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length, true);
  view.setUint32(4, Math.max(0, Math.round(atMs)) % 2 ** 32, true);
  view.setUint32(8, Math.floor(Math.max(0, Math.round(atMs)) / 2 ** 32), true);
  bytes.set(data, FRAME_HEADER_BYTES);
  return bytes;
}

/** RFC 6386 §9.1: the first bit of a key frame is 0. */
function isKeyFrame(data: Uint8Array): boolean {
  return data.length > 0 && ((data[0] ?? 1) & 1) === 0;
}

function headerOf(view: DataView): IvfHeader {
  const text = (at: number): string => String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
  const codec = text(8);
  if (text(0) !== 'DKIF') throw new MediaError('media/not-ivf', 'these bytes are no IVF file');
  if (codec !== 'VP80') throw new MediaError('media/not-ivf', `this IVF file has pictures of ${JSON.stringify(codec)}, and VP8 is needed`);
  const header = {
    width: view.getUint16(12, true),
    height: view.getUint16(14, true),
    rate: view.getUint32(16, true),
    scale: view.getUint32(20, true),
  };
  const isSound = header.rate > 0 && header.scale > 0 && view.getUint16(6, true) === HEADER_BYTES;
  if (!isSound) throw new MediaError('media/not-ivf', 'the header of this IVF file makes no sense');
  return header;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
