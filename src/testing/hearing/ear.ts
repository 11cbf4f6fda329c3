/** Keeps the sound that arrived where it arrived: by its time, silence as nothing, the oldest forgotten first. */
import { CHUNK_SAMPLES, EarChunk, FRAME_SAMPLES } from './ear-chunk.ts';
import type { HeardKey, HeardSound, Span } from './heard.ts';
import { levelDb, SILENCE_DB } from '../../media/level.ts';

export type EarOptions = {
  /** So much sound is kept, counted back from the newest: 30 minutes. */
  readonly keepMs?: number | undefined;
};

const PER_MS = 16;
const FRAME_MS = FRAME_SAMPLES / PER_MS;
const CHUNK_MS = CHUNK_SAMPLES / PER_MS;
/** Chunks that are older than so many others are packed. */
const FRESH_CHUNKS = 60;
const FLOOR_DB = -50;
/** Pauses that are shorter do not part a sound from the next. */
const PAUSE_MS = 300;
/** A key must sound for so long, and may be lost for as long within. */
const KEY_MS = 40;

export class Ear {
  readonly #keep: number;
  readonly #chunks = new Map<number, EarChunk>();
  /** In samples. */
  #start: number | undefined;
  #end: number | undefined;
  #packedTo = -Infinity;

  constructor({ keepMs = 1_800_000 }: EarOptions = {}) {
    if (!(keepMs > 0)) throw new TypeError(`an ear keeps some milliseconds of sound, and not ${String(keepMs)}`);
    this.#keep = keepMs * PER_MS;
  }

  /** 16 kHz, mono; copied. Pieces may come out of order, or twice; where none comes is silence. */
  take(atMs: number, samples: Int16Array): void {
    if (!Number.isFinite(atMs)) throw new TypeError(`sound arrives at a time in milliseconds, and not at ${String(atMs)}`);
    if (samples.length === 0) return;
    const from = Math.round(atMs * PER_MS);
    const oldest = (this.#end ?? -Infinity) - this.#keep;
    if (from + samples.length <= oldest) return;
    this.#start = Math.min(this.#start ?? Infinity, from);
    this.#end = Math.max(this.#end ?? -Infinity, from + samples.length);
    for (let at = 0; at < samples.length;) {
      const number = Math.floor((from + at) / CHUNK_SAMPLES);
      const within = from + at - number * CHUNK_SAMPLES;
      const part = samples.subarray(at, at + CHUNK_SAMPLES - within);
      this.#write(number, within, part);
      at += part.length;
    }
    this.#forget();
  }

  /** Where the oldest sound that is kept begins. */
  get startMs(): number | undefined {
    return this.#start === undefined ? undefined : this.#start / PER_MS;
  }

  /** Where the newest sound ends. */
  get endMs(): number | undefined {
    return this.#end === undefined ? undefined : this.#end / PER_MS;
  }

  /** A copy, silence where nothing came. */
  between(fromMs: number, toMs: number): Int16Array {
    return this.samples(Math.round(fromMs * PER_MS), Math.round(toMs * PER_MS));
  }

  /** The same by the number of the sample, counted from time 0. */
  samples(from: number, to: number): Int16Array {
    const sound = new Int16Array(Math.max(0, to - from));
    for (let number = Math.floor(from / CHUNK_SAMPLES); number * CHUNK_SAMPLES < to; number++) {
      const chunk = this.#chunks.get(number)?.samples;
      if (!chunk) continue;
      const start = number * CHUNK_SAMPLES;
      sound.set(chunk.subarray(Math.max(0, from - start), to - start), Math.max(0, start - from));
    }
    return sound;
  }

  /** When something may sound next, at that time or after it: to a second. */
  nextMs(fromMs: number): number | undefined {
    const first = Math.floor(fromMs / CHUNK_MS);
    if (this.#chunks.has(first)) return fromMs;
    let next = Infinity;
    for (const number of this.#chunks.keys()) if (number > first && number < next) next = number;
    return next === Infinity ? undefined : next * CHUNK_MS;
  }

  /** In dB below full scale; −100 for silence. */
  levelDb(fromMs: number, toMs: number): number {
    return levelDb(this.between(fromMs, toMs));
  }

  /** What sounds at all, in order of time, to 20 ms. */
  sounds({ fromMs = -Infinity, floorDb = FLOOR_DB }: { readonly fromMs?: number; readonly floorDb?: number } = {}): readonly HeardSound[] {
    const spans: Span[] = [];
    this.#eachFrame(fromMs, (chunk, frame, at) => {
      if ((chunk.levels[frame] ?? SILENCE_DB) > floorDb) extend(spans, at, PAUSE_MS);
    });
    return spans.map((span) => ({ ...span, levelDb: this.levelDb(span.fromMs, span.toMs) }));
  }

  /** Keys that were pressed, by the two tones in the sound, to 20 ms. */
  keys(fromMs: number = -Infinity): readonly HeardKey[] {
    const found: { key: string; fromMs: number; toMs: number }[] = [];
    this.#eachFrame(fromMs, (chunk, frame, at) => {
      const key = chunk.keys[frame];
      const last = found.at(-1);
      if (key === undefined) return;
      if (last?.key === key && at - last.toMs < KEY_MS) last.toMs = at + FRAME_MS;
      else found.push({ key, fromMs: at, toMs: at + FRAME_MS });
    });
    return found.filter((key) => key.toMs - key.fromMs >= KEY_MS);
  }

  #write(number: number, within: number, part: Int16Array): void {
    let chunk = this.#chunks.get(number);
    if (!chunk) {
      if (part.every((sample) => sample === 0)) return;
      chunk = new EarChunk();
      this.#chunks.set(number, chunk);
    }
    chunk.write(within, part);
  }

  /** At the turn of each second. */
  #forget(): void {
    const newest = Math.floor((this.#end ?? 0) / CHUNK_SAMPLES);
    if (newest <= this.#packedTo) return;
    this.#packedTo = newest;
    const oldest = (this.#end ?? 0) - this.#keep;
    for (const [number, chunk] of this.#chunks) {
      if ((number + 1) * CHUNK_SAMPLES <= oldest) this.#chunks.delete(number);
      else if (number < newest - FRESH_CHUNKS) chunk.pack();
    }
    this.#start = Math.max(this.#start ?? 0, oldest);
  }

  #eachFrame(fromMs: number, visit: (chunk: EarChunk, frame: number, atMs: number) => void): void {
    const numbers = [...this.#chunks.keys()].filter((number) => (number + 1) * CHUNK_MS > fromMs).toSorted((a, b) => a - b);
    for (const number of numbers) {
      const chunk = this.#chunks.get(number);
      if (!chunk) continue;
      const first = Math.max(0, Math.ceil((fromMs - number * CHUNK_MS) / FRAME_MS));
      for (let frame = first; frame < CHUNK_MS / FRAME_MS; frame++) visit(chunk, frame, number * CHUNK_MS + frame * FRAME_MS);
    }
  }
}

function extend(spans: Span[], at: number, pauseMs: number): void {
  const last = spans.at(-1);
  if (last && at - last.toMs < pauseMs) spans[spans.length - 1] = { fromMs: last.fromMs, toMs: at + FRAME_MS };
  else spans.push({ fromMs: at, toMs: at + FRAME_MS });
}
