/** Recordings of the switchboard's own: whoever may begins and ends them; the archive lends the place, the engine writes, and the file is made when nobody writes any more. */
import type { Clock } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { KeepingPlace, MediaEngine } from '../../engine/port.ts';
import type { Call } from '../call.ts';
import type { CallLoop } from '../call-loop.ts';
import type { Party } from '../directory.ts';
import type { OfApp, OfPerson } from '../input.ts';
import type { Result } from '../result.ts';
import type { KeepingAbout, KeepingWish } from './keeping.ts';

/** Where recordings are kept: the archive of this half of the house. */
export interface RecordingPlaces {
  /** Rejects where nothing can be kept. */
  lend(about: KeepingAbout): Promise<LentPlace>;
}

export type LentPlace = {
  readonly recordingId: string;
  readonly place: KeepingPlace;
  /** When nobody writes any more: makes the files. */
  finish(why: string): Promise<unknown>;
  discard(): Promise<void>;
};

export type CallKeepingFacts = {
  /** Its files are made. The call may be over for long; `call` is as it was last. */
  saved: { readonly call: Call; readonly recordingId: string; readonly by: { readonly legId: string; readonly party: Party } };
};

export type CallKeepingOptions = {
  readonly loop: CallLoop;
  readonly engine: MediaEngine;
  readonly random: Random;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Absent: nothing can be kept. */
  readonly places?: RecordingPlaces | undefined;
};

/** How long the end of the house waits for recordings. */
const LAST_MS = 5_000;

type Lent = { readonly place: LentPlace; readonly callId: string; readonly call: Call | undefined };
type Begun = Result<{ readonly operationId: string }>;

export class CallKeeping implements AsyncDisposable {
  readonly #options: CallKeepingOptions;
  readonly #facts: Facts<CallKeepingFacts>;
  readonly #lent = new Map<string, Lent>();
  readonly #atWork = new Set<Promise<void>>();
  #allOver: () => void = () => undefined;

  constructor(options: CallKeepingOptions) {
    this.#options = options;
    const { loop, engine, signal, log } = options;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of recordings failed', { error }) });
    loop.facts.on('keepingWanted', ({ callId, wish }) => this.#grant(callId, wish), { signal });
    engine.facts.on('keepingEnded', ({ recordingId, outcome, message }) => {
      const callId = this.#lent.get(recordingId)?.callId;
      if (callId === undefined) return;
      this.#finish(recordingId, outcome === 'failed' ? (message ?? 'it could not be written') : 'it was ended');
      loop.on(callId, { kind: 'keepingEnded', recordingId, outcome, message });
    });
    engine.facts.on('roomsLost', ({ roomIds, reason }) => {
      for (const [recordingId, { callId }] of this.#lent) if (roomIds.includes(callId)) this.#finish(recordingId, reason);
    });
  }

  get facts(): FactSource<CallKeepingFacts> {
    return this.#facts;
  }

  /** Whether there is a place for recordings. */
  get isPossible(): boolean {
    return this.#options.places !== undefined;
  }

  /** Groups only, one recording at a time. Ends with the notice `keepingEnded` when it runs, or cannot. */
  start(request: OfApp & { readonly clientContext?: string | undefined }): Begun {
    return this.#asked(request.legId, (operationId) => ({ ...request, operationId, kind: 'startKeeping' as const }));
  }

  /** Any app in the call ends it, whoever began it. Ends with `keepingEnded` when all is written. */
  stop(request: OfApp & { readonly clientContext?: string | undefined }): Begun {
    return this.#asked(request.legId, (operationId) => ({ ...request, operationId, kind: 'stopKeeping' as const }));
  }

  /** The same by a person at a page: organizer and presenters. */
  startByPerson(request: OfPerson): Begun {
    return this.#asked(request.legId, (operationId) => ({ ...request, operationId, kind: 'startKeepingPerson' as const }));
  }

  stopByPerson(request: OfPerson): Begun {
    return this.#asked(request.legId, (operationId) => ({ ...request, operationId, kind: 'stopKeepingPerson' as const }));
  }

  /** What is being finished is waited for, but not for long: the archive finishes the rest at its next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#lent.size === 0 && this.#atWork.size === 0) return;
    const enough = new AbortController();
    const { clock } = this.#options;
    const patience = clock.sleep(LAST_MS, { signal: enough.signal }).catch(() => undefined);
    await Promise.race([patience, new Promise<void>((resolve) => (this.#allOver = resolve))]);
    enough.abort();
  }

  #asked(legId: string, inputOf: (operationId: string) => Parameters<CallLoop['onLeg']>[1]): Begun {
    const operationId = this.#options.random.uuid();
    const result = this.#options.loop.onLeg(legId, inputOf(operationId));
    return result.ok ? { ok: true, operationId } : result;
  }

  #grant(callId: string, wish: KeepingWish): void {
    const { engine } = this.#options;
    switch (wish.kind) {
      case 'lend':
        return this.#work(this.#lend(callId, wish));
      case 'keep': {
        const { recordingId, people } = wish;
        const lent = this.#lent.get(recordingId);
        if (lent) engine.send({ kind: 'keepRoom', roomId: callId, recordingId, place: lent.place.place, people });
        return;
      }
      case 'end':
        return engine.send({ kind: 'endKeeping', recordingId: wish.recordingId, why: wish.why });
      case 'discard':
        return this.#work(this.#discard(wish.recordingId));
    }
  }

  async #lend(callId: string, { operationId, about }: Extract<KeepingWish, { kind: 'lend' }>): Promise<void> {
    const { loop, places } = this.#options;
    try {
      if (!places) throw new TypeError('there is no place for recordings');
      const place = await places.lend(about);
      const { recordingId } = place;
      this.#lent.set(recordingId, { place, callId, call: loop.call(callId) });
      const { ok } = loop.on(callId, { kind: 'placeLent', operationId, recordingId, startedMs: place.place.startedMs });
      if (!ok) await this.#discard(recordingId);
    } catch (error) {
      this.#options.log.error('a call cannot be recorded', { callId, error });
      loop.on(callId, { kind: 'placeRefused', operationId, message: error instanceof Error ? error.message : String(error) });
    }
  }

  async #discard(recordingId: string): Promise<void> {
    const lent = this.#lent.get(recordingId);
    this.#lent.delete(recordingId);
    try {
      await lent?.place.discard();
    } catch (error) {
      this.#options.log.error('a recording that never began could not be put away', { recordingId, error });
    }
  }

  #finish(recordingId: string, why: string): void {
    const lent = this.#lent.get(recordingId);
    if (!lent) return;
    this.#lent.delete(recordingId);
    this.#work(this.#finished(recordingId, lent, why));
  }

  async #finished(recordingId: string, { place, callId, call }: Lent, why: string): Promise<void> {
    const last = this.#options.loop.call(callId) ?? call;
    const keeping = call?.group?.keeping;
    try {
      await place.finish(why);
      if (last && keeping) this.#facts.tell('saved', { call: last, recordingId, by: { legId: keeping.byLegId, party: keeping.by } });
    } catch (error) {
      this.#options.log.error('a recording could not be finished: it is tried again at the next start', { recordingId, error });
    }
  }

  #work(task: Promise<void>): void {
    const atWork = task.finally(() => {
      this.#atWork.delete(atWork);
      if (this.#lent.size === 0 && this.#atWork.size === 0) this.#allOver();
    });
    this.#atWork.add(atWork);
  }
}
