/** WAV files, 16 kHz, 16 bit, mono: read strictly, because a prompt that sounds wrong is worse than one refused. */
import { MediaError } from './errors.ts';
import { SAMPLE_RATE } from './frame.ts';

const WANTED = 'a WAV file of 16 kHz, 16 bit, mono PCM is needed';
const PCM = 1;
const EXTENSIBLE = 0xfffe;
const HEADER_BYTES = 44;
const LARGEST = 0xffff_ffff;

type Format = { readonly tag: number; readonly channels: number; readonly sampleRate: number; readonly bits: number };

/** The samples of a WAV file. Throws a `MediaError` that names what was found instead. */
export function readWav(bytes: Uint8Array): Int16Array {
  if (text(bytes, 0) !== 'RIFF' || text(bytes, 8) !== 'WAVE') {
    throw new MediaError('media/not-wav', `${WANTED}, but this is ${nameOf(bytes)}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Format | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = text(bytes, at);
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (id === 'fmt ') format = checked(formatAt(view, body, size));
    if (id === 'data') {
      if (!format) throw new MediaError('media/not-wav', `${WANTED}, but this one has its sound before its format`);
      return samplesAt(bytes, body, size);
    }
    // RIFF: a chunk of odd size is followed by one byte of padding.
    at = body + size + (size % 2);
  }
  throw new MediaError(
    'media/truncated',
    `${WANTED}, but this one (${String(bytes.length)} bytes) ends before its ${format ? 'sound' : 'format'}`,
  );
}

/** A WAV file of these samples. */
export function writeWav(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + samples.length * 2);
  bytes.set(wavHeader(samples.length));
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) view.setInt16(HEADER_BYTES + i * 2, samples[i] ?? 0, true);
  return bytes;
}

/** What stands before so many samples. From 4 GiB on (37 hours) it says the largest size it can, as for what is streamed. */
export function wavHeader(samples: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  put(bytes, 0, 'RIFF');
  view.setUint32(4, Math.min(LARGEST, HEADER_BYTES - 8 + samples * 2), true);
  put(bytes, 8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  put(bytes, 36, 'data');
  view.setUint32(40, Math.min(LARGEST, samples * 2), true);
  return bytes;
}

function formatAt(view: DataView, at: number, size: number): Format {
  if (size < 16 || at + size > view.byteLength) {
    throw new MediaError('media/truncated', `${WANTED}, but this one ends within its format`);
  }
  const tag = view.getUint16(at, true);
  return {
    // The extensible form names the real format in the first two bytes of its GUID.
    tag: tag === EXTENSIBLE && size >= 40 ? view.getUint16(at + 24, true) : tag,
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  };
}

function checked(format: Format): Format {
  const { tag, channels, sampleRate, bits } = format;
  if (tag === PCM && channels === 1 && sampleRate === SAMPLE_RATE && bits === 16) return format;
  const coding =
    tag === PCM
      ? 'PCM'
      : (({ 3: 'floating point', 6: 'A-law', 7: 'µ-law', 85: 'MP3' } as Record<number, string>)[tag] ?? `format ${String(tag)}`);
  const channelsSaid = channels === 1 ? 'mono' : channels === 2 ? 'stereo' : `${String(channels)} channels`;
  throw new MediaError(
    'media/wrong-format',
    `${WANTED}, but this one is ${String(sampleRate / 1000)} kHz, ${String(bits)} bit, ${channelsSaid}, ${coding}`,
  );
}

function samplesAt(bytes: Uint8Array, at: number, size: number): Int16Array {
  const there = bytes.length - at;
  // A program that writes to a pipe cannot know the size, and leaves the largest it can.
  const isStreamed = size >= 0x7fff_0000;
  if (size > there && !isStreamed) {
    throw new MediaError(
      'media/truncated',
      `${WANTED}, but this one is cut off: ${String(there)} of ${String(size)} bytes of sound are there`,
    );
  }
  const length = isStreamed ? there - (there % 2) : size;
  if (length === 0) throw new MediaError('media/truncated', `${WANTED}, but this one has no sound in it`);
  if (length % 2 === 1) {
    throw new MediaError(
      'media/truncated',
      `${WANTED}, but the sound of this one has ${String(length)} bytes, which is no whole number of samples`,
    );
  }
  // A copy by the constructor: `slice` of Node's Buffer would be a view of the whole pool.
  return isLittleEndian ? new Int16Array(new Uint8Array(bytes.subarray(at, at + length)).buffer) : swapped(bytes, at, length);
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function swapped(bytes: Uint8Array, at: number, length: number): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, length);
  return Int16Array.from({ length: length / 2 }, (_, i) => view.getInt16(i * 2, true));
}

/** What these bytes are, in words, where they are no WAV file. */
export function nameOf(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  if (bytes.length === 0) return 'empty';
  if (text(bytes, 0).startsWith('ID3') || (first === 0xff && (second & 0xe6) === 0xe2)) return 'an MP3 file';
  if (first === 0xff && (second & 0xf6) === 0xf0) return 'an AAC file';
  if (text(bytes, 0) === 'OggS') return 'an Ogg file';
  if (text(bytes, 0) === 'fLaC') return 'a FLAC file';
  if (text(bytes, 0) === 'RF64') return 'an RF64 file';
  if (text(bytes, 4) === 'ftyp') return 'an MP4 file';
  if (first === 0x3c) return 'a page of HTML or XML';
  if (first === 0x7b) return 'JSON';
  return `something else (it begins with ${[...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')})`;
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function put(bytes: Uint8Array, at: number, letters: string): void {
  for (let i = 0; i < letters.length; i++) bytes[at + i] = letters.charCodeAt(i);
}
