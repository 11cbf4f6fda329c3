/** Taking a call on Graph, or turning it away. */
import { anyOf, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { Patience } from '../../call/patience.ts';
import type { AnswerOutcome, Target } from '../../call/platform.ts';
import type { CallLife } from './call-life.ts';
import type { CallsApi } from './client/calls-api.ts';
import { PlatformError } from './errors.ts';
import type { Looking } from './looking.ts';
import { hostedRoad, type MediaRoad } from './media-road.ts';
import { invitationTo } from './parties.ts';

/** From the service's "taken on" to sound both ways. */
const SOUND_WITHIN_MS = 30_000;
/** Without a word for so long, it is looked how the call stands: the word may have got lost. */
const LOOK_AFTER_MS = 10_000;

export type TakingOptions = {
  readonly callId: string;
  readonly calls: Pick<CallsApi, 'answer' | 'reject' | 'redirect'>;
  readonly callbackUri: string;
  readonly life: CallLife;
  readonly clock: Clock;
  /** The service has taken the answer: from now on the call has to be kept alive. */
  readonly onTaken: () => void;
  readonly looking: Pick<Looking, 'look'>;
};

export class GraphTaking {
  readonly #options: TakingOptions;

  constructor(options: TakingOptions) {
    this.#options = options;
  }

  async answer({ signal, road = hostedRoad }: Cancel & { readonly road?: MediaRoad | undefined } = {}): Promise<AnswerOutcome> {
    const { callId, calls, callbackUri, life, looking, onTaken } = this.#options;
    if (life.status === 'ringing') {
      try {
        await calls.answer(
          callId,
          { callbackUri, acceptedModalities: road.modalities, mediaConfig: road.mediaConfig },
          { signal: this.#until(signal) },
        );
      } catch (error) {
        signal?.throwIfAborted();
        // A repeated answer is refused when the first was taken and only its 202 got lost; the word of it may be late, or lost too.
        if (this.#isUntaken() && isDoubtful(error)) await looking.look();
        if (this.#isUntaken()) return life.afterFault(error);
      }
      onTaken();
    }
    return this.#soundOrEnd({ signal });
  }

  async reject(reason: 'busy' | 'declined', { signal }: Cancel = {}): Promise<void> {
    const { callId, calls, life } = this.#options;
    const wireReason = reason === 'busy' ? 'busy' : 'forbidden';
    await this.#unlessOver(calls.reject(callId, { reason: wireReason }, { signal: this.#until(signal) }), signal);
    life.end({ code: 603, subcode: 0, message: reason === 'busy' ? 'The bot was busy.' : 'The bot declined the call.' });
  }

  async redirect(targets: readonly Target[], { timeoutMs = 55_000, signal }: Cancel & { readonly timeoutMs?: number } = {}): Promise<void> {
    const { callId, calls, callbackUri, life } = this.#options;
    const timeout = Math.min(90, Math.max(15, Math.round(timeoutMs / 1000)));
    const body = { targets: targets.map(invitationTo), timeout, callbackUri };
    await this.#unlessOver(calls.redirect(callId, body, { signal: this.#until(signal) }), signal);
    life.end({ code: 200, subcode: 0, message: 'The bot sent the call on to somebody else.' });
  }

  #isUntaken(): boolean {
    const { status } = this.#options.life;
    return status === 'ringing' || status === 'ended';
  }

  async #soundOrEnd({ signal }: Cancel): Promise<AnswerOutcome> {
    const { life, clock, looking } = this.#options;
    using patience = new Patience({ clock, ms: SOUND_WITHIN_MS });
    for (;;) {
      const { ended, state } = life;
      if (ended) return ended;
      if (state.status === 'transferring' || (state.status === 'connected' && state.hasSound)) return { kind: 'answered' };
      using due = new Patience({ clock, ms: LOOK_AFTER_MS });
      await life.facts.next('changed', { signal: anyOf(signal, patience.signal, due.signal) }).catch(async (error: unknown) => {
        signal?.throwIfAborted();
        if (patience.isOver) throw noSound();
        if (!due.isOver) throw error;
        await looking.look();
      });
    }
  }

  async #unlessOver(sent: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    try {
      await sent;
    } catch (error) {
      signal?.throwIfAborted();
      await this.#options.life.afterFault(error);
    }
  }

  #until(signal: AbortSignal | undefined): AbortSignal {
    return anyOf(signal, this.#options.life.signal);
  }
}

/** Whether the call may have been answered all the same. */
function isDoubtful(error: unknown): boolean {
  return error instanceof PlatformError && (error.status === 409 || error.code === 'platform/unreachable');
}

function noSound(): PlatformError {
  return new PlatformError('platform/no-sound', `the call was answered, but no sound came up within ${String(SOUND_WITHIN_MS / 1000)} s`);
}
