/** The sound of one letter in the built-in voice: short, like a vowel, and another for each letter and each speaker. */
import { SAMPLE_RATE } from '../../media/frame.ts';
import { hashOf, share } from './text-hash.ts';

export const LETTER_MS = 60;
const LENGTH = (LETTER_MS * SAMPLE_RATE) / 1_000;

/** What is left of a letter by telephone lines of all kinds. */
const HIGHEST_HERTZ = 3_600;
const LOWEST_PITCH_HERTZ = 90;
const PITCH_OCTAVES = 1.5;
/** A letter glides this part of its pitch up or down, so that it is like itself at one place alone. */
const GLIDE = 0.08;

/** The formants stay out of 700 to 1700 Hz, where the keys of a telephone sound: no letter is taken for a key. */
const FIRST_FORMANT = { fromHertz: 280, octaves: 1.1, widthHertz: 110 };
const SECOND_FORMANT = { fromHertz: 1_850, octaves: 0.75, widthHertz: 220 };
const SECOND_AMPLITUDE = 0.6;

/** −19 dB below full scale; with its rests a sentence is at −20. */
const AMPLITUDE = 32_768 * 10 ** (-19 / 20);
/** Letters rise and fall in 4 ms, so that nothing clicks. */
const EDGE = 64;

/** In hertz, between 90 and 255; the same for a name wherever it is asked. */
export function pitchOf(speaker: string): number {
  return LOWEST_PITCH_HERTZ * 2 ** (PITCH_OCTAVES * share(hashOf(speaker), 0));
}

/** 60 ms. The same letter and speaker give the same samples. */
export function letterSound(letter: string, speaker: string): Int16Array {
  const seed = hashOf(`${letter}\n${speaker}`);
  const pitch = pitchOf(speaker);
  const harmonics = harmonicsOf(hashOf(letter), seed, pitch);
  const glide = GLIDE * (share(seed, 1) < 0.5 ? -1 : 1);
  const sound = new Float64Array(LENGTH);
  let energy = 0;
  let angle = 0;
  for (let i = 0; i < LENGTH; i++) {
    angle += (2 * Math.PI * pitch * (1 + glide * (i / LENGTH - 0.5))) / SAMPLE_RATE;
    const edge = Math.min(1, (i + 1) / EDGE, (LENGTH - i) / EDGE);
    const value = edge * sumOf(harmonics, Math.cos(angle), Math.sin(angle));
    sound[i] = value;
    energy += value * value;
  }
  const factor = AMPLITUDE / Math.sqrt(energy / LENGTH);
  const samples = new Int16Array(LENGTH);
  for (let i = 0; i < LENGTH; i++) samples[i] = Math.round((sound[i] ?? 0) * factor);
  return samples;
}

/** Two numbers for each harmonic: how much of its cosine and how much of its sine. */
type Harmonics = Float64Array;

function harmonicsOf(letterSeed: number, seed: number, pitch: number): Harmonics {
  const first = FIRST_FORMANT.fromHertz * 2 ** (FIRST_FORMANT.octaves * share(letterSeed, 2));
  const second = SECOND_FORMANT.fromHertz * 2 ** (SECOND_FORMANT.octaves * share(letterSeed, 3));
  const count = Math.floor(HIGHEST_HERTZ / pitch);
  const harmonics = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    const hertz = pitch * (k + 1);
    const amplitude =
      resonance(hertz, first, FIRST_FORMANT.widthHertz) + SECOND_AMPLITUDE * resonance(hertz, second, SECOND_FORMANT.widthHertz);
    // A phase of its own for each: letters whose formants are alike are still told apart, and no peak towers above the rest.
    const phase = 2 * Math.PI * share(seed, 4 + k);
    harmonics[2 * k] = amplitude * Math.cos(phase);
    harmonics[2 * k + 1] = amplitude * Math.sin(phase);
  }
  return harmonics;
}

/** 1 at the formant, a half where it ends. */
function resonance(hertz: number, formant: number, width: number): number {
  return 1 / (1 + ((hertz - formant) / width) ** 2);
}

/** Each harmonic turns once more than the one before it, so that one cosine and one sine do for all. */
function sumOf(harmonics: Harmonics, cosine: number, sine: number): number {
  let sum = 0;
  let real = 1;
  let imaginary = 0;
  for (let at = 0; at < harmonics.length; at += 2) {
    const turned = real * cosine - imaginary * sine;
    imaginary = real * sine + imaginary * cosine;
    real = turned;
    sum += (harmonics[at] ?? 0) * real - (harmonics[at + 1] ?? 0) * imaginary;
  }
  return sum;
}
