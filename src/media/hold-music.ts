/** What one hears on hold: sixteen seconds of slow broken chords, our own, made when first asked for; they close upon their beginning. */
import { SAMPLE_RATE } from './frame.ts';

/** Chords by their notes as half tones from A3 (220 Hz): A minor 7, F major 7, C major, G major. */
const CHORDS: readonly (readonly number[])[] = [
  [0, 7, 10, 15],
  [-4, 3, 8, 12],
  [3, 10, 15, 19],
  [-2, 5, 10, 14],
];
const ORDER = [0, 1, 2, 3, 2, 1, 3, 2] as const;
const NOTE_SAMPLES = SAMPLE_RATE / 2;
const RING_SAMPLES = 2 * SAMPLE_RATE;
/** How much of a note is left after a second. */
const LEFT_AFTER_SECOND = 0.12;
const AMPLITUDE = 0.09;
/** The hammer's edge: so many samples until a note is at its loudest. */
const ATTACK = 160;

let made: Int16Array | undefined;

/** 16 kHz, mono. Do not write to it. */
export function holdMusic(): Int16Array {
  made ??= new Int16Array(played().map((sample) => Math.round(32_767 * sample)));
  return made;
}

function played(): Float64Array {
  const length = CHORDS.length * ORDER.length * NOTE_SAMPLES;
  const music = new Float64Array(length + RING_SAMPLES);
  for (const [bar, chord] of CHORDS.entries()) {
    for (const [beat, note] of ORDER.entries()) {
      const hertz = 220 * 2 ** ((chord[note] ?? 0) / 12);
      const at = (bar * ORDER.length + beat) * NOTE_SAMPLES;
      pluck(music, at, hertz, AMPLITUDE);
      pluck(music, at, hertz * 2, AMPLITUDE / 4);
      if (beat % 4 === 0) pluck(music, at, hertz / 2, AMPLITUDE);
    }
  }
  // What rings beyond the end rings at the beginning, so that the loop has no seam.
  for (let i = 0; i < RING_SAMPLES; i++) music[i] = (music[i] as number) + (music[length + i] as number);
  return music.subarray(0, length);
}

/** A damped oscillation, added from `at` on. */
function pluck(music: Float64Array, at: number, hertz: number, amplitude: number): void {
  const decay = LEFT_AFTER_SECOND ** (1 / SAMPLE_RATE);
  const angle = (2 * Math.PI * hertz) / SAMPLE_RATE;
  const turn = 2 * decay * Math.cos(angle);
  let before = -Math.sin(angle) / decay;
  let last = 0;
  for (let i = 0; i < RING_SAMPLES; i++) {
    music[at + i] = (music[at + i] as number) + (i < ATTACK ? i / ATTACK : 1) * amplitude * last;
    const next = turn * last - decay * decay * before;
    before = last;
    last = next;
  }
}
