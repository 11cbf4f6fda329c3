/** A carrier for tests that lives in memory: it keeps the promises of the Platform port, and a script plays the people. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { Facts, type FactSource } from '../base/facts.ts';
import type { Random } from '../base/random.ts';
import type { CarrierCall, Party, Platform, PlatformFacts, Target } from '../call/platform.ts';
import { ScriptedCall, type Behaviour } from './scripted-call.ts';

export type ScriptedCarrierOptions = {
  readonly clock: Clock;
  readonly random: Random;
  /** What those do who are called or to whom calls are transferred; unless given, nobody answers for 20 s. */
  readonly people?: ((target: Target) => Behaviour) | undefined;
};

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
    const call = this.#add(
      new ScriptedCall({ ...this.#options, info, people: (target) => this.#behaviour(target), refusesKeys: this.refusesKeys }),
    );
    this.#facts.tell('incoming', { call, answerWithinMs: 15_000 });
    this.#options.clock.after(15_000, () => call.giveUp());
    return call;
  }

  async dial(target: Target, { signal }: Cancel = {}): Promise<CarrierCall> {
    signal?.throwIfAborted();
    const id = this.#options.random.uuid();
    const to: Party =
      'user' in target
        ? { kind: 'user', id: target.user }
        : 'app' in target
          ? { kind: 'app', id: target.app }
          : { kind: 'phone', id: target.phone };
    const info = { id, chainId: id, direction: 'outgoing', from: app, to } as const;
    const call = this.#add(new ScriptedCall({ ...this.#options, info, people: (next) => this.#behaviour(next) }));
    this.dialled.push(call);
    const { does, afterMs } = this.#behaviour(target);
    this.#options.clock.after(afterMs, () => call.calleeDoes(does));
    return call;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#calls].map((call) => call.hangUp()));
  }

  #behaviour(target: Target): Behaviour {
    return this.#options.people?.(target) ?? { does: 'noAnswer', afterMs: 20_000 };
  }

  #add(call: ScriptedCall): ScriptedCall {
    this.#calls.add(call);
    return call;
  }
}
