/** One call on Graph: its state as the service tells it, and the commands that act on it. */
import { orAborted, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { CallState } from '../../call/call-state.ts';
import type { CarrierChat, CarrierMedia, MediaNeed } from '../../call/media.ts';
import type {
  AnswerOutcome, CallFacts, CallInfo, CarrierCall, MediaNeeds, PlayOutcome, RecordingOptions, RecordingStatus, RecordOutcome, Sound, Target, TransferOutcome,
} from '../../call/platform.ts'; // prettier-ignore
import type { MeetingDetails } from '../../call/meeting.ts';
import type { CarrierRoster, DoneOutcome, OtherCall } from '../../call/roster.ts';
import type { Call } from '../../wire/graph/call.ts';
import type { ChangeType, Notification } from '../../wire/graph/notification.ts';
import { CallLife } from './call-life.ts';
import type { Changes } from './changes.ts';
import { ContentSharing } from './content-sharing.ts';
import { GraphChat } from './graph-chat.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphMedia } from './graph-media.ts';
import { GraphMeeting } from './graph-meeting.ts';
import { GraphRoster, type GraphRosterOptions } from './graph-roster.ts';
import { GraphSelf } from './graph-self.ts';
import { GraphTaking } from './graph-taking.ts';
import { GraphTransfer } from './graph-transfer.ts';
import { keepAlive } from './keep-alive.ts';
import { Looking } from './looking.ts';
import { KeyOrder, nextState } from './order.ts';
import { bridgedRoad } from './media-road.ts';
import { BridgeMedia } from './media/bridge-media.ts';
import { BridgeOperations } from './media/bridge-operations.ts';
import type { Bridges, OpenedBridge } from './media/bridges.ts';
import { Operations } from './operations.ts';
import type { PromptLinks } from './prompt-links.ts';
import { RosterFeed } from './roster-feed.ts';

/** How long after the bridge the service may take to say that sound flows. */
const ACTIVE_WITHIN_MS = 2_000;

export type GraphCallOptions = Pick<GraphRosterOptions, 'isApart'> & {
  readonly info: CallInfo;
  readonly status: 'ringing' | 'connecting';
  readonly client: GraphClient;
  readonly links: PromptLinks;
  readonly bridges: Bridges;
  /** Of a call that was placed with media of its own. */
  readonly bridge?: OpenedBridge | undefined;
  /** The link of the meeting to which it goes. */
  readonly joinUrl?: string | undefined;
  /** Whose tokens the call wants; the app's own unless given. */
  readonly tenantId?: string | undefined;
  readonly appId: string;
  readonly callbackUri: string;
  /** Where changes are told, and who takes them in. */
  readonly changesUrl: string;
  readonly changes: Changes;
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
  readonly #sharing: ContentSharing;
  readonly #meeting: GraphMeeting;
  readonly #roster: GraphRoster;
  readonly #taking: GraphTaking;
  readonly #transfer: GraphTransfer;
  readonly #self: GraphSelf;
  readonly #keys: KeyOrder;
  #bridge:
    | { readonly media: BridgeMedia; readonly operations: BridgeOperations; readonly needs: readonly MediaNeed[]; readonly blob: string }
    | undefined;
  #hearing: Promise<unknown> | undefined;
  /** The service has said that sound flows. */
  #isActive = false;
  #hangingUp: Promise<void> | undefined;
  #chat: GraphChat | undefined;

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
    const roster = (): RosterFeed['told'] => this.#feed.told;
    this.#sharing = new ContentSharing({ roster, tell: (sharing) => this.#life.facts.tell('sharingChanged', sharing) });
    this.#meeting = new GraphMeeting({ ...shared, meetings: client.meetings });
    this.#feed = new RosterFeed({ ...shared, onChange: () => this.#rosterChanged() });
    this.#roster = new GraphRoster({ ...shared, feed: this.#feed });
    this.#taking = new GraphTaking({ ...shared, onTaken: () => this.#taken() });
    this.#transfer = new GraphTransfer(shared);
    this.#self = new GraphSelf(shared);
    this.#life.signal.addEventListener('abort', () => {
      this.#keys.end();
      this.#transfer.callEnded();
    });
    if (options.bridge) this.#cross(options.bridge);
    if (options.status === 'connecting') this.#taken();
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

  /** Sound and pictures, when they are the bot's own. */
  get media(): CarrierMedia | undefined {
    return this.#bridge?.media;
  }

  get chat(): CarrierChat | undefined {
    return this.#chat;
  }

  meeting(options?: Cancel): Promise<MeetingDetails | undefined> {
    return this.#meeting.details(options);
  }

  async answer({ needs = [], signal }: Cancel & MediaNeeds = {}): Promise<AnswerOutcome> {
    if (needs.length > 0 && !this.#bridge && this.#life.status === 'ringing') {
      const { bridges, tenantId } = this.#options;
      this.#cross(await bridges.open(needs, { tenantId, signal }));
    }
    return this.#taking.answer({ signal, road: this.#bridge && bridgedRoad(this.#bridge.blob, this.#bridge.needs) });
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
    return (this.#bridge?.operations ?? this.#media).play(sounds, options);
  }

  record(options: RecordingOptions & Cancel): Promise<RecordOutcome> {
    return (this.#bridge?.operations ?? this.#media).record(options);
  }

  async hearKeys({ signal }: Cancel = {}): Promise<void> {
    const { client, random } = this.#options;
    // The bridge tells of every key unasked.
    if (this.#bridge) return signal?.throwIfAborted();
    this.#hearing ??= client.calls.subscribeToTone(this.info.id, { clientContext: random.uuid() }, { signal: this.#life.signal });
    try {
      await orAborted(this.#hearing, signal);
    } catch (error) {
      signal?.throwIfAborted();
      this.#hearing = undefined;
      await this.#life.afterFault(error);
    }
  }

  sendKeys(keys: string, options?: Cancel & { readonly pauseMs?: number | undefined }): Promise<PlayOutcome> {
    return (this.#bridge?.operations ?? this.#media).sendKeys(keys, options);
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

  /** That content is shared, as the service tells it. Never throws. */
  heardSharing(changeType: ChangeType, data: unknown): void {
    if (!this.#life.ended) this.#sharing.heard(changeType, data);
  }

  #rosterChanged(): void {
    this.#bridge?.media.refresh();
    this.#sharing.refresh();
  }

  #heardCall(changeType: ChangeType, call: Call): void {
    this.#meeting.heard(call);
    this.#feed.knowSelf(call.myParticipantId);
    const threadId = call.chatInfo?.threadId;
    if (threadId != null && threadId !== '') {
      const { client } = this.#options;
      this.#chat ??= new GraphChat({ ...this.#options, callId: this.info.id, threadId, chats: client.chats, life: this.#life });
    }
    if (call.toneInfo) this.#keys.heard(call.toneInfo);
    const wasTransferring = this.#life.status === 'transferring';
    const next = nextState(this.#life.state, changeType, call);
    this.#transfer.heard(call, { wasTransferring, isLast: next?.status === 'ended' });
    if (next?.status === 'ended') this.#life.end(next.reason);
    else if (next) this.#become(next);
  }

  /** With media of its own a call has sound once the service says so and the bridge is there. */
  #become(next: CallState): void {
    if (!this.#bridge || next.status !== 'connected') return this.#life.become(next);
    const { state } = this.#life;
    this.#isActive ||= next.hasSound;
    const hadSound = state.status === 'connected' && state.hasSound;
    const hasSound = hadSound || (this.#isActive && this.#bridge.media.isReady);
    if (state.status !== 'connected' || hadSound !== hasSound) this.#life.become({ ...next, hasSound });
  }

  /** The bridge is there. A service that does not tell of sound that is the bot's own is not waited for long. */
  async #crossed(): Promise<void> {
    const { clock } = this.#options;
    const life = this.#life;
    if (life.status === 'connected') this.#become({ status: 'connected', hasSound: this.#isActive });
    await clock.sleep(ACTIVE_WITHIN_MS, { signal: life.signal });
    if (life.status === 'connected') this.#become({ status: 'connected', hasSound: true });
  }

  #cross({ session, needs, ...bridge }: OpenedBridge): void {
    const { info, tenantId, client, clock, random, log } = this.#options;
    const { calls } = client;
    const life = this.#life;
    const onReady = (): void => life.run('waiting for sound', () => this.#crossed());
    const roster = (): RosterFeed['told'] => this.#feed.told;
    const media = new BridgeMedia({ ...bridge, session, needs, callId: info.id, tenantId, roster, life, calls, clock, log, onReady });
    this.#bridge = { media, operations: new BridgeOperations({ media, life, clock, random }), needs, blob: session.blob };
  }

  #taken(): void {
    this.#bridge?.media.begin();
    this.#keepAlive();
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
