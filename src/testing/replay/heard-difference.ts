/** Where what somebody hears parts from what was heard before: window by window, as waves. */
import type { Bundle } from '../../bundles/bundle.ts';
import { soundOf } from '../../bundles/read-bundle.ts';
import { levelDb } from '../../media/level.ts';
import { shownMs } from '../duration.ts';

/** `atMs` from the begin of the call. */
export type HeardDifference = { readonly atMs: number; readonly who: string; readonly sentence: string };

const PER_MS = 16;
const WINDOW_MS = 250;
const SILENT_DB = -50;
/** Below this two windows are different sounds: the same one through the same codec is near 1. */
const LEAST_ALIKE = 0.7;

/** The first, over all who are heard in both; undefined when all hear the same. Only for calls that were made by the same voice. */
export function heardDifference(before: Bundle, after: Bundle): HeardDifference | undefined {
  const found = before.people.flatMap(({ userId, name }) => {
    const [one, other] = [heardBy(before, userId), heardBy(after, userId)];
    if (!one || !other) return [];
    const atMs = firstDifferent(one, other);
    return atMs === undefined ? [] : [{ atMs, who: name, sentence: `From ${shownMs(atMs)} on ${name} hears something else than before.` }];
  });
  return found.toSorted((a, b) => a.atMs - b.atMs)[0];
}

type Sounding = { readonly fromMs: number; readonly samples: Int16Array };

function heardBy(bundle: Bundle, userId: string): Sounding | undefined {
  const piece = bundle.heard.find(({ who }) => who === userId);
  return piece && { fromMs: piece.atMs, samples: soundOf(bundle, piece.sound) };
}

function firstDifferent(one: Sounding, other: Sounding): number | undefined {
  const fromMs = Math.min(one.fromMs, other.fromMs);
  const toMs = Math.max(endOf(one), endOf(other));
  for (let atMs = fromMs; atMs < toMs; atMs += WINDOW_MS) {
    if (!areAlike(windowOf(one, atMs), windowOf(other, atMs))) return atMs;
  }
  return undefined;
}

function areAlike(one: Int16Array, other: Int16Array): boolean {
  const [a, b] = [levelDb(one) > SILENT_DB, levelDb(other) > SILENT_DB];
  if (!a || !b) return a === b;
  let [both, ones, others] = [0, 0, 0];
  for (let i = 0; i < WINDOW_MS * PER_MS; i++) {
    const [x, y] = [one[i] ?? 0, other[i] ?? 0];
    both += x * y;
    ones += x * x;
    others += y * y;
  }
  return both / Math.sqrt(ones * others) > LEAST_ALIKE;
}

function windowOf({ fromMs, samples }: Sounding, atMs: number): Int16Array {
  const window = new Int16Array(WINDOW_MS * PER_MS);
  const from = Math.round((atMs - fromMs) * PER_MS);
  const part = samples.subarray(Math.max(0, from), Math.max(0, from + window.length));
  window.set(part, Math.max(0, -from));
  return window;
}

function endOf({ fromMs, samples }: Sounding): number {
  return fromMs + samples.length / PER_MS;
}
