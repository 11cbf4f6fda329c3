/** WAV files as people have them, of any rate, size of sample and number of channels, read piece by piece as frames of 16 kHz. */
import { open, type FileHandle } from 'node:fs/promises';
import type { Clock } from '../../base/clock.ts';
import { FRAME_SAMPLES, SAMPLE_RATE } from '../../media/frame.ts';
import { decodeG711 } from '../../media/g711.ts';
import { Resampler } from '../../media/resample.ts';
import { nameOf } from '../../media/wav.ts';
import { ServerError } from '../errors.ts';

export type OpenWav = AsyncDisposable & {
  readonly durationMs: number;
  /** Once: frames of 20 ms, the last one filled up with silence. */
  readonly frames: () => AsyncIterable<Int16Array>;
};

type Coding = { readonly bytes: number; readonly read: (view: DataView, at: number) => number };
type Format = { readonly coding: Coding; readonly channels: number; readonly rate: number };
type Sound = Format & { readonly from: number; readonly bytes: number };

/** So much is read at once. */
const PIECE = 1 << 16;
/** What stands before the sound is looked for in so many chunks at most. */
const MOST_CHUNKS = 1_000;
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** Several channels become one. Rejects with `server/not-done`, which says what the file is instead, and what to do. */
export async function openWav(path: string, clock: Clock): Promise<OpenWav> {
  const file = await clock.hold(() => open(path)).catch((cause: unknown) => refuseFile(path, cause));
  try {
    const sound = await clock.hold(() => soundIn(file, path));
    const { rate, channels, coding, bytes } = sound;
    return {
      durationMs: (bytes / (coding.bytes * channels) / rate) * 1_000,
      frames: () => framesOf(file, sound, clock),
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    return error instanceof ServerError ? Promise.reject(error) : refuseFile(path, error);
  }
}

async function soundIn(file: FileHandle, path: string): Promise<Sound> {
  const { size } = await file.stat();
  const head = await bytesAt(file, 0, 64);
  if (letters(head, 0) !== 'RIFF' || letters(head, 8) !== 'WAVE')
    throw refused(
      `${path} is no WAV file, but ${nameOf(head)}.`,
      `If it is sound, make one of it: ffmpeg -i ${path} -ac 1 -ar 16000 sound.wav`,
    );
  let format: Format | undefined;
  let at = 12;
  for (let chunk = 0; chunk < MOST_CHUNKS && at + 8 <= size; chunk++) {
    const begin = await bytesAt(file, at, 48);
    const length = viewOf(begin).getUint32(4, true);
    const id = letters(begin, 0);
    if (id === 'fmt ') format = formatIn(begin.subarray(8, 8 + Math.min(40, length)), path);
    if (id === 'data') {
      if (!format) throw refused(`${path} has its sound before its format.`, 'Save it again with another program.');
      return soundAt(format, { from: at + 8, length, there: size - at - 8, path });
    }
    // RIFF: a chunk of odd size is followed by one byte of padding.
    at += 8 + length + (length % 2);
  }
  throw refused(`${path} ends before its ${format ? 'sound' : 'format'}.`, 'It is cut off: take the whole file.');
}

type Found = { readonly from: number; readonly length: number; readonly there: number; readonly path: string };

function soundAt(format: Format, { from, length, there, path }: Found): Sound {
  // A program that writes to a pipe cannot know the size, and leaves the largest it can.
  const isStreamed = length >= 0x7fff_0000;
  if (length > there && !isStreamed)
    throw refused(`${path} is cut off: ${String(there)} of ${String(length)} bytes of sound are there.`, 'Take the whole file.');
  const whole = isStreamed ? there : length;
  const bytes = whole - (whole % (format.coding.bytes * format.channels));
  if (bytes === 0) throw refused(`${path} has no sound in it.`, 'Take another file.');
  return { ...format, from, bytes };
}

function formatIn(bytes: Uint8Array, path: string): Format {
  if (bytes.length < 16) throw refused(`${path} ends within its format.`, 'It is cut off: take the whole file.');
  const view = viewOf(bytes);
  const [kind, channels, rate, bits] = [
    view.getUint16(0, true),
    view.getUint16(2, true),
    view.getUint32(4, true),
    view.getUint16(14, true),
  ];
  // The extensible form names the real one in the first two bytes of its GUID.
  const tag = kind === EXTENSIBLE && bytes.length >= 26 ? view.getUint16(24, true) : kind;
  const coding = CODINGS[`${String(tag)}/${String(bits)}`];
  const isUsual = channels >= 1 && channels <= 64 && rate >= 4_000 && rate <= 384_000;
  if (coding && isUsual) return { coding, channels, rate };
  throw refused(
    `${path} is a WAV file of a kind that is not read here (coding ${String(tag)}, ${String(bits)} bit, ${String(channels)} channels, ${String(rate)} Hz).`,
    `Make a plain one of it: ffmpeg -i ${path} -ac 1 -ar 16000 sound.wav`,
  );
}

const whole = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)));
const byLaw = (law: 'pcma' | 'pcmu'): Coding => {
  const decoded = new Int16Array(256);
  decodeG711(
    law,
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    decoded,
  );
  return { bytes: 1, read: (view, at) => decoded[view.getUint8(at)] ?? 0 };
};

