/**
 * Those in a room who hear the same: one mix for them all, from which whoever speaks leaves out herself.
 * Which there are is worked out when legs come and go and when the routing changes, never at a tick.
 */
import { FRAME_SAMPLES } from '../media/frame.ts';
import { mixInto, Mixer } from '../media/mixer.ts';
import { lowered, type Ducking } from './duck.ts';
import type { RoutingTable } from './routing.ts';

/** What an audience asks of a leg. */
export type Speaker = { readonly legId: string; readonly frame: Int16Array; readonly isSpeaking: boolean };

/** What is said over the others, while they are lowered; needed no longer than it is written. */
const over = new Int16Array(FRAME_SAMPLES);

export class Audience {
  readonly ducking: Ducking | undefined;
  readonly #sources: ReadonlySet<Speaker>;
  /** Those of them who speak over the others. */
  readonly #over: ReadonlySet<Speaker>;
  readonly #mixer = new Mixer();
  readonly #overMixer = new Mixer();
  readonly #common = new Int16Array(FRAME_SAMPLES);
  #tick = -1;
  #isCommonMade = false;

  /** With `ducking` the others are heard lower while somebody speaks over them. */
  constructor(sources: Iterable<Speaker>, ducking?: Ducking) {
    this.#sources = new Set(sources);
    this.ducking = ducking;
    this.#over = new Set([...this.#sources].filter(({ legId }) => ducking?.ducks.some((duck) => duck.isOver(legId))));
  }

  /** Whether what the leg says at this tick is in the mix, so that it hears another one than those who are silent. */
  isIn(leg: Speaker): boolean {
    return leg.isSpeaking && this.#sources.has(leg);
  }

  /** What the leg hears at this tick of all who sound, in `own` if nobody else hears it too; undefined if that is nothing. */
  heardBy(leg: Speaker, tick: number, own: Int16Array, sounding: Iterable<Speaker>): Int16Array | undefined {
    if (tick !== this.#tick) this.#gather(tick, sounding);
    const isIn = this.isIn(leg);
    if (this.#mixer.count + this.#overMixer.count === (isIn ? 1 : 0)) return undefined;
    if (isIn) {
      this.#mix(leg, own);
      return own;
    }
    if (!this.#isCommonMade) this.#mix(undefined, this.#common);
    this.#isCommonMade = true;
    return this.#common;
  }

  #mix(but: Speaker | undefined, into: Int16Array): void {
    const isOver = but !== undefined && this.#over.has(but);
    if (but && !isOver) this.#mixer.allBut(but.frame, into);
    else this.#mixer.all(into);
    if (!this.ducking) return;
    lowered(into, this.ducking.ducks);
    if (this.#overMixer.count === 0) return;
    if (isOver) this.#overMixer.allBut(but.frame, over);
    else this.#overMixer.all(over);
    mixInto(into, over);
  }

  #gather(tick: number, sounding: Iterable<Speaker>): void {
    this.#tick = tick;
    this.#isCommonMade = false;
    this.#mixer.begin();
    this.#overMixer.begin();
    for (const leg of sounding) {
      if (!this.isIn(leg)) continue;
      if (this.#over.has(leg)) this.#overMixer.add(leg.frame);
      else this.#mixer.add(leg.frame);
    }
  }
}

/** Everybody of a room in the audience that its routing puts it in; `hears` knows more than the routing does. */
export function audiencesBy<Leg extends Speaker>(legs: readonly Leg[], routing: RoutingTable, hears: Hears<Leg>): Map<Leg, Audience> {
  if (routing.isOpen) return openAudience(legs);
  return audiencesOf(legs, hears, {
    common: legs.filter(({ legId }) => !routing.isApart(legId)),
    isPlain: ({ legId }) => routing.isPlain(legId),
    duckingOf: ({ legId }) => routing.duckingOf(legId),
  });
}

/** One audience of all, for a room in which everybody hears everybody. */
export function openAudience<Leg extends Speaker>(legs: readonly Leg[]): Map<Leg, Audience> {
  const everybody = new Audience(legs);
  return new Map(legs.map((leg) => [leg, everybody]));
}

export type Hears<Leg> = (listener: Leg, source: Leg) => boolean;

export type AudienceRules<Leg> = {
  /** Legs that all hear each other, and nobody else that does not say so. */
  readonly common: readonly Leg[];
  /** Whether one of them hears nobody beside. */
  readonly isPlain: (leg: Leg) => boolean;
  /** Who makes others lower for it. */
  readonly duckingOf?: ((leg: Leg) => Ducking | undefined) | undefined;
};

/**
 * Puts each leg in an audience; one that hears nobody is in none. As a leg never hears itself, whether it is among the
 * sources makes no difference to it: of the two mixes that would do, it takes the one that would do for more legs.
 *
 * In a large meeting nearly everybody is `common` and plain, and need not be asked one by one. A plain leg has no ducking.
 */
export function audiencesOf<Leg extends Speaker>(
  legs: readonly Leg[],
  hears: Hears<Leg>,
  { common, isPlain, duckingOf = () => undefined }: AudienceRules<Leg> = { common: [], isPlain: () => false },
): Map<Leg, Audience> {
  const inCommon = new Set(common);
  const commonMix = legs.map((leg) => (inCommon.has(leg) ? '1' : '0')).join('');
  const plain = legs.filter((leg) => inCommon.has(leg) && isPlain(leg));
  const isAnswered = new Set(plain);
  const wishes = legs.flatMap((listener, at) => {
    if (isAnswered.has(listener)) return [];
    const heard = legs.map((source, i) => (i !== at && hears(listener, source) ? '1' : '0')).join('');
    if (!heard.includes('1')) return [];
    const ducking = duckingOf(listener);
    const [others, withItself] = [heard, `${heard.slice(0, at)}1${heard.slice(at + 1)}`].map((mix) => keyOf(mix, ducking));
    return [{ listener, ducking, others: others ?? '', withItself: withItself ?? '' }];
  });
  const takers = new Map<string, number>([[commonMix, plain.length]]);
  for (const { others, withItself } of wishes) {
    for (const mix of [others, withItself]) takers.set(mix, (takers.get(mix) ?? 0) + 1);
  }
  const audiences = new Map<string, Audience>();
  const audienceOf = new Map<Leg, Audience>();
  const take = (listener: Leg, mix: string, ducking?: Ducking): void => {
    const audience = audiences.get(mix) ?? new Audience(legs.filter((_, i) => mix[i] === '1'), ducking); // prettier-ignore
    audiences.set(mix, audience);
    audienceOf.set(listener, audience);
  };
  if (inCommon.size > 1) for (const listener of plain) take(listener, commonMix);
  for (const { listener, others, withItself, ducking } of wishes) {
    take(listener, (takers.get(others) ?? 0) > (takers.get(withItself) ?? 0) ? others : withItself, ducking);
  }
  return audienceOf;
}

/** Those who are heard, one digit each, and what makes them lower. */
function keyOf(mix: string, ducking: Ducking | undefined): string {
  return ducking ? `${mix} ${ducking.key}` : mix;
}
