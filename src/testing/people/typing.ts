/** Keys pressed as people press them: each held for a moment, with a pause before the next that is never the same. */
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import type { Key } from '../../engine/port.ts';
import type { Handset } from './handset.ts';

const HELD_MS = { least: 80, most: 160 };
const PAUSE_MS = { least: 120, most: 400 };

/** More than anybody takes for one key. */
const MOST_A_KEY_MS = HELD_MS.most + PAUSE_MS.most;

export type Typing = {
  readonly clock: Clock;
  readonly random: Random;
  /** Between the begins of two keys, in milliseconds; as people do where left out. */
  readonly everyMs?: number | undefined;
  /** Told as each key goes down. */
  readonly onKey?: (() => void) | undefined;
};

/** Resolves when the last key is up again, or when the call is over. Rejects with a `TypeError` for what is no key of a phone. */
export async function pressKeys(handset: Handset, keys: string, { clock, random, everyMs, onKey }: Typing): Promise<void> {
  for (const [index, key] of keysIn(keys).entries()) {
    const heldMs = everyMs === undefined ? between(HELD_MS, random) : Math.min(HELD_MS.least, everyMs / 2);
    if (index > 0) await clock.sleep(everyMs === undefined ? between(PAUSE_MS, random) : everyMs - heldMs);
    if (handset.isOver) return;
    onKey?.();
    await handset.press(key, heldMs);
  }
}

/** How long all of it takes at most. */
export function typingMs(keys: string, everyMs: number | undefined): number {
  return keys.length * Math.max(MOST_A_KEY_MS, everyMs ?? 0);
}

/** Throws a `TypeError` for what is no key of a phone, and for none at all. */
export function keysIn(keys: string): readonly Key[] {
  if (!/^[0-9*#A-D]+$/.test(keys)) throw new TypeError(`keys of a phone are 0 to 9, * and #, and not ${JSON.stringify(keys)}`);
  return Array.from(keys) as Key[];
}

function between({ least, most }: { readonly least: number; readonly most: number }, random: Random): number {
  return Math.round(least + random.unit() * (most - least));
}
