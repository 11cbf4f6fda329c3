/** Whose sound a bot hears apart: whom it asked for, of those who have a place where a carrier gives only so many. */
import type { Leg } from '../leg.ts';
import { PlacesToSpeak } from '../places-to-speak.ts';

export class HearApart {
  readonly #places: PlacesToSpeak | undefined;
  #wanted: 'none' | 'all' | ReadonlySet<number> = 'none';

  /** `leadOf` tells how loud somebody has been of late, in dB above silence. */
  constructor(limit: number | 'all', leadOf: (leg: Leg) => number) {
    this.#places = limit === 'all' ? undefined : new PlacesToSpeak(limit, leadOf);
  }

  want(apart: 'none' | 'all' | readonly number[]): void {
    this.#wanted = typeof apart === 'string' ? apart : new Set(apart);
    this.#places?.clear();
  }

  get isWanted(): boolean {
    return this.#wanted !== 'none';
  }

  /** Whether the bot is to hear this leg, who speaks at this tick. */
  hears(leg: Leg, tick: number): boolean {
    if (this.#wanted === 'none' || leg.sourceId === 0) return false;
    if (this.#wanted !== 'all' && !this.#wanted.has(leg.sourceId)) return false;
    return this.#places?.has(leg, tick) ?? true;
  }

  /** The leg is no longer in the room. */
  forget(leg: Leg): void {
    this.#places?.forget(leg);
  }
}
