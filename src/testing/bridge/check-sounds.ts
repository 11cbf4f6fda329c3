/** The sounds of the checks, and what is heard of them at the other end. */
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../../media/frame.ts';
import { toneDb } from '../../media/goertzel.ts';
import { levelDb } from '../../media/level.ts';
import { joined, sine } from '../../media/tones.ts';

/** Loud as somebody who speaks: −17 dBov. */
const AMPLITUDE = 0.2;
const PITCH = 140;
const SYLLABLES_A_SECOND = 4;
/** Softer is nothing. */
const LEAST_DB = -45;
/** A pitch is heard where it makes up so much of the whole. */
const SHARE_DB = 4;

export function tone(hertz: number, ms: number, amplitude: number = AMPLITUDE): Int16Array {
  return sine({ hertz: [hertz], ms }, amplitude);
}

/** Pitches one after the other. */
export function melody(hertz: readonly number[], eachMs: number): Int16Array {
  return joined(hertz.map((each) => tone(each, eachMs)));
}

/** A buzz with overtones in the rhythm of syllables: no words, and still a voice to those who look for voices. */
export function voice(ms: number, amplitude: number = AMPLITUDE): Int16Array {
  return Int16Array.from({ length: (ms * SAMPLE_RATE) / 1000 }, (_, i) => {
    const seconds = i / SAMPLE_RATE;
    let sum = 0;
    for (let overtone = 1; overtone <= 12; overtone++)
      sum += Math.sin(2 * Math.PI * PITCH * overtone * seconds + overtone * overtone) / overtone;
    const loudness = 0.15 + 0.85 * Math.abs(Math.sin(Math.PI * SYLLABLES_A_SECOND * seconds));
    return Math.round(32_767 * amplitude * loudness * Math.max(-1, Math.min(1, sum / 2)));
  });
}

export type Run = { readonly hertz: number; readonly atMs: number; readonly ms: number };

/** Which of those pitches are heard, one after the other; what is shorter than 60 ms is the seam between two. */
export function runsOf(sound: Int16Array, hertz: readonly number[]): Run[] {
  const runs: { hertz: number; atMs: number; ms: number }[] = [];
  for (let at = 0; at + FRAME_SAMPLES <= sound.length; at += FRAME_SAMPLES) {
    const pitch = pitchOf(sound.subarray(at, at + FRAME_SAMPLES), hertz);
    if (pitch === undefined) continue;
    const atMs = (at * 1000) / SAMPLE_RATE;
    const last = runs.at(-1);
    if (last?.hertz === pitch && atMs - (last.atMs + last.ms) <= 3 * FRAME_MS) last.ms = atMs + FRAME_MS - last.atMs;
    else runs.push({ hertz: pitch, atMs, ms: FRAME_MS });
  }
  return runs.filter(({ ms }) => ms >= 60);
}

/** For how long one of those pitches is heard, in all. */
export function heardMs(sound: Int16Array, hertz: number): number {
  return FRAME_MS * framesOf(sound).filter((frame) => pitchOf(frame, [hertz]) !== undefined).length;
}

/** Whether both tones of a key are in it. */
export function hasBoth(frame: Int16Array, [low, high]: readonly [number, number]): boolean {
  const level = levelDb(frame);
  return level > LEAST_DB && toneDb(frame, low) > level - 8 && toneDb(frame, high) > level - 8;
}

export function framesOf(sound: Int16Array): Int16Array[] {
  return Array.from({ length: Math.floor(sound.length / FRAME_SAMPLES) }, (_, i) =>
    sound.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES),
  );
}

function pitchOf(frame: Int16Array, hertz: readonly number[]): number | undefined {
  const level = levelDb(frame);
  return level > LEAST_DB ? hertz.find((each) => toneDb(frame, each) > level - SHARE_DB) : undefined;
}
