/**
 * Sound that says which moment it is: a tone that changes each 100 ms, for each voice in an order of its own, so that any tenth of a second tells
 * its moment and whose it is. Shared by the program that plays it and whoever hears what was kept.
 */
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../../src/media/frame.ts';
import { toneDb } from '../../src/media/goertzel.ts';
import { levelDb } from '../../src/media/level.ts';

export const STEP_MS = 100;
export const VOICES = ['Ada', 'Bruno', 'Carla'] as const;

/** All differ by odd numbers, so that no two voices ever have the same pitch at once. */
const ORDERS = [
  { first: 0, by: 5 },
  { first: 21, by: 11 },
  { first: 43, by: 23 },
] as const;
/** After as many steps, 6.4 s, the order begins anew. */
const PITCHES = 64;
const AUDIBLE_DB = -40;

/** Multiples of 50 Hz: frames of 20 ms join without a seam, and 40 ms of one have nothing of another. */
const frames = Array.from({ length: PITCHES }, (_, pitch) =>
  Int16Array.from({ length: FRAME_SAMPLES }, (__, i) => Math.round(6_000 * Math.sin((2 * Math.PI * hertzOf(pitch) * i) / SAMPLE_RATE))),
);

/** What a voice says in the 20 ms from `toneMs` on. */
export function frameAt(voice: number, toneMs: number): Int16Array {
  return frames[pitchAt(voice, Math.floor(toneMs / STEP_MS))] ?? new Int16Array(FRAME_SAMPLES);
}

/** Whether anything is heard in the 20 ms from `atMs` on. */
export function isAudible(samples: Int16Array, atMs: number): boolean {
  const from = (atMs / FRAME_MS) * FRAME_SAMPLES;
  return from >= 0 && from + FRAME_SAMPLES <= samples.length && levelDb(samples.subarray(from, from + FRAME_SAMPLES)) > AUDIBLE_DB;
}

/** The pitch that is heard in the middle of a step that begins at `atMs`; it is said no more than 30 ms too early or too late. */
export function heardAt(samples: Int16Array, atMs: number): number {
  const middle = samples.subarray(((atMs + 30) * SAMPLE_RATE) / 1_000, ((atMs + 70) * SAMPLE_RATE) / 1_000);
  let best = { pitch: -1, db: AUDIBLE_DB };
  for (let pitch = 0; pitch < PITCHES; pitch++) {
    const db = toneDb(middle, hertzOf(pitch));
    if (db > best.db) best = { pitch, db };
  }
  return best.pitch;
}

/** How loud what a voice says in a step is there, in dB below full scale. */
export function loudnessAt(samples: Int16Array, atMs: number, voice: number, step: number): number {
  const middle = samples.subarray(((atMs + 30) * SAMPLE_RATE) / 1_000, ((atMs + 70) * SAMPLE_RATE) / 1_000);
  return toneDb(middle, hertzOf(pitchAt(voice, step)));
}

export function pitchAt(voice: number, step: number): number {
  const { first, by } = ORDERS[voice] ?? ORDERS[0];
  return (first + step * by) % PITCHES;
}

function hertzOf(pitch: number): number {
  return 400 + 50 * pitch;
}
