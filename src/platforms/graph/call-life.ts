/** The life of one call on Graph: its state, forward only, its facts, and what a failed command says of it. */
import type { Clock } from '../../base/clock.ts';
import { Facts } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import { Scope } from '../../base/scope.ts';
import { mayFollow, type CallState } from '../../call/call-state.ts';
import { CallError } from '../../call/errors.ts';
import type { CallFacts, Ended, EndReason } from '../../call/platform.ts';
import { PlatformError } from './errors.ts';

/** How long the true reason may come after a command has learnt that the call is over. */
const REASON_WITHIN_MS = 1_000;

export type CallLifeOptions = {
  readonly callId: string;
  readonly status: 'ringing' | 'connecting';
  readonly clock: Clock;
  readonly log: Log;
  readonly onEnded: () => void;
};

export class CallLife {
  readonly facts: Facts<CallFacts>;
  readonly #options: CallLifeOptions;
  readonly #scope = new Scope();
  #state: CallState;

  constructor(options: CallLifeOptions) {
    this.#options = options;
    this.#state = { status: options.status };
    this.facts = new Facts({ onError: (error) => options.log.error('a listener of a call failed', { callId: options.callId, error }) });
  }

  get state(): CallState {
    return this.#state;
  }

  get status(): CallState['status'] {
    return this.#state.status;
  }

  get ended(): Ended | undefined {
    return this.#state.status === 'ended' ? { kind: 'ended', reason: this.#state.reason } : undefined;
  }

  /** Aborts when the call ends. */
  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  /** A step that is not allowed, because the message is late or repeated, is passed over. */
  become(next: CallState): void {
    const from = this.#state;
    if (!mayFollow(from.status, next.status)) return;
    this.#state = next;
    this.facts.tell('changed', { from, to: next });
  }

  end(reason: EndReason): void {
    if (this.ended) return;
    const { log, callId, onEnded } = this.#options;
    this.become({ status: 'ended', reason });
    this.#scope.end().catch((error: unknown) => log.error('a call did not end cleanly', { callId, error }));
    onEnded();
  }

  /** The service no longer knows the call; how it ended is mostly on its way. */
  async endUnknown(): Promise<void> {
    await this.#options.clock.sleep(REASON_WITHIN_MS, { signal: this.signal }).catch(() => undefined);
    this.end({ code: 404, subcode: 0, message: 'The call was over.' });
  }

  /** Work that ends with the call. */
  run(what: string, work: () => Promise<void>): void {
    const { log, callId } = this.#options;
    this.#scope.run(work, (error) => log.error(`${what} failed`, { callId, error }));
  }

  /** A command failed: if that is because the call is over, says how it ended; else throws the error. */
  async afterFault(error: unknown): Promise<Ended> {
    const isGone = error instanceof PlatformError && error.status === 404 && (error.graphCode ?? '8522') === '8522';
    if (isGone) await this.endUnknown();
    if (this.ended) return this.ended;
    throw error;
  }

  /** As `afterFault`; what the service does not do in such a call becomes an error that names what can be done instead. */
  async afterRefusal(error: unknown, instead: string): Promise<Ended> {
    try {
      return await this.afterFault(error);
    } catch (fault) {
      if (!(fault instanceof PlatformError) || !REFUSALS.includes(fault.status ?? 0)) throw fault;
      throw new CallError('call/cannot', `${fault.message}. Instead: ${instead}`, { cause: fault });
    }
  }
}

/** Answers that mean that the service does not do this here, rather than that it failed. */
const REFUSALS: readonly number[] = [400, 403, 405, 409, 412, 501];
