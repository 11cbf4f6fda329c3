/** One call on Graph: its state as the service tells it, and the commands that act on it. */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import { mayFollow, type CallState } from '../../call/call-state.ts';
import type {
  AnswerOutcome, CallFacts, CallInfo, CarrierCall, Ended, EndReason, PlayOutcome, RecordingOptions, RecordOutcome, Sound, Target, TransferOutcome,
} from '../../call/platform.ts'; // prettier-ignore
import { Patience } from '../../call/patience.ts';
import type { Call } from '../../wire/graph/call.ts';
import type { ChangeType, Notification } from '../../wire/graph/notification.ts';
import type { GraphCommands } from './commands.ts';
import { PlatformError } from './errors.ts';
import { explainTransfer } from './explain-end.ts';
import { GraphMedia } from './graph-media.ts';
import { keepAlive } from './keep-alive.ts';
import { hasFailed, KeyOrder, nextState } from './order.ts';
import { invitationTo } from './parties.ts';
import type { PromptLinks } from './prompt-links.ts';
import { anyOf, until } from './waiting.ts';

/** From the service's "taken on" to sound both ways. */
const SOUND_WITHIN_MS = 30_000;
/** How long the true reason may come after a command has learnt that the call is over. */
const REASON_WITHIN_MS = 1_000;

export type GraphCallOptions = {
  readonly info: CallInfo;
  readonly status: 'ringing' | 'connecting';
  readonly commands: GraphCommands;
  readonly links: PromptLinks;
  readonly callbackUri: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly onEnded: () => void;
};

export class GraphCall implements CarrierCall {
  readonly info: CallInfo;
  readonly #options: GraphCallOptions;
  readonly #facts: Facts<CallFacts>;
  readonly #life = new Scope();
  readonly #media: GraphMedia;
  readonly #keys: KeyOrder;
  #state: CallState;
  #hearing: Promise<void> | undefined;
  #hangingUp: Promise<void> | undefined;
  #transferOver: ((outcome: TransferOutcome) => void) | undefined;

