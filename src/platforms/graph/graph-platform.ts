/** One app on a service that speaks Microsoft Graph cloud communications: Microsoft Teams, or a switchboard of our own. */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { CallError } from '../../call/errors.ts';
import type { CarrierCall, JoiningAs, Meeting, MediaNeeds, Platform, PlatformFacts, Target } from '../../call/platform.ts';
import type { WireExchange } from '../../wire/graph/exchange.ts';
import { parseJoinLink } from '../../wire/graph/join-link.ts';
import type { Notification } from '../../wire/graph/notification.ts';
import type { CreateCallBody } from '../../wire/graph/request.ts';
import { callTo, groupCall, meetingCall, type CallBase } from './call-bodies.ts';
import { audienceOf, issuersOf } from './clouds.ts';
import { Courier } from './courier.ts';
import type { AppCredential } from './credential.ts';
import { PlatformError } from './errors.ts';
import { GraphCall } from './graph-call.ts';
import { GraphClient } from './graph-client.ts';
import { Changes } from './changes.ts';
import { bridgedRoad } from './media-road.ts';
import { Bridges } from './media/bridges.ts';
import type { OpenBridgeSocket } from './media/bridge-socket.ts';
import { webSocketOpener } from './media/open-web-socket.ts';
import { Notifications } from './notifications.ts';
import { infoOf } from './parties.ts';
import { PromptLinks } from './prompt-links.ts';
import { servePrompt } from './serve-prompt.ts';
import { Requester } from './requester.ts';
import { TokenCache } from './token-cache.ts';
import { NotificationVerifier, type TenantCheck } from './verify-notification.ts';

/** Graph docs, api/call-answer. */
const ANSWER_WITHIN_MS = 15_000;
/** Messages about calls that we do not know yet: a dialled call's first ones may overtake the answer that names it. */
const STRAYS = 200;
/** Calls that are over: a late message must not bring them back, but may bring their last recording. */
const REMEMBERED = 500;

