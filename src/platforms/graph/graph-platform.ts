/** One app on a service that speaks Microsoft Graph cloud communications: Microsoft Teams, or a switchboard of our own. */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { Facts, type FactSource } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { CarrierCall, Platform, PlatformFacts, Target } from '../../call/platform.ts';
import type { WireExchange } from '../../wire/graph/exchange.ts';
import type { Notification } from '../../wire/graph/notification.ts';
import { GraphCommands } from './commands.ts';
import { Courier } from './courier.ts';
import { GraphCall } from './graph-call.ts';
import { Notifications } from './notifications.ts';
import { infoOf, invitationTo } from './parties.ts';
import { PromptLinks } from './prompt-links.ts';
import { servePrompt } from './serve-prompt.ts';
import { TokenSource } from './token.ts';
import { NotificationVerifier } from './verify-notification.ts';

/** Graph docs, api/call-answer. */
const ANSWER_WITHIN_MS = 15_000;
/** Messages about calls that we do not know yet: a dialled call's first ones may overtake the answer that names it. */
const STRAYS = 200;
/** Calls that are over: a late message must not bring them back, but may bring their last recording. */
const REMEMBERED = 500;

export type GraphPlatformOptions = {
  /** For people: "Microsoft Teams", "this switchboard". */
  readonly name: string;
  /** Graph's root with its version: `https://graph.microsoft.com/v1.0`. For Teams see `teams-endpoints.ts`. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly openIdUrl: string;
  readonly tenantId: string;
  readonly appId: string;
  readonly secret: string;
  /** Where the service reaches this bot; `fetch` below answers everything under it. */
  readonly publicUrl: string;
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
  readonly #commands: GraphCommands;
  readonly #links: PromptLinks;
  readonly #notifications: Notifications;
  readonly #calls = new Map<string, GraphCall>();
  readonly #over = new Map<string, GraphCall>();
  readonly #publicUrl: string;
  #strays: Extract<Notification, { about: 'call' | 'operation' }>[] = [];

  constructor(options: GraphPlatformOptions) {
    const { fetch = globalThis.fetch, log } = options;
    this.name = options.name;
    this.#options = options;
    this.#publicUrl = options.publicUrl.replace(/\/+$/, '');
    this.#facts = new Facts({ onError: (error) => log.error('a listener of the platform failed', { error }) });
    const report = (exchange: WireExchange): void => this.#facts.tell('exchange', exchange);
    const courier = new Courier({ ...options, fetch, report });
    this.#commands = new GraphCommands({ ...options, courier, tokens: new TokenSource({ ...options, courier }) });
    this.#links = new PromptLinks(options);
    const verifier = new NotificationVerifier({ ...options, fetch });
    this.#notifications = new Notifications({ ...options, verifier, report, deliver: (notification) => this.#heard(notification) });
  }

  get facts(): FactSource<GraphFacts> {
    return this.#facts;
  }

  /** The calls that are up. */
  get calls(): readonly CarrierCall[] {
    return [...this.#calls.values()];
  }

  /** The public side: `POST …/calls` takes notifications, `GET …/prompts/…` hands out what the bot says. */
  async fetch(request: Request): Promise<Response> {
    const below = new URL(request.url).pathname.slice(new URL(this.#publicUrl).pathname.replace(/\/$/, '').length);
    const [, room, file, ...rest] = below.split('/');
    if (room === 'calls' && file === undefined) {
      return request.method === 'POST'
        ? this.#notifications.receive(request)
        : new Response(null, { status: 405, headers: { allow: 'POST' } });
    }
    if (room === 'prompts' && file !== undefined && rest.length === 0) {
      return servePrompt(request, file, {
        ...this.#options,
        links: this.#links,
        report: (exchange) => this.#facts.tell('exchange', exchange),
      });
    }
    return new Response(null, { status: 404 });
  }

  async dial(target: Target, { signal }: Cancel = {}): Promise<CarrierCall> {
    signal?.throwIfAborted();
    const { appId, tenantId } = this.#options;
    const created = await this.#commands.create(
      {
        '@odata.type': '#microsoft.graph.call',
        callbackUri: this.#callbackUri,
        source: { '@odata.type': '#microsoft.graph.participantInfo', identity: { application: { id: appId } } },
        targets: [invitationTo(target)],
        requestedModalities: ['audio'],
        mediaConfig: { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' },
        tenantId,
      } as Parameters<GraphCommands['create']>[0],
      { signal },
    );
    const call = this.#add(
      created.id,
      new GraphCall({ ...this.#callOptions(created.id), info: infoOf(created.id, created, 'outgoing'), status: 'connecting' }),
    );
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
    if (notification.about === 'other')
      return this.#options.log.debug('a notification about something else', { resource: notification.resource });
    const { callId } = notification;
    const known = this.#calls.get(callId) ?? this.#over.get(callId);
    if (known) return known.heard(notification);
    if (notification.about === 'call' && notification.changeType === 'created' && (notification.call.state ?? 'incoming') === 'incoming') {
      const info = infoOf(callId, notification.call, 'incoming');
      const call = this.#add(callId, new GraphCall({ ...this.#callOptions(callId), info, status: 'ringing' }));
      return this.#facts.tell('incoming', { call, answerWithinMs: ANSWER_WITHIN_MS });
    }
    this.#strays.push(notification);
    if (this.#strays.length > STRAYS) this.#strays.shift();
  }

  #callOptions(id: string): Omit<ConstructorParameters<typeof GraphCall>[0], 'info' | 'status'> {
    const { clock, random, log } = this.#options;
    const onEnded = (): void => this.#forget(id);
    return { commands: this.#commands, links: this.#links, callbackUri: this.#callbackUri, clock, random, log, onEnded };
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

  get #callbackUri(): string {
    return `${this.#publicUrl}/calls`;
  }
}
