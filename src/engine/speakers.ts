/**
 * Who speaks in a room and who leads, by voice activity. Only those who make a sound are looked at, and only while somebody wants to know.
 *
 * Who leads stays until somebody else has been clearly ahead for a fifth of a second, or until she leaves; that nobody speaks changes nothing.
 */
import { VoiceActivity } from '../media/voice-activity.ts';
import type { Leg } from './leg.ts';

/** How fast what somebody says counts and is forgotten: the share of a tick. Two thirds in 200 ms. */
const SHARE = 1 / 10;
/** Loudness counts from here up. */
const FLOOR_DB = -60;
/** Somebody must be so many decibels ahead, for so many ticks, to take over. */
const AHEAD_DB = 3;
const AHEAD_TICKS = 10;
/** Changes are told at most once in so many ticks. */
const TELL_EVERY = 10;

/** `lead` is as it was at `tick`, when it last made a sound. */
type Talk = { readonly leg: Leg; readonly voice: VoiceActivity; lead: number; tick: number };

export class Speakers {
  readonly #mayLead: (leg: Leg) => boolean;
  readonly #talks = new Map<Leg, Talk>();
  /** Those who speak, or just did. */
  readonly #alive: Talk[] = [];
  #tick = 0;
  #challenger: Leg | undefined;
  #aheadTicks = 0;
  #dominant: Leg | undefined;
  #isChanged = false;
  #toldTick = Number.NEGATIVE_INFINITY;

  /** `mayLead` says whether somebody who speaks can lead the room. */
  constructor(mayLead: (leg: Leg) => boolean) {
    this.#mayLead = mayLead;
  }

  get dominant(): Leg | undefined {
    return this.#dominant;
  }

  /** Whether there is something to be told, or somebody may fall silent. */
  get isBusy(): boolean {
    return this.#alive.length > 0 || this.#isChanged;
  }

  /** Those who speak now, in the order in which they began. */
  speaking(): Leg[] {
    return this.#alive.filter(({ voice }) => voice.isSpeech).map(({ leg }) => leg);
  }

  isSpeech(leg: Leg): boolean {
    return this.#talks.get(leg)?.voice.isSpeech ?? false;
  }

  /** Whether anybody speaks. */
  get isAnySpeech(): boolean {
    for (const talk of this.#alive) if (talk.voice.isSpeech) return true;
    return false;
  }

  /** How far above the quietest sound somebody has been of late, in dB; 0 for who is silent. */
  leadOf(leg: Leg): number {
    const talk = this.#talks.get(leg);
    return talk ? this.#leadOf(talk) : 0;
  }

  /** Hears all who are heard at this tick; true if it is time to tell what has changed. */
  tick(sounding: readonly Leg[], tick: number): boolean {
    this.#tick = tick;
    for (const leg of sounding) this.#hear(leg, tick);
    for (let i = this.#alive.length - 1; i >= 0; i--) {
      const talk = this.#alive[i];
      if (talk && talk.tick !== tick) this.#silence(talk, i);
    }
    this.#choose();
    if (!this.#isChanged || tick - this.#toldTick < TELL_EVERY) return false;
    this.#isChanged = false;
    this.#toldTick = tick;
    return true;
  }

  /** Tells at the next tick, whether anything has changed or not. */
  tellAnew(): void {
    this.#isChanged = true;
  }

  /** The leg is gone, or is not to count any more. */
  forget(leg: Leg): void {
    const talk = this.#talks.get(leg);
    if (!talk) return;
    this.#talks.delete(leg);
    const at = this.#alive.indexOf(talk);
    if (at >= 0) this.#alive.splice(at, 1);
    if (this.#dominant === leg) this.#dominant = undefined;
    this.#isChanged = true;
  }

  #hear(leg: Leg, tick: number): void {
    let talk = this.#talks.get(leg);
    if (!talk) this.#talks.set(leg, (talk = { leg, voice: new VoiceActivity(), lead: 0, tick }));
    if (!this.#alive.includes(talk)) this.#alive.push(talk);
    talk.lead *= (1 - SHARE) ** Math.max(0, Math.min(1_000, tick - talk.tick - 1));
    talk.tick = tick;
    const wasSpeech = talk.voice.isSpeech;
    if (talk.voice.pushLevel(leg.levelDb) !== wasSpeech) this.#isChanged = true;
    const loud = talk.voice.isSpeech ? Math.max(0, leg.levelDb - FLOOR_DB) : 0;
    talk.lead += (loud - talk.lead) * SHARE;
  }

  #silence(talk: Talk, at: number): void {
    const wasSpeech = talk.voice.isSpeech;
    talk.voice.silence(1);
    if (talk.voice.isSpeech) return;
    if (wasSpeech) this.#isChanged = true;
    this.#alive.splice(at, 1);
  }

  #leadOf({ lead, tick }: Talk): number {
    return lead * (1 - SHARE) ** Math.min(1_000, this.#tick - tick);
  }

  #choose(): void {
    let first: Talk | undefined;
    for (const talk of this.#alive) {
      if (talk.voice.isSpeech && this.#leadOf(talk) > (first ? this.#leadOf(first) : 0) && this.#mayLead(talk.leg)) first = talk;
    }
    if (!first || first.leg === this.#dominant) {
      this.#aheadTicks = 0;
      return;
    }
    if (this.#dominant) {
      this.#aheadTicks =
        first.leg === this.#challenger && this.#leadOf(first) > this.leadOf(this.#dominant) + AHEAD_DB ? this.#aheadTicks + 1 : 0;
      this.#challenger = first.leg;
      if (this.#aheadTicks < AHEAD_TICKS) return;
    }
    this.#dominant = first.leg;
    this.#aheadTicks = 0;
    this.#isChanged = true;
  }
}
