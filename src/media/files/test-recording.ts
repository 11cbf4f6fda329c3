/** Aids for tests of files: recordings with known sounds at known places, sinks in memory, and the ears and eyes of ffmpeg. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../frame.ts';
import { levelDb } from '../level.ts';
import { opusEncoder } from '../opus.ts';
import type { SegmentRecord } from '../segments/record.ts';
import type { ByteSink } from './recording-file.ts';

export type MemorySink = ByteSink & { readonly bytes: () => Uint8Array<ArrayBuffer>; readonly writes: number[] };

export function memorySink(): MemorySink {
  let file = new Uint8Array(1 << 16);
  let length = 0;
  const writes: number[] = [];
  return {
    writes,
    bytes: () => file.subarray(0, length),
    write(bytes, position) {
      writes.push(position);
      length = Math.max(length, position + bytes.length);
      if (length > file.length) {
        const longer = new Uint8Array(length * 2);
        longer.set(file);
        file = longer;
      }
      file.set(bytes, position);
      return Promise.resolve();
    },
  };
}

/** Rises from 300 to 3,000 Hz within 0.4 s, so that it fits with itself at one place alone. */
export function chirp(amplitude: number = 8_000): Int16Array {
  return Int16Array.from({ length: SAMPLE_RATE * 0.4 }, (_, i) => {
    const t = i / SAMPLE_RATE;
    return amplitude * Math.sin(2 * Math.PI * (300 * t + (2_700 / 0.8) * t * t));
  });
}

export function tone(hertz: number, ms: number, amplitude: number = 8_000): Int16Array {
  return Int16Array.from({ length: (SAMPLE_RATE * ms) / 1_000 }, (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / SAMPLE_RATE));
}

/** What somebody says: the samples begin at `atMs`, a multiple of 20. */
export type Said = { readonly atMs: number; readonly samples: Int16Array };

/** The records of one track: whole packets, nothing where nothing is said, each stretch independent of what was before it. */
export async function spoken(track: number, said: readonly Said[]): Promise<SegmentRecord[]> {
  const encoder = await opusEncoder();
  const records: SegmentRecord[] = [];
  const packet = new Uint8Array(1_500);
  for (const { atMs, samples } of said) {
    encoder.restart();
    // One more than is said, since the encoder is behind.
    const frames = Math.ceil(samples.length / FRAME_SAMPLES) + 1;
    for (let i = 0; i < frames; i++) {
      const frame = new Int16Array(FRAME_SAMPLES);
      frame.set(samples.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES));
      const length = encoder.encode(frame, packet, 0);
      records.push({ kind: 'sound', atMs: atMs + i * FRAME_MS, track, packet: packet.slice(0, length), levelDb: levelDb(frame) });
    }
  }
  encoder.free();
  return records;
}

/** In the order of time, as a recorder writes them; notes and names of tracks first where times are equal. */
export function inOrder(...parts: readonly (readonly SegmentRecord[])[]): SegmentRecord[] {
  const isMedium = ({ kind }: SegmentRecord): boolean => kind === 'sound' || kind === 'picture';
  return parts.flat().sort((a, b) => a.atMs - b.atMs || Number(isMedium(a)) - Number(isMedium(b)));
}

export function logOf(records: readonly SegmentRecord[]): () => AsyncIterable<SegmentRecord> {
  return async function* () {
    yield* records;
  };
}

const folder = mkdtempSync(join(tmpdir(), 'rollcall-files-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
let files = 0;

export function onDisk(bytes: Uint8Array, ending: string): string {
  const file = join(folder, `${String(files++)}.${ending}`);
  writeFileSync(file, bytes);
  return file;
}

export type Probed = {
  readonly format: { readonly format_name: string; readonly duration: string; readonly size: string };
  readonly streams: readonly {
    readonly codec_name: string;
    readonly codec_type: string;
    readonly width?: number;
    readonly height?: number;
    readonly start_time: string;
  }[];
};

/** What ffprobe says of it; throws where it finds any fault. */
export function probed(file: string): Probed {
  const said = execFileSync('ffprobe', ['-v', 'error', '-show_format', '-show_streams', '-of', 'json', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const faults = execFileSync('sh', ['-c', 'ffmpeg -nostdin -v error -i "$0" -f null - 2>&1', file]).toString();
  if (faults !== '') throw new Error(faults);
  return JSON.parse(said.toString()) as Probed;
}

/** 16 kHz mono, as ffmpeg hears it; `from` seconds on. */
export function heard(file: string, { from = 0, seconds }: { readonly from?: number; readonly seconds?: number } = {}): Int16Array {
  const seek = from > 0 ? ['-ss', String(from)] : [];
  const limit = seconds === undefined ? [] : ['-t', String(seconds)];
  const args = ['-v', 'error', ...seek, '-i', file, ...limit, '-map', '0:a:0', '-ac', '1', '-ar', '16000', '-f', 's16le', 'pipe:1'];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Int16Array(new Uint8Array(bytes).buffer);
}

/** Where `sound` fits best into `samples`, looked for at most `within` samples around `around`: by how many samples it is late (negative: early). */
export function lateBy(samples: Int16Array, sound: Int16Array, around: number, within: number = 800): number {
  let best = { late: 0, fit: 0 };
  for (let late = -within; late <= within; late++) {
    let fit = 0;
    for (let i = 0; i < sound.length; i++) fit += (samples[around + late + i] ?? 0) * (sound[i] ?? 0);
    if (fit > best.fit) best = { late, fit };
  }
  return best.late;
}
