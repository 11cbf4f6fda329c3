/** Keeps what people say and press in the latest calls, while the house is asked to: in memory alone, and bounded. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { Sounded } from '../bundles/bundle-maker.ts';
import type { MediaEngine } from '../engine/port.ts';
import type { Switchboard } from '../switchboard/switchboard.ts';
import type { TimedDeed } from './call-deeds.ts';

export type CallCaptureOptions = Cancel & {
  readonly engine: MediaEngine;
  readonly switchboard: Switchboard;
  readonly clock: Clock;
  /** How many calls; the oldest goes first. */
  readonly callLimit?: number;
  /** How much sound in all; what is oldest goes first. A minute of speech is 2 MB. */
  readonly byteLimit?: number;
  /** How many people at once: each takes 640 KB in a media process. */
  readonly legLimit?: number;
};

/** What was kept of one call; `lostSound` where some of it had to go, or was never taken. */
export type Captured = { readonly deeds: readonly TimedDeed[]; readonly said: readonly Sounded[]; readonly lostSound: boolean };

type Kept = { readonly deeds: TimedDeed[]; readonly said: Sounded[]; lostSound: boolean };
type Tapped = { callId: string; readonly who: string; readonly fromWallMs: number };

/** More keys and turns of the mute button than this are nobody's in one call. */
const mostDeeds = 5_000;

export class CallCapture {
  readonly #options: Required<Omit<CallCaptureOptions, 'signal'>>;
  readonly #calls = new Map<string, Kept>();
  readonly #tapped = new Map<string, Tapped>();
  #bytes = 0;

  constructor({ signal, ...options }: CallCaptureOptions) {
    this.#options = { callLimit: 20, byteLimit: 64_000_000, legLimit: 64, ...options };
    const { engine, switchboard } = options;
    switchboard.facts.on('told', ({ call, fact }) => {
      if (fact.type === 'callStarted') return this.#begin(fact.callId);
      if (fact.type === 'legMoved' && fact.isHere) return this.#move(fact.legId, fact.callId);
      if (fact.type !== 'legMuted' || fact.party.kind !== 'person') return;
      // Who was muted by somebody else did nothing herself.
      if (call.legs.some(({ legId, isMutedByOther }) => legId === fact.legId && isMutedByOther)) return;
      this.#did(fact.callId, { wallMs: fact.atMs, deed: { kind: fact.isMuted ? 'mute' : 'unmute', who: fact.party.id } });
    }, { signal }); // prettier-ignore
    engine.facts.on('legConnected', ({ legId }) => this.#tap(legId), { signal });
    engine.facts.on('keyPressed', ({ legId, key }) => this.#pressed(legId, key), { signal });
    engine.facts.on('tapped', ({ legId, atMs, wav }) => this.#said(legId, atMs, wav), { signal });
  }

  get callLimit(): number {
    return this.#options.callLimit;
  }

  /** Undefined for a call that is too old, or began before the house did. */
  of(callId: string): Captured | undefined {
    return this.#calls.get(callId);
  }

  /** Of all sound that is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  #begin(callId: string): void {
    this.#calls.set(callId, { deeds: [], said: [], lostSound: false });
    for (const [oldest, kept] of this.#calls) {
      if (this.#calls.size <= this.#options.callLimit) return;
      this.#calls.delete(oldest);
      for (const { wav } of kept.said) this.#bytes -= wav.length;
      for (const [legId, { callId: of }] of this.#tapped) {
        if (of !== oldest) continue;
        this.#tapped.delete(legId);
        this.#options.engine.send({ kind: 'tap', legId, isTapped: false });
      }
    }
  }

  #tap(legId: string): void {
    const { engine, switchboard, clock, legLimit } = this.#options;
    const call = switchboard.callOfLeg(legId);
    const leg = call?.legs.find((each) => each.legId === legId);
    const kept = call && this.#calls.get(call.callId);
    if (!call || !kept || leg?.kind !== 'person') return;
    if (this.#tappedNow() >= legLimit) {
      kept.lostSound = true;
      return;
    }
    this.#tapped.set(legId, { callId: call.callId, who: leg.userId, fromWallMs: clock.wallMs() });
    engine.send({ kind: 'tap', legId, isTapped: true });
  }

  /** Legs that are up; of those that are gone a last piece may still come. */
  #tappedNow(): number {
    const { switchboard } = this.#options;
    let count = 0;
    for (const [legId, { callId }] of this.#tapped) {
      const leg = switchboard.callOfLeg(legId)?.legs.find((each) => each.legId === legId);
      if (leg && leg.state !== 'ended') count++;
      else if (!this.#calls.has(callId)) this.#tapped.delete(legId);
    }
    return count;
  }

  #move(legId: string, callId: string): void {
    const tapped = this.#tapped.get(legId);
    if (tapped) tapped.callId = callId;
  }

  #pressed(legId: string, key: string): void {
    const call = this.#options.switchboard.callOfLeg(legId);
    const leg = call?.legs.find((each) => each.legId === legId);
    if (!call || leg?.kind !== 'person') return;
    this.#did(call.callId, { wallMs: this.#options.clock.wallMs(), deed: { kind: 'key', who: leg.userId, key } });
  }

  #did(callId: string, deed: TimedDeed): void {
    const kept = this.#calls.get(callId);
    if (kept && kept.deeds.length < mostDeeds) kept.deeds.push(deed);
  }

  #said(legId: string, atMs: number, wav: Uint8Array): void {
    const tapped = this.#tapped.get(legId);
    const kept = tapped && this.#calls.get(tapped.callId);
    if (!kept) return;
    kept.said.push({ who: tapped.who, wallMs: tapped.fromWallMs + atMs, wav });
    this.#bytes += wav.length;
    for (const oldest of this.#calls.values()) {
      while (this.#bytes > this.#options.byteLimit) {
        const dropped = oldest.said.shift();
        if (!dropped) break;
        this.#bytes -= dropped.wav.length;
        oldest.lostSound = true;
      }
    }
  }
}
