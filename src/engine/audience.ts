/**
 * Those in a room who hear the same: one mix for them all, from which whoever speaks leaves out herself.
 * Which there are is worked out when legs come and go and when the routing changes, never at a tick.
 */
import { FRAME_SAMPLES } from '../media/frame.ts';
import { Mixer } from '../media/mixer.ts';

/** What an audience asks of a leg. */
export type Speaker = { readonly legId: string; readonly frame: Int16Array; readonly isSpeaking: boolean };

export class Audience {
  readonly #sources: ReadonlySet<Speaker>;
  readonly #mixer = new Mixer();
  readonly #common = new Int16Array(FRAME_SAMPLES);
  #tick = -1;
  #isCommonMade = false;

  constructor(sources: Iterable<Speaker>) {
    this.#sources = new Set(sources);
  }

  /** Whether what the leg says at this tick is in the mix, so that it hears another one than those who are silent. */
  isIn(leg: Speaker): boolean {
    return leg.isSpeaking && this.#sources.has(leg);
  }

  /** What the leg hears at this tick of all who sound, in `own` if nobody else hears it too; undefined if that is nothing. */
  heardBy(leg: Speaker, tick: number, own: Int16Array, sounding: Iterable<Speaker>): Int16Array | undefined {
    if (tick !== this.#tick) this.#gather(tick, sounding);
    const isIn = this.isIn(leg);
    if (this.#mixer.count === (isIn ? 1 : 0)) return undefined;
    if (isIn) {
      this.#mixer.allBut(leg.frame, own);
      return own;
    }
    if (!this.#isCommonMade) this.#mixer.all(this.#common);
    this.#isCommonMade = true;
    return this.#common;
  }

  #gather(tick: number, sounding: Iterable<Speaker>): void {
    this.#tick = tick;
    this.#isCommonMade = false;
    this.#mixer.begin();
    for (const leg of sounding) if (this.isIn(leg)) this.#mixer.add(leg.frame);
  }
}

/** One audience of all, for a room in which everybody hears everybody. */
export function openAudience<Leg extends Speaker>(legs: readonly Leg[]): Map<Leg, Audience> {
  const everybody = new Audience(legs);
  return new Map(legs.map((leg) => [leg, everybody]));
}

export type Hears<Leg> = (listener: Leg, source: Leg) => boolean;

/**
 * Puts each leg in an audience; one that hears nobody is in none. As a leg never hears itself, whether it is among the
 * sources makes no difference to it: of the two mixes that would do, it takes the one that would do for more legs.
 *
 * `common` are legs that all hear each other, and nobody else that does not say so: those of them whom `isPlain` names hear nobody beside. In
 * a large meeting that is nearly everybody, and they need not be asked one by one.
 */
export function audiencesOf<Leg extends Speaker>(
  legs: readonly Leg[],
  hears: Hears<Leg>,
  { common, isPlain }: { readonly common: readonly Leg[]; readonly isPlain: (leg: Leg) => boolean } = { common: [], isPlain: () => false },
): Map<Leg, Audience> {
  const inCommon = new Set(common);
  const commonMix = legs.map((leg) => (inCommon.has(leg) ? '1' : '0')).join('');
  const plain = legs.filter((leg) => inCommon.has(leg) && isPlain(leg));
  const isAnswered = new Set(plain);
  const wishes = legs.flatMap((listener, at) => {
    if (isAnswered.has(listener)) return [];
    const others = legs.map((source, i) => (i !== at && hears(listener, source) ? '1' : '0')).join('');
    if (!others.includes('1')) return [];
    return [{ listener, others, withItself: `${others.slice(0, at)}1${others.slice(at + 1)}` }];
  });
  const takers = new Map<string, number>([[commonMix, plain.length]]);
  for (const { others, withItself } of wishes) {
    for (const mix of [others, withItself]) takers.set(mix, (takers.get(mix) ?? 0) + 1);
  }
  const audiences = new Map<string, Audience>();
  const audienceOf = new Map<Leg, Audience>();
  const take = (listener: Leg, mix: string): void => {
    const audience = audiences.get(mix) ?? new Audience(legs.filter((_, i) => mix[i] === '1'));
    audiences.set(mix, audience);
    audienceOf.set(listener, audience);
  };
  if (inCommon.size > 1) for (const listener of plain) take(listener, commonMix);
  for (const { listener, others, withItself } of wishes) {
    take(listener, (takers.get(others) ?? 0) > (takers.get(withItself) ?? 0) ? others : withItself);
  }
  return audienceOf;
}
