/** For tests: sounds laid into one another as they reach an ear, with loss, noise, gain and two passes through Opus. */
import { readFileSync } from 'node:fs';
import { type Random, seededRandom } from '../../base/random.ts';
import { decoderFor, encoderFor } from '../../media/codecs.ts';
import { joined, sine } from '../../media/tones.ts';
import { readWav } from '../../media/wav.ts';
import { Ear } from './ear.ts';
import { Listener } from './listener.ts';
import { Catalogue } from './spoken.ts';

export const spokenTexts: ReadonlyMap<string, Int16Array> = new Map(
  Object.entries({
    echo: 'This is an echo. What I say comes back to me.',
    goodbye: 'Thank you for your help. Goodbye.',
    'grace-hello': 'Grace here, I hear you loud and clear.',
    sales: 'I would like to speak to sales.',
    voicemail: 'Hello, this is Ada. I am calling about our meeting on Monday. Please call me back.',
    'yes-please': 'Yes, please.',
  }).map(([file, text]) => [text, evenly(readWav(readFileSync(new URL(`../../../test/fixtures/speech/${file}.wav`, import.meta.url))))]),
);

const NOTE_MS = 60;

/** A tune of the text: a note for each letter, a rest for each blank. */
export function tuneOf(text: string): Int16Array {
  const notes = Array.from(text, (letter) =>
    letter === ' ' ? new Int16Array(NOTE_MS * 16) : sine({ hertz: [263 + 47 * ((letter.charCodeAt(0) * 23) % 61)], ms: NOTE_MS }, 0.2),
  );
  return evenly(joined(notes));
}

/** The same strength for all, where they sound. */
export function evenly(samples: Int16Array): Int16Array {
  const loud = samples.filter((sample) => Math.abs(sample) > 100);
  const factor = 3_000 / Math.sqrt(loud.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, loud.length));
  return samples.map((sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample * factor))));
}

export type Part = { readonly samples: Int16Array; readonly atMs: number; readonly gainDb?: number };

/** Four seconds of white noise, of which one begins anywhere. */
const noise: Float32Array = (() => {
  const random = seededRandom(11);
  return Float32Array.from({ length: 65_536 }, () => (random.unit() - 0.5) * Math.sqrt(12));
})();

/** Laid into silence of that length. `noiseDb`: below full scale. */
export function laid(
  parts: readonly Part[],
  ms: number,
  { noiseDb, random = seededRandom(1) }: { noiseDb?: number; random?: Random } = {},
): Int16Array {
  const sum = new Float64Array(ms * 16);
  for (const { samples, atMs, gainDb = 0 } of parts) {
    const [at, factor] = [Math.round(atMs * 16), 10 ** (gainDb / 20)];
    for (const [i, sample] of samples.entries()) if (at + i < sum.length) sum[at + i] = (sum[at + i] ?? 0) + sample * factor;
  }
  const strength = noiseDb === undefined ? 0 : 32_768 * 10 ** (noiseDb / 20);
  const start = Math.floor(random.unit() * noise.length);
  return Int16Array.from(sum, (sample, i) =>
    Math.max(-32_768, Math.min(32_767, sample + strength * (noise[(start + i) % noise.length] ?? 0))),
  );
}

/** As it comes out of an Opus decoder. `loss`: the share of packets that do not arrive. */
export async function throughOpus(
  samples: Int16Array,
  { loss = 0, random = seededRandom(1) }: { loss?: number; random?: Random } = {},
): Promise<Int16Array> {
  const [encoder, decoder] = [await encoderFor('opus'), await decoderFor('opus')];
  const [packet, into] = [new Uint8Array(4_000), new Int16Array(5_760)];
  const heard = new Int16Array(samples.length);
  for (let at = 0; at + 320 <= samples.length; at += 320) {
    const length = encoder.encode(samples.slice(at, at + 320), packet, 0);
    if (random.unit() < loss) decoder.conceal(into, undefined);
    else decoder.decode(packet.slice(0, length), into);
    heard.set(into.subarray(0, 320), at);
  }
  encoder.free();
  decoder.free();
  return heard;
}

export function catalogueOf(texts: ReadonlyMap<string, Int16Array>): Catalogue {
  const catalogue = new Catalogue();
  for (const [text, samples] of texts) catalogue.add({ text, by: 'somebody', samples });
  return catalogue;
}

/** Sound that comes in pieces of 100 ms, listened to after each; `listen` goes on to a time. */
export class Hearing {
  readonly ear: Ear = new Ear();
  readonly listener: Listener;
  #nowMs = 0;

  constructor(catalogue: Catalogue) {
    this.listener = new Listener({ ear: this.ear, catalogue, nowMs: () => this.#nowMs });
  }

  take(samples: Int16Array, fromMs: number = this.#nowMs): this {
    for (let at = 0; at < samples.length; at += 1_600) {
      this.ear.take(fromMs + at / 16, samples.subarray(at, at + 1_600));
      this.listen(fromMs + Math.min(samples.length, at + 1_600) / 16);
    }
    return this;
  }

  listen(toMs: number): this {
    while (this.#nowMs < toMs) {
      this.#nowMs = Math.min(toMs, this.#nowMs + 100);
      this.listener.heard();
    }
    return this;
  }

  /** Time passes in which nobody listens. */
  jump(toMs: number): this {
    this.#nowMs = toMs;
    return this;
  }
}
