/** The sounds of a telephone exchange, in North American cadence: ringback, busy, and the beep before a recording. */
import { SAMPLE_RATE } from './frame.ts';

export type ToneName = 'ringback' | 'busy' | 'beep';

type Part = { readonly hertz: readonly number[]; readonly ms: number };

/** Two tones of −19 dBm0 each are what callers know as ringback; busy is a little louder. */
const CADENCES: Record<ToneName, { readonly amplitude: number; readonly parts: readonly Part[] }> = {
  ringback: {
    amplitude: 0.11,
    parts: [
      { hertz: [440, 480], ms: 2000 },
      { hertz: [], ms: 4000 },
    ],
  },
  busy: {
    amplitude: 0.13,
    parts: [
      { hertz: [480, 620], ms: 500 },
      { hertz: [], ms: 500 },
    ],
  },
  beep: { amplitude: 0.3, parts: [{ hertz: [880], ms: 240 }] },
};

/** Edges rise and fall in 4 ms, so that nothing clicks. */
const EDGE = 64;

const made = new Map<ToneName, Int16Array>();

/** One turn of the tone's cadence, made once for all. Do not write to it. */
export function toneOf(name: ToneName): Int16Array {
  const known = made.get(name);
  if (known) return known;
  const { amplitude, parts } = CADENCES[name];
  const samples = joined(parts.map((part) => sine(part, amplitude)));
  made.set(name, samples);
  return samples;
}

/** A sine, for tests and level checks as well. */
export function sine({ hertz, ms }: Part, amplitude: number): Int16Array {
  const length = Math.round((ms * SAMPLE_RATE) / 1000);
  return Int16Array.from({ length }, (_, i) => {
    const edge = Math.min(1, (i + 1) / EDGE, (length - i) / EDGE);
    const sum = hertz.reduce((total, frequency) => total + Math.sin((2 * Math.PI * frequency * i) / SAMPLE_RATE), 0);
    return Math.round(32_767 * amplitude * edge * sum);
  });
}

/** Sounds one after the other. */
export function joined(sounds: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(sounds.reduce((total, sound) => total + sound.length, 0));
  let at = 0;
  for (const sound of sounds) {
    all.set(sound, at);
    at += sound.length;
  }
  return all;
}
