/** One call on Graph: its state as the service tells it, and the commands that act on it. */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { CallState } from '../../call/call-state.ts';
import type {
  AnswerOutcome, CallFacts, CallInfo, CarrierCall, PlayOutcome, RecordingOptions, RecordingStatus, RecordOutcome, Sound, Target, TransferOutcome,
} from '../../call/platform.ts'; // prettier-ignore
import type { CarrierRoster, DoneOutcome, OtherCall } from '../../call/roster.ts';
import type { Call } from '../../wire/graph/call.ts';
import type { ChangeType, Notification } from '../../wire/graph/notification.ts';
import { CallLife } from './call-life.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphMedia } from './graph-media.ts';
import { GraphRoster } from './graph-roster.ts';
import { GraphSelf } from './graph-self.ts';
import { GraphTaking } from './graph-taking.ts';
import { GraphTransfer } from './graph-transfer.ts';
import { keepAlive } from './keep-alive.ts';
import { Looking } from './looking.ts';
import { KeyOrder, nextState } from './order.ts';
import { Operations } from './operations.ts';
import type { PromptLinks } from './prompt-links.ts';
import { RosterFeed } from './roster-feed.ts';
import { until } from './waiting.ts';

export type GraphCallOptions = {
  readonly info: CallInfo;
  readonly status: 'ringing' | 'connecting';
  readonly client: GraphClient;
  readonly links: PromptLinks;
  readonly appId: string;
  readonly callbackUri: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly onEnded: () => void;
};

export class GraphCall implements CarrierCall {
  readonly info: CallInfo;
  readonly #options: GraphCallOptions;
  readonly #life: CallLife;
  readonly #operations = new Operations();
  readonly #media: GraphMedia;
  readonly #feed: RosterFeed;
  readonly #roster: GraphRoster;
  readonly #taking: GraphTaking;
  readonly #transfer: GraphTransfer;
  readonly #self: GraphSelf;
  readonly #keys: KeyOrder;
  #hearing: Promise<unknown> | undefined;
  #hangingUp: Promise<void> | undefined;

  constructor(options: GraphCallOptions) {
    const { info, clock, client } = options;
    this.info = info;
    this.#options = options;
    this.#life = new CallLife({ ...options, callId: info.id });
    const own = { ...options, callId: info.id, life: this.#life, operations: this.#operations, calls: client.calls };
    const looking = new Looking({ ...own, heard: (call) => this.#heardCall('updated', call) });
    const shared = { ...own, looking };
    this.#keys = new KeyOrder({ clock, told: (key) => this.#life.facts.tell('keyPressed', { key }) });
    this.#media = new GraphMedia(shared);
    this.#feed = new RosterFeed(shared);
    this.#roster = new GraphRoster({ ...shared, feed: this.#feed });
    this.#taking = new GraphTaking({ ...shared, onTaken: () => this.#keepAlive() });
    this.#transfer = new GraphTransfer(shared);
    this.#self = new GraphSelf(shared);
    this.#life.signal.addEventListener('abort', () => {
      this.#keys.end();
      this.#transfer.callEnded();
    });
    if (options.status === 'connecting') this.#keepAlive();
  }

  get state(): CallState {
    return this.#life.state;
  }

  get facts(): FactSource<CallFacts> {
    return this.#life.facts;
  }

  get roster(): CarrierRoster {
    return this.#roster;
  }

  answer(options?: Cancel): Promise<AnswerOutcome> {
    return this.#taking.answer(options);
  }

  reject(reason: 'busy' | 'declined', options?: Cancel): Promise<void> {
    return this.#taking.reject(reason, options);
  }

  redirect(targets: readonly Target[], options?: Cancel & { readonly timeoutMs?: number }): Promise<void> {
    return this.#taking.redirect(targets, options);
  }

  transfer(target: Target, options: Cancel & { readonly consulted?: OtherCall | undefined } = {}): Promise<TransferOutcome> {
    return this.#transfer.transfer(target, options);
  }

  play(sounds: readonly Sound[], options?: Cancel): Promise<PlayOutcome> {
    return this.#media.play(sounds, options);
  }

  record(options: RecordingOptions & Cancel): Promise<RecordOutcome> {
    return this.#media.record(options);
  }

  async hearKeys({ signal }: Cancel = {}): Promise<void> {
    const { client, random } = this.#options;
    this.#hearing ??= client.calls.subscribeToTone(this.info.id, { clientContext: random.uuid() }, { signal: this.#life.signal });
    try {
      await until(this.#hearing, signal);
    } catch (error) {
      signal?.throwIfAborted();
      this.#hearing = undefined;
      await this.#life.afterFault(error);
    }
  }

  sendKeys(keys: string, options?: Cancel & { readonly pauseMs?: number | undefined }): Promise<PlayOutcome> {
    return this.#media.sendKeys(keys, options);
  }

  mute(options?: Cancel): Promise<DoneOutcome> {
    return this.#self.mute(options);
  }

  unmute(options?: Cancel): Promise<DoneOutcome> {
    return this.#self.unmute(options);
  }

  tellRecording(status: RecordingStatus, options?: Cancel): Promise<DoneOutcome> {
    return this.#self.tellRecording(status, options);
  }

  hangUp(): Promise<void> {
    this.#hangingUp ??= this.#hangUp();
    return this.#hangingUp;
  }

  /** Takes in what the service tells about this call. Never throws. */
  heard(notification: Exclude<Notification, { about: 'other' }>): void {
    if (notification.about === 'call') return this.#heardCall(notification.changeType, notification.call);
    if (notification.about !== 'operation') return this.#feed.heard(notification);
    const { operationId, operation, changeType } = notification;
    this.#operations.heard(operationId, operation, changeType === 'deleted');
  }

  #heardCall(changeType: ChangeType, call: Call): void {
    this.#feed.knowSelf(call.myParticipantId);
    if (call.toneInfo) this.#keys.heard(call.toneInfo);
    const wasTransferring = this.#life.status === 'transferring';
    const next = nextState(this.#life.state, changeType, call);
    this.#transfer.heard(call, { wasTransferring, isLast: next?.status === 'ended' });
    if (next?.status === 'ended') this.#life.end(next.reason);
    else if (next) this.#life.become(next);
  }

  async #hangUp(): Promise<void> {
    const { client, log } = this.#options;
    if (this.#life.ended) return;
    if (this.#life.status === 'ringing' && (await this.#isRejected())) return;
    try {
      if ((await client.calls.hangUp(this.info.id)) === 'gone') return await this.#life.endUnknown();
    } catch (error) {
      log.error('the service could not be told to hang up', { callId: this.info.id, error });
    }
    this.#life.end({ code: 200, subcode: 7000, message: 'The bot hung up.' });
  }

  /** False for a call that was answered a moment ago, and rings only as far as we have heard: it has to be hung up. */
  async #isRejected(): Promise<boolean> {
    try {
      await this.reject('declined');
      return true;
    } catch (error) {
      this.#options.log.debug('a call could not be rejected', { callId: this.info.id, error });
      return this.#life.ended !== undefined;
    }
  }

  #keepAlive(): void {
    const { client, clock, log } = this.#options;
    const { signal } = this.#life;
    const onGone = (): void => this.#life.end({ code: 404, subcode: 0, message: 'The service no longer knew the call.' });
    const send = (): Promise<'alive' | 'gone'> => client.calls.keepAlive(this.info.id, { signal });
    this.#life.run('keeping a call alive', () => keepAlive({ send, onGone, clock, log, signal }));
  }
}
