/** When a delivery that failed is tried again: soon at first, then ever later, for about a day. */
import type { Random } from '../../base/random.ts';

/** 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 6 h, 16 h. */
const FIRST_MS = 5_000;
const FACTOR = 4;
const LONGEST_MS = 16 * 3_600_000;
const TRIES = 9;
/** So that what failed together does not come again together. */
const JITTER = 0.2;
const DAY_MS = 24 * 3_600_000;

/** How long to wait after so many tries; undefined when it is given up. `askedMs` is what the receiver asked for (`Retry-After`). */
export function waitAfter(tries: number, random: Pick<Random, 'unit'>, askedMs: number = 0): number | undefined {
  if (tries >= TRIES) return undefined;
  const waitMs = Math.min(LONGEST_MS, FIRST_MS * FACTOR ** (tries - 1));
  return Math.max(waitMs * (1 - JITTER + 2 * JITTER * random.unit()), Math.min(askedMs, DAY_MS));
}