/** By what the header says: coding and bits. */
const CODINGS: Readonly<Record<string, Coding>> = {
  [`${String(PCM)}/8`]: { bytes: 1, read: (view, at) => (view.getUint8(at) - 128) * 256 },
  [`${String(PCM)}/16`]: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  [`${String(PCM)}/24`]: { bytes: 3, read: (view, at) => view.getInt16(at + 1, true) },
  [`${String(PCM)}/32`]: { bytes: 4, read: (view, at) => view.getInt16(at + 2, true) },
  [`${String(FLOAT)}/32`]: { bytes: 4, read: (view, at) => whole(view.getFloat32(at, true)) },
  [`${String(FLOAT)}/64`]: { bytes: 8, read: (view, at) => whole(view.getFloat64(at, true)) },
  '6/8': byLaw('pcma'),
  '7/8': byLaw('pcmu'),
};

async function* framesOf(file: FileHandle, { from, bytes, coding, channels, rate }: Sound, clock: Clock): AsyncGenerator<Int16Array> {
  const step = coding.bytes * channels;
  const most = Math.floor(PIECE / step);
  const mono = new Int16Array(most);
  const at16k = new Int16Array(Math.ceil((most * SAMPLE_RATE) / rate) + 1);
  const resampler = new Resampler(rate, SAMPLE_RATE);
  let frame = new Int16Array(FRAME_SAMPLES);
  let filled = 0;
  for (let at = 0; at < bytes;) {
    const piece = await clock.hold(() => bytesAt(file, from + at, Math.min(most * step, bytes - at)));
    const count = Math.floor(piece.length / step);
    // Somebody made it shorter meanwhile.
    if (count === 0) break;
    mixed(piece, count, { coding, channels }, mono);
    const made = rate === SAMPLE_RATE ? count : resampler.process(mono, count, at16k);
    const sound = rate === SAMPLE_RATE ? mono : at16k;
    for (let done = 0; done < made;) {
      const taken = Math.min(FRAME_SAMPLES - filled, made - done);
      frame.set(sound.subarray(done, done + taken), filled);
      [filled, done] = [filled + taken, done + taken];
      if (filled < FRAME_SAMPLES) continue;
      yield frame;
      [frame, filled] = [new Int16Array(FRAME_SAMPLES), 0];
    }
    at += count * step;
  }
  if (filled > 0) yield frame;
}

function mixed(piece: Uint8Array, count: number, { coding, channels }: Pick<Format, 'coding' | 'channels'>, into: Int16Array): void {
  const view = viewOf(piece);
  const { bytes, read } = coding;
  for (let i = 0, at = 0; i < count; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++, at += bytes) sum += read(view, at);
    into[i] = Math.round(sum / channels);
  }
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  return bytes.subarray(0, bytesRead);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function letters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function refuseFile(path: string, cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') throw refused(`There is no ${path}.`, 'Name a WAV file that is there.', cause);
  const why = cause instanceof Error ? cause.message : String(cause);
  throw refused(`${path} cannot be read: ${why}.`, 'Name a WAV file that may be read.', cause);
}

function refused(message: string, remedy: string, cause?: unknown): ServerError {
  return new ServerError('server/not-done', message, remedy, { cause });
}