export type GraphPlatformOptions = AppCredential & {
  /** For people: "Microsoft Teams", "this switchboard". */
  readonly name: string;
  /** Graph's root with its version: `https://graph.microsoft.com/v1.0`. For Teams see `teams-endpoints.ts`. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly openIdUrl: string;
  readonly tenantId: string;
  readonly appId: string;
  /** From which tenants notifications are taken: the bot's own, unless told otherwise. */
  readonly tenants?: TenantCheck | undefined;
  /** Where the service reaches this bot; `fetch` below answers everything under it. */
  readonly publicUrl: string;
  /** The carrier's media bridge, for bots with `needs`: `https://…/bridge`. Without one such calls are refused with `call/cannot`. */
  readonly bridgeUrl?: string | undefined;
  /** How its sockets are opened; WebSockets of the machine unless given. */
  readonly openBridgeSocket?: OpenBridgeSocket | undefined;
  /** How requests go out; the machine's own unless given. */
  readonly fetch?: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

export type GraphFacts = PlatformFacts & {
  /** Every message between this bot and the service, twice: when sent, and when answered. Secrets are cut out. */
  exchange: WireExchange;
};

export class GraphPlatform implements Platform {
  readonly name: string;
  readonly #options: GraphPlatformOptions;
  readonly #facts: Facts<GraphFacts>;
  readonly #client: GraphClient;
  readonly #links: PromptLinks;
  readonly #bridges: Bridges;
  readonly #changes: Changes;
  readonly #notifications: Notifications;
  readonly #calls = new Map<string, GraphCall>();
  readonly #over = new Map<string, GraphCall>();
  readonly #publicUrl: string;
  #strays: Exclude<Notification, { about: 'other' }>[] = [];

  constructor(options: GraphPlatformOptions) {
    const { fetch = globalThis.fetch, log } = options;
    this.name = options.name;
    this.#options = options;
    this.#publicUrl = options.publicUrl.replace(/\/+$/, '');
    this.#facts = new Facts({ onError: (error) => log.error('a listener of the platform failed', { error }) });
    const report = (exchange: WireExchange): void => this.#facts.tell('exchange', exchange);
    const courier = new Courier({ ...options, fetch, report });
    const tokens = new TokenCache({ ...options, courier, credential: options, audience: audienceOf(options.baseUrl) });
    this.#client = new GraphClient(new Requester({ ...options, courier, tokens }));
    this.#links = new PromptLinks(options);
    this.#changes = new Changes(options);
    const { bridgeUrl, openBridgeSocket: openSocket = webSocketOpener(options.clock) } = options;
    this.#bridges = new Bridges({ ...options, bridgeUrl, courier, tokens, openSocket });
    const verifier = new NotificationVerifier({ ...options, fetch, issuers: issuersOf(options.baseUrl) });
    this.#notifications = new Notifications({ ...options, verifier, report, deliver: (notification) => this.#heard(notification) });
  }

  get facts(): FactSource<GraphFacts> {
    return this.#facts;
  }

  /** The calls that are up. */
  get calls(): readonly CarrierCall[] {
    return [...this.#calls.values()];
  }

  /** The public side: `POST …/calls` takes notifications, `POST …/changes` news of chats, `GET …/prompts/…` hands out what the bot says. */
  async fetch(request: Request): Promise<Response> {
    const below = new URL(request.url).pathname.slice(new URL(this.#publicUrl).pathname.replace(/\/$/, '').length);
    const [, room, file, ...rest] = below.split('/');
    if (room === 'calls' && file === undefined) {
      return request.method === 'POST'
        ? this.#notifications.receive(request)
        : new Response(null, { status: 405, headers: { allow: 'POST' } });
    }
    if (room === 'changes' && file === undefined && request.method === 'POST') return this.#changes.receive(request);
    if (room === 'prompts' && file !== undefined && rest.length === 0) {
      return servePrompt(request, file, {
        ...this.#options,
        links: this.#links,
        report: (exchange) => this.#facts.tell('exchange', exchange),
      });
    }
    return new Response(null, { status: 404 });
  }

  async dial(target: Target, options?: Cancel & MediaNeeds): Promise<CarrierCall> {
    return this.#place((base) => callTo(target, base), options);
  }

  async dialGroup(
    targets: readonly Target[],
    { subject, ...options }: Cancel & MediaNeeds & { readonly subject?: string | undefined } = {},
  ): Promise<CarrierCall> {
    return this.#place((base) => groupCall(targets, { ...base, subject }), options);
  }

  async join(
    meeting: Meeting,
    { guestName, apart: isApart = false, ...options }: Cancel & MediaNeeds & JoiningAs = {},
  ): Promise<CarrierCall> {
    const guest = guestName === undefined ? undefined : { id: this.#options.random.uuid(), name: guestName };
    try {
      const bodyOn = (base: CallBase): CreateCallBody => meetingCall(addressOf(meeting), { ...base, guest, isApart });
      return await this.#place(bodyOn, { ...options, isApart, joinUrl: linkOf(meeting) });
    } catch (error) {
      if (!isNoMeeting(error)) throw error;
      throw new CallError('call/no-meeting', error.message, { cause: error });
    }
  }

  async #place(
    bodyOn: (base: CallBase) => CreateCallBody,
    { needs = [], signal, ...more }: Cancel & MediaNeeds & Pick<ConstructorParameters<typeof GraphCall>[0], 'joinUrl' | 'isApart'> = {},
  ): Promise<CarrierCall> {
    signal?.throwIfAborted();
    // What is wrong with the body is told before anything is asked for.
    bodyOn(this.#base);
    const bridge = needs.length === 0 ? undefined : await this.#bridges.open(needs, { signal });
    const road = bridge && bridgedRoad(bridge.session.blob, needs);
    const created = await this.#client.calls.create(bodyOn({ ...this.#base, road }), { signal });
    const info = infoOf(created.id, created, 'outgoing');
    const call = this.#add(created.id, new GraphCall({ ...this.#callOptions(created.id), info, status: 'connecting', bridge, ...more }));
    call.heard({ about: 'call', changeType: 'created', callId: created.id, call: created });
    const early = this.#strays.filter((stray) => stray.callId === created.id);
    this.#strays = this.#strays.filter((stray) => stray.callId !== created.id);
    for (const notification of early) call.heard(notification);
    if (signal?.aborted) {
      await call.hangUp();
      throw signal.reason;
    }
    return call;
  }

  /** Hangs up every call. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#calls.values()].map((call) => call.hangUp()));
  }

  #heard(notification: Notification): void {
    if (notification.about === 'other') {
      const { resource, changeType, data } = notification;
      const known = this.#calls.get(notification.callId ?? '');
      if (known && /\/contentSharingSessions(\/|$)/i.test(resource)) return known.heardSharing(changeType, data);
      return this.#options.log.debug('a notification about something else', { resource });
    }
    const { callId } = notification;
    const known = this.#calls.get(callId) ?? this.#over.get(callId);
    if (known) return known.heard(notification);
    if (notification.about === 'call' && notification.changeType === 'created' && (notification.call.state ?? 'incoming') === 'incoming') {
      const info = infoOf(callId, notification.call, 'incoming');
      const call = this.#add(callId, new GraphCall({ ...this.#callOptions(callId, notification.call.tenantId), info, status: 'ringing' }));
      call.heard(notification);
      return this.#facts.tell('incoming', { call, answerWithinMs: ANSWER_WITHIN_MS });
    }
    this.#strays.push(notification);
    if (this.#strays.length > STRAYS) this.#strays.shift();
  }

  /** A call of another tenant wants tokens of that tenant: else the service says 7505. */
  #callOptions(id: string, tenantId?: string | null): Omit<ConstructorParameters<typeof GraphCall>[0], 'info' | 'status'> {
    const { clock, random, log, appId, tenantId: own } = this.#options;
    const onEnded = (): void => this.#forget(id);
    const isOurs = tenantId == null || tenantId.toLowerCase() === own.toLowerCase();
    const client = isOurs ? this.#client : this.#client.forTenant(tenantId);
    const whose = isOurs ? {} : { tenantId };
    return {
      client,
      links: this.#links,
      bridges: this.#bridges,
      changes: this.#changes,
      changesUrl: `${this.#publicUrl}/changes`,
      ...whose,
      appId,
      callbackUri: this.#callbackUri,
      clock,
      random,
      log,
      onEnded,
    };
  }

  #add(id: string, call: GraphCall): GraphCall {
    this.#calls.set(id, call);
    return call;
  }

  #forget(id: string): void {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (call) this.#over.set(id, call);
    if (this.#over.size > REMEMBERED) this.#over.delete(this.#over.keys().next().value ?? '');
  }

  get #base(): CallBase {
    const { appId, tenantId } = this.#options;
    return { appId, tenantId, callbackUri: this.#callbackUri };
  }

  get #callbackUri(): string {
    return `${this.#publicUrl}/calls`;
  }
}

/** 404 without more, or what the calling service says of tokens, links, ids and locked meetings. */
function isNoMeeting(error: unknown): error is PlatformError {
  if (!(error instanceof PlatformError) || error.code !== 'platform/refused') return false;
  return error.status === 404 || ['8526', '8527', '8560', '8561'].includes(error.graphCode ?? '');
}

/** Where all that was given is a link. */
function linkOf(meeting: Meeting): string | undefined {
  return 'link' in meeting && /^https:\/\/\S+$/.test(meeting.link.trim()) ? meeting.link.trim() : undefined;
}

function addressOf(meeting: Meeting): Parameters<typeof meetingCall>[0] {
  if ('token' in meeting) return { kind: 'token', token: meeting.token };
  if ('id' in meeting) return { kind: 'id', joinMeetingId: meeting.id.replace(/\s/g, ''), passcode: meeting.passcode };
  const address = parseJoinLink(meeting.link);
  if (address) return address;
  const message = `“${meeting.link.slice(0, 200)}” holds no join link of a Teams meeting and no meeting id; copy the link or the text of the invitation`;
  throw new PlatformError('platform/no-meeting', message);
}
