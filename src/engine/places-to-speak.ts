/**
 * A few places for many speakers: whoever speaks takes a free one, and keeps it. A place is free when nothing was said from it for a while; with
 * none free it is lost only to somebody who is clearly louder, and not before it was held for a second.
 */
import type { Leg } from './leg.ts';

/** Silent for so many ticks, a place is free; held for fewer than so many, it is not lost. */
const FREE_AFTER = 25;
const HELD_AT_LEAST = 50;
/** So many decibels must somebody be ahead to take a place. */
const LOUDER_DB = 10;

type Place = { leg: Leg | undefined; sinceTick: number; spokenTick: number };

export class PlacesToSpeak {
  readonly #places: Place[];
  readonly #leadOf: (leg: Leg) => number;

  /** `leadOf` tells how loud somebody has been of late, in dB above silence: 0 or more. */
  constructor(count: number, leadOf: (leg: Leg) => number) {
    this.#places = Array.from({ length: count }, () => ({ leg: undefined, sinceTick: 0, spokenTick: 0 }));
    this.#leadOf = leadOf;
  }

  /** Whether the leg, who speaks at this tick, has a place, or has taken one now. Ask for all who speak, at each tick in the same order. */
  has(leg: Leg, tick: number): boolean {
    let weakest: Place | undefined;
    let lead = Number.POSITIVE_INFINITY;
    for (const place of this.#places) {
      if (place.leg === leg) {
        place.spokenTick = tick;
        return true;
      }
      const itsLead = this.#leadIn(place, tick);
      if (itsLead >= lead) continue;
      weakest = place;
      lead = itsLead;
    }
    if (!weakest || (lead >= 0 && this.#leadOf(leg) <= lead + LOUDER_DB)) return false;
    weakest.leg = leg;
    weakest.sinceTick = tick;
    weakest.spokenTick = tick;
    return true;
  }

  /** The leg is gone. */
  forget(leg: Leg): void {
    for (const place of this.#places) if (place.leg === leg) place.leg = undefined;
  }

  clear(): void {
    for (const place of this.#places) place.leg = undefined;
  }

  /** How far ahead the one in that place is: less than nothing if it is free, beyond everybody if it is not to be lost. */
  #leadIn(place: Place, tick: number): number {
    if (!place.leg) return -2;
    if (tick - place.spokenTick > FREE_AFTER) return -1;
    if (tick - place.sinceTick < HELD_AT_LEAST) return Number.POSITIVE_INFINITY;
    return this.#leadOf(place.leg);
  }
}
