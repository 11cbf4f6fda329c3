/** A carrier for tests that lives in memory: it keeps the promises of the Platform port, and a script plays the people. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { Facts, type FactSource } from '../base/facts.ts';
import type { Random } from '../base/random.ts';
import type { CallInfo, CarrierCall, Meeting, Party, Platform, PlatformFacts, Target } from '../call/platform.ts';
import { ScriptedCall } from './scripted-call.ts';
import { notTaken, partyOf, type Behaviour } from './scripted-roster.ts';

export type ScriptedCarrierOptions = {
  readonly clock: Clock;
  readonly random: Random;
  /** What those do who are called or to whom calls are transferred; unless given, nobody answers for 20 s. */
  readonly people?: ((target: Target) => Behaviour) | undefined;
  /** Who is in a meeting that the bot joins; unless given, nobody but the bot. */
  readonly meetings?: ((meeting: Meeting) => readonly Party[]) | undefined;
};

/** What a call to several, or to a meeting, is to. */
const meetingParty: Party = { kind: 'unknown', id: '' };
const app: Party = { kind: 'app', id: 'b0000000-0000-4000-8000-000000000100', name: 'the bot' };

export class ScriptedCarrier implements Platform {
  readonly name = 'a script';
  readonly #options: ScriptedCarrierOptions;
  readonly #facts = new Facts<PlatformFacts>();
  readonly #calls = new Set<ScriptedCall>();
  /** Thrown to whoever wants to hear keys. */
  refusesKeys: Error | undefined;
  /** The calls that the bot has made, oldest first. */
  readonly dialled: ScriptedCall[] = [];

  constructor(options: ScriptedCarrierOptions) {
    this.#options = options;
  }

  get facts(): FactSource<PlatformFacts> {
    return this.#facts;
  }

  /** Somebody calls the bot. What is returned is the caller's end and the bot's in one. */
  ring({ from, forwardedFrom }: { readonly from: Party; readonly forwardedFrom?: Party | undefined }): ScriptedCall {
    const id = this.#options.random.uuid();
    const info = { id, chainId: id, direction: 'incoming', from, to: app, ...(forwardedFrom ? { forwardedFrom } : {}) } as const;
    const call = this.#add(info);
    this.#facts.tell('incoming', { call, answerWithinMs: 15_000 });
    this.#options.clock.after(15_000, () => call.giveUp());
    return call;
  }

  async dial(target: Target, { signal }: Cancel = {}): Promise<CarrierCall> {
    signal?.throwIfAborted();
    const call = this.#place(partyOf(target));
    const { does, afterMs } = this.#behaviour(target);
    this.#options.clock.after(afterMs, () => call.calleeDoes(does));
    return call;
  }

  async dialGroup(targets: readonly Target[], { signal }: Cancel = {}): Promise<CarrierCall> {
    signal?.throwIfAborted();
    if (targets.length < 2 || targets.length > 5)
      throw new TypeError(`a group call begins with 2 to 5 people, and got ${String(targets.length)}`);
    const call = this.#place(meetingParty);
    let ringing = targets.length;
    // As on Graph: the bot is in before anybody else.
    this.#options.clock.after(0, () => {
      if (call.state.status === 'ended') return;
      call.roster.becomeGroup([app]);
      call.connects();
    });
    const hasCome = (): boolean => call.roster.participants.some(({ isSelf }) => !isSelf);
    for (const target of targets) {
      const { does, afterMs } = this.#behaviour(target);
      this.#options.clock.after(afterMs, () => {
        ringing--;
        if (call.state.status === 'ended') return;
        if (does === 'answer') call.roster.comesIn(partyOf(target));
        else if (ringing === 0 && !hasCome()) call.endsBecause(notTaken(does));
      });
    }
    return call;
  }

  async join(meeting: Meeting, { signal }: Cancel = {}): Promise<CarrierCall> {
    signal?.throwIfAborted();
    const call = this.#place(meetingParty);
    this.#options.clock.after(0, () => {
      call.roster.becomeGroup([app, ...(this.#options.meetings?.(meeting) ?? [])]);
      call.connects();
    });
    return call;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#calls].map((call) => call.hangUp()));
  }

  #behaviour(target: Target): Behaviour {
    return this.#options.people?.(target) ?? { does: 'noAnswer', afterMs: 20_000 };
  }

  #place(to: Party): ScriptedCall {
    const id = this.#options.random.uuid();
    const call = this.#add({ id, chainId: id, direction: 'outgoing', from: app, to });
    this.dialled.push(call);
    return call;
  }

  #add(info: CallInfo): ScriptedCall {
    const { clock } = this.#options;
    const people = (target: Target): Behaviour => this.#behaviour(target);
    const callOf = (id: string): ScriptedCall | undefined => [...this.#calls].find((each) => each.info.id === id);
    const call = new ScriptedCall({
      info,
      clock,
      people,
      callOf,
      refusesKeys: info.direction === 'incoming' ? this.refusesKeys : undefined,
    });
    this.#calls.add(call);
    return call;
  }
}