  constructor(options: GraphCallOptions) {
    const { info, status, clock } = options;
    this.info = info;
    this.#options = options;
    this.#state = { status };
    this.#facts = new Facts({ onError: (error) => options.log.error('a listener of a call failed', { callId: info.id, error }) });
    this.#keys = new KeyOrder({ clock, told: (key) => this.#facts.tell('keyPressed', { key }) });
    this.#media = new GraphMedia({
      ...options,
      callId: info.id,
      signal: this.#life.signal,
      ended: () => this.#ended(),
      afterFault: (error) => this.#afterFault(error),
    });
    if (status === 'connecting') this.#keepAlive();
  }

  get state(): CallState {
    return this.#state;
  }

  get facts(): FactSource<CallFacts> {
    return this.#facts;
  }

  async answer({ signal }: Cancel = {}): Promise<AnswerOutcome> {
    const { commands, callbackUri } = this.#options;
    const mediaConfig = { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig', preFetchMedia: [] };
    if (this.#state.status === 'ringing') {
      try {
        await commands.answer(this.info.id, { callbackUri, acceptedModalities: ['audio'], mediaConfig }, { signal: this.#until(signal) });
      } catch (error) {
        signal?.throwIfAborted();
        // A repeated answer is refused when the first was taken and only its 202 got lost.
        if (this.#status() === 'ringing' || this.#ended()) return this.#afterFault(error);
      }
      this.#keepAlive();
    }
    return this.#soundOrEnd({ signal });
  }

  async reject(reason: 'busy' | 'declined', { signal }: Cancel = {}): Promise<void> {
    const wireReason = reason === 'busy' ? 'busy' : 'forbidden';
    await this.#unlessOver(this.#options.commands.reject(this.info.id, { reason: wireReason }, { signal: this.#until(signal) }), signal);
    this.#end({ code: 603, subcode: 0, message: reason === 'busy' ? 'The bot was busy.' : 'The bot declined the call.' });
  }

  async redirect(targets: readonly Target[], { timeoutMs = 55_000, signal }: Cancel & { readonly timeoutMs?: number } = {}): Promise<void> {
    const timeout = Math.min(90, Math.max(15, Math.round(timeoutMs / 1000)));
    const body = { targets: targets.map(invitationTo), timeout, callbackUri: this.#options.callbackUri };
    await this.#unlessOver(this.#options.commands.redirect(this.info.id, body, { signal: this.#until(signal) }), signal);
    this.#end({ code: 200, subcode: 0, message: 'The bot sent the call on to somebody else.' });
  }

  async transfer(target: Target, { signal }: Cancel = {}): Promise<TransferOutcome> {
    signal?.throwIfAborted();
    const before = this.#ended();
    if (before) return before;
    const over = new Promise<TransferOutcome>((resolve) => (this.#transferOver = resolve));
    this.#become({ status: 'transferring' });
    try {
      const body = { transferTarget: invitationTo(target) };
      await this.#options.commands.transfer(this.info.id, body, { signal: this.#until(signal) });
      return await until(over, signal);
    } catch (error) {
      signal?.throwIfAborted();
      this.#become({ status: 'connected', hasSound: true });
      return this.#notTaken(error) ?? (await this.#afterFault(error));
    }
  }

  play(sounds: readonly Sound[], options?: Cancel): Promise<PlayOutcome> {
    return this.#media.play(sounds, options);
  }

  record(options: RecordingOptions & Cancel): Promise<RecordOutcome> {
    return this.#media.record(options);
  }

  async hearKeys({ signal }: Cancel = {}): Promise<void> {
    this.#hearing ??= this.#options.commands.subscribeToTone(this.info.id, { signal: this.#life.signal });
    try {
      await until(this.#hearing, signal);
    } catch (error) {
      signal?.throwIfAborted();
      this.#hearing = undefined;
      await this.#afterFault(error);
    }
  }

  hangUp(): Promise<void> {
    this.#hangingUp ??= this.#hangUp();
    return this.#hangingUp;
  }

  /** Takes in what the service tells about this call. Never throws. */
  heard(notification: Extract<Notification, { about: 'call' | 'operation' }>): void {
    if (notification.about === 'call') return this.#heardCall(notification.changeType, notification.call);
    const { operationId, operation, changeType } = notification;
    this.#media.heard(operationId, operation, changeType === 'deleted');
  }

  #heardCall(changeType: ChangeType, call: Call): void {
    if (call.toneInfo) this.#keys.heard(call.toneInfo);
    const isTransferFailure = this.#state.status === 'transferring' && hasFailed(call);
    const next = nextState(this.#state, changeType, call);
    if (next?.status === 'ended') return this.#end(next.reason, { wasTransferred: wasTransferred(call) });
    if (next) this.#become(next);
    if (isTransferFailure && call.resultInfo) this.#transferOver?.({ kind: 'notConnected', reason: explainTransfer(call.resultInfo) });
  }

  async #hangUp(): Promise<void> {
    const { commands, log } = this.#options;
    if (this.#ended()) return;
    if (this.#status() === 'ringing' && (await this.#isRejected())) return;
    try {
      if ((await commands.hangUp(this.info.id)) === 'gone') return await this.#endUnknown();
    } catch (error) {
      log.error('the service could not be told to hang up', { callId: this.info.id, error });
    }
    this.#end({ code: 200, subcode: 7000, message: 'The bot hung up.' });
  }

  /** False for a call that was answered a moment ago, and rings only as far as we have heard: it has to be hung up. */
  async #isRejected(): Promise<boolean> {
    try {
      await this.reject('declined');
      return true;
    } catch (error) {
      this.#options.log.debug('a call could not be rejected', { callId: this.info.id, error });
      return this.#ended() !== undefined;
    }
  }

  async #soundOrEnd({ signal }: Cancel): Promise<AnswerOutcome> {
    using patience = new Patience({ clock: this.#options.clock, ms: SOUND_WITHIN_MS });
    for (;;) {
      const ended = this.#ended();
      if (ended) return ended;
      if (this.#state.status === 'transferring' || (this.#state.status === 'connected' && this.#state.hasSound))
        return { kind: 'answered' };
      await this.#facts.next('changed', { signal: anyOf(signal, patience.signal) }).catch((error: unknown) => {
        throw patience.isOver && !signal?.aborted ? noSound() : error;
      });
    }
  }

  #become(next: CallState): void {
    const from = this.#state;
    if (!mayFollow(from.status, next.status)) return;
    this.#state = next;
    this.#facts.tell('changed', { from, to: next });
  }

  #end(reason: EndReason, { wasTransferred: isOver = false } = {}): void {
    if (this.#ended()) return;
    this.#keys.end();
    this.#become({ status: 'ended', reason });
    this.#transferOver?.(isOver ? { kind: 'connected' } : { kind: 'ended', reason });
    this.#life.end().catch((error: unknown) => this.#options.log.error('a call did not end cleanly', { callId: this.info.id, error }));
    this.#options.onEnded();
  }

  #keepAlive(): void {
    const { commands, clock, log } = this.#options;
    const { signal } = this.#life;
    const onGone = (): void => this.#end({ code: 404, subcode: 0, message: 'The service no longer knew the call.' });
    const send = (): Promise<'alive' | 'gone'> => commands.keepAlive(this.info.id, { signal });
    this.#life.run(
      () => keepAlive({ send, onGone, clock, log, signal }),
      (error) => log.error('keeping a call alive failed', { callId: this.info.id, error }),
    );
  }

  /** A target that the service does not want is nobody who could answer; all else is a fault. */
  #notTaken(error: unknown): TransferOutcome | undefined {
    if (!(error instanceof PlatformError) || !isAboutTarget(error)) return undefined;
    this.#options.log.warn('a transfer was refused', { callId: this.info.id, error });
    return { kind: 'notConnected', reason: { code: error.status ?? 0, subcode: 0, message: 'Nobody can be reached there.' } };
  }

  async #unlessOver(sent: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    try {
      await sent;
    } catch (error) {
      signal?.throwIfAborted();
      await this.#afterFault(error);
    }
  }

  /** A command failed: if that is because the call is over, says how it ended; else throws the error. */
  async #afterFault(error: unknown): Promise<Ended> {
    const isGone = error instanceof PlatformError && error.status === 404 && (error.graphCode ?? '8522') === '8522';
    if (isGone) await this.#endUnknown();
    const ended = this.#ended();
    if (ended) return ended;
    throw error;
  }

  /** The service no longer knows the call; how it ended is mostly on its way. */
  async #endUnknown(): Promise<void> {
    await this.#options.clock.sleep(REASON_WITHIN_MS, { signal: this.#life.signal }).catch(() => undefined);
    this.#end({ code: 404, subcode: 0, message: 'The call was over.' });
  }

  #ended(): Ended | undefined {
    return this.#state.status === 'ended' ? { kind: 'ended', reason: this.#state.reason } : undefined;
  }

  #status(): CallState['status'] {
    return this.#state.status;
  }

  #until(signal: AbortSignal | undefined): AbortSignal {
    return anyOf(signal, this.#life.signal);
  }
}

function isAboutTarget({ status, graphCode }: PlatformError): boolean {
  return status === 400 || (status === 404 && graphCode !== undefined && graphCode !== '8522');
}

/** Graph docs, api/call-transfer: 0/7015, "GracefulTransferCompleted"; consultative transfers say it in another place. */
function wasTransferred(call: Call): boolean {
  return call.resultInfo?.subcode === 7015 || call.terminationReason === 'AppTransferred';
}

function noSound(): PlatformError {
  return new PlatformError('platform/no-sound', `the call was answered, but no sound came up within ${String(SOUND_WITHIN_MS / 1000)} s`);
}
