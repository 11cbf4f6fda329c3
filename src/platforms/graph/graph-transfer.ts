/** Putting the other side of a call through to somebody: blind, or in the place of a call in which the bot has asked before. */
import { anyOf, orAborted, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { Patience } from '../../call/patience.ts';
import type { OtherCall } from '../../call/roster.ts';
import type { Target, TransferOutcome } from '../../call/platform.ts';
import type { Call } from '../../wire/graph/call.ts';
import type { CallLife } from './call-life.ts';
import type { CallsApi } from './client/calls-api.ts';
import { PlatformError } from './errors.ts';
import { explainTransfer } from './explain-end.ts';
import type { Looking } from './looking.ts';
import { hasFailed } from './order.ts';
import { invitationTo } from './parties.ts';

export type TransferOptions = {
  readonly callId: string;
  readonly calls: Pick<CallsApi, 'transfer'>;
  readonly life: CallLife;
  readonly clock: Clock;
  readonly log: Log;
  readonly looking: Pick<Looking, 'look'>;
};

/** Longer than a phone rings mostly; from then on it is looked how the call stands: the word of it may have got lost. */
const LOOK_EVERY_MS = 40_000;

export class GraphTransfer {
  readonly #options: TransferOptions;
  #over: ((outcome: TransferOutcome) => void) | undefined;

  constructor(options: TransferOptions) {
    this.#options = options;
  }

  async transfer(target: Target, { signal, consulted }: Cancel & { readonly consulted?: OtherCall | undefined }): Promise<TransferOutcome> {
    const { callId, calls, life } = this.#options;
    signal?.throwIfAborted();
    if (life.ended) return life.ended;
    const over = new Promise<TransferOutcome>((resolve) => (this.#over = resolve));
    life.become({ status: 'transferring' });
    try {
      const invited = invitationTo(target);
      const transferTarget = consulted === undefined ? invited : { ...invited, replacesCallId: consulted.info.id };
      await calls.transfer(callId, { transferTarget }, { signal: anyOf(signal, life.signal) });
      return await this.#told(over, signal);
    } catch (error) {
      signal?.throwIfAborted();
      life.become({ status: 'connected', hasSound: true });
      return this.#notTaken(error) ?? (await life.afterFault(error));
    }
  }

  async #told(over: Promise<TransferOutcome>, signal: AbortSignal | undefined): Promise<TransferOutcome> {
    const { clock, life, looking } = this.#options;
    for (;;) {
      using due = new Patience({ clock, ms: LOOK_EVERY_MS });
      const outcome = await orAborted(over, anyOf(signal, due.signal)).catch((error: unknown) => {
        if (signal?.aborted || !due.isOver) throw error;
      });
      if (outcome) return outcome;
      const call = await looking.look();
      // It is the bot's again, and nobody has said why.
      if (call?.state !== 'established' || life.status !== 'transferring') continue;
      life.become({ status: 'connected', hasSound: true });
      return {
        kind: 'notConnected',
        reason: { code: 0, subcode: 0, message: 'The transfer did not come about; the service did not say why.' },
      };
    }
  }

  /** Takes in a message about the call, before the call itself does. */
  heard(call: Call, { wasTransferring, isLast }: { readonly wasTransferring: boolean; readonly isLast: boolean }): void {
    if (isLast && wasTransferred(call)) this.#over?.({ kind: 'connected' });
    if (!isLast && wasTransferring && hasFailed(call) && call.resultInfo)
      this.#over?.({ kind: 'notConnected', reason: explainTransfer(call.resultInfo) });
  }

  callEnded(): void {
    const { ended } = this.#options.life;
    if (ended) this.#over?.(ended);
  }

  /** A target that the service does not want is nobody who could answer; all else is a fault. */
  #notTaken(error: unknown): TransferOutcome | undefined {
    if (!(error instanceof PlatformError) || !isAboutTarget(error)) return undefined;
    this.#options.log.warn('a transfer was refused', { callId: this.#options.callId, error });
    return { kind: 'notConnected', reason: { code: error.status ?? 0, subcode: 0, message: 'Nobody can be reached there.' } };
  }
}

function isAboutTarget({ status, graphCode }: PlatformError): boolean {
  return status === 400 || (status === 404 && graphCode !== undefined && graphCode !== '8522');
}

/** Graph docs, api/call-transfer: 0/7015, "GracefulTransferCompleted"; consultative transfers say it in another place. */
function wasTransferred(call: Call): boolean {
  return call.resultInfo?.subcode === 7015 || call.terminationReason === 'AppTransferred';
}
