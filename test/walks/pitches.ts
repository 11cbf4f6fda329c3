/** Voices that are told apart by pitch: what each says is a pulsing tone of its own, and who is heard in a sound is who has their tone in it. */
import { toneDb } from '../../src/media/goertzel.ts';
import { joined, sine } from '../../src/media/tones.ts';

/** In hertz; none is a harmonic of another, or lies where two of them make a third. */
const pitches = { ada: 440, grace: 690, alan: 1_010, singer: 1_430, teller: 1_970 } as const;

export type Voice = keyof typeof pitches;

const voices = Object.keys(pitches) as readonly Voice[];

/** A voice is heard from here on… */
const HEARD_DB = -40;
/** …and is not heard when it is so much below the faintest that is, and below this in any case. */
const APART_DB = 25;
const UNHEARD_DB = -52;

const BLOCK = 1_600;
const PULSE_MS = 420;
const PAUSE_MS = 80;

/** What a voice says, over and over, in pulses of half a second: a tone that never pauses is taken for noise. */
export function saying(voice: Voice, ms: number): Int16Array {
  const pulse = joined([sine({ hertz: [pitches[voice]], ms: PULSE_MS }, 0.1), new Int16Array(PAUSE_MS * 16)]);
  return joined(Array.from({ length: Math.ceil(ms / (PULSE_MS + PAUSE_MS)) }, () => pulse));
}

export type Levels = Readonly<Record<Voice, number>>;

/** How loud each voice is in a sound (16 kHz), in dB below full scale. */
export function levelsIn(sound: Int16Array): Levels {
  const powers = new Map<Voice, number>(voices.map((voice) => [voice, 0]));
  let blocks = 0;
  for (let at = 0; at + BLOCK <= sound.length; at += BLOCK) {
    // Without a window the edges of one voice would be found in all the others.
    const block = sound.subarray(at, at + BLOCK).map((sample, i) => sample * (1 - Math.cos((2 * Math.PI * i) / BLOCK)) * 0.5);
    for (const voice of voices) powers.set(voice, (powers.get(voice) ?? 0) + 4 * 10 ** (toneDb(block, pitches[voice]) / 10));
    blocks += 1;
  }
  const level = (voice: Voice): number => Math.round(10 * Math.log10((powers.get(voice) ?? 0) / Math.max(1, blocks) + 1e-10));
  return { ada: level('ada'), grace: level('grace'), alan: level('alan'), singer: level('singer'), teller: level('teller') };
}

/** Who is heard; one of whom it cannot be said has a question mark, and its level. */
export function heardIn(levels: Levels): string[] {
  const faintest = Math.min(0, ...voices.map((voice) => levels[voice]).filter((level) => level >= HEARD_DB));
  const unheard = Math.min(UNHEARD_DB, faintest - APART_DB);
  return voices.flatMap((voice) => {
    const level = levels[voice];
    if (level >= HEARD_DB) return [voice];
    return level <= unheard ? [] : [`${voice}? ${String(level)} dB`];
  });
}
