/** One post from here to the bot: signed, sent, and told in words if it did not arrive. */
import { orAborted } from '../../../base/cancel.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Facts } from '../../../base/facts.ts';
import type { Random } from '../../../base/random.ts';
import { called, partyOfApp, type AppEntry, type Directory } from '../../../switchboard/directory.ts';
import { allowedAddresses, type ResolveHost } from '../outbound/address-guard.ts';
import { openExchange, type GraphDoorFacts } from '../exchanges.ts';
import { notificationIssuer } from '../identity/identity-documents.ts';
import type { SendRequest } from '../outbound/pinned-fetch.ts';
import { readBody } from '../read-body.ts';
import type { Scenarios } from '../request-ids.ts';
import type { GraphSettings } from '../settings.ts';
import { signed, type SigningKey } from '../identity/signing-keys.ts';
import { isUnheard, whyNot } from '../outbound/why-not.ts';

export type DeliveryOptions = {
  readonly directory: Directory;
  /** Of which tenant an app's call is, by its leg; where nobody knows, the app's home counts. */
  readonly tenants: { of(legId: string): string | undefined };
  readonly key: () => Promise<SigningKey>;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: GraphSettings;
  readonly send: SendRequest;
  readonly resolveHost: ResolveHost;
  readonly facts: Facts<GraphDoorFacts>;
  readonly scenarios: Scenarios;
  readonly signal: AbortSignal;
};

/** What is to be posted, and for whom. `callId` is the chain, `legId` Graph's call id. */
export type Post = {
  readonly app: AppEntry;
  readonly legId: string;
  readonly callId: string;
  readonly url: string;
  readonly body: object;
  /** Nobody will try it again: it does not go over a kept connection that may have been closed at the other end. */
  readonly isFresh: boolean;
  /** Of a post that is repeated. */
  readonly messageId?: string | undefined;
};

/** What went wrong, in a sentence; whether the bot can have heard nothing of it. */
export type Undelivered = { readonly message: string; readonly isUnheard: boolean };

/** How a post went; `messageId` is what it went under. */
export type Posted = { readonly messageId: string } & (
  | { readonly kind: 'taken'; readonly status: number }
  | { readonly kind: 'redirected'; readonly location: string | null; readonly undelivered: Undelivered }
  | { readonly kind: 'undelivered'; readonly undelivered: Undelivered }
);

const answerBytes = 64 * 1024;

export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #tokens = new Map<string, { readonly kid: string; readonly token: Promise<string>; readonly untilMs: number }>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Posts once. Never rejects. */
  async post({ app, legId, callId, url: callbackUri, body: json, isFresh, messageId: repeated }: Post): Promise<Posted> {
    const { clock, random, settings, send, signal, facts, scenarios } = this.#options;
    const who = called(partyOfApp(app));
    const exchangeId = random.uuid();
    const messageId = repeated ?? exchangeId;
    const body = JSON.stringify(json);
    let exchange: ReturnType<typeof openExchange> | undefined;
    try {
      const named = notificationHeaders({ chainId: callId, messageId, scenarioId: scenarios.of(legId) ?? callId });
      const headers = { ...named, authorization: `Bearer ${await this.#token(app, legId)}` };
      const opened = {
        exchangeId,
        direction: 'notification',
        appId: app.appId,
        callId: legId,
        method: 'POST',
        url: callbackUri,
        body,
      } as const;
      exchange = openExchange(facts, clock, { ...opened, headers: new Headers(headers) });
      const url = new URL(callbackUri);
      const addresses = await this.#addresses(url, app);
      const stop = AbortSignal.any([signal, clock.deadline(settings.notificationTimeoutMs)]);
      const response = await orAborted(send(url, { method: 'POST', headers, body, addresses, isFresh, signal: stop }), stop);
      const answer = await readBody(response.body, { limitBytes: answerBytes, signal: stop });
      exchange.answered({ status: response.status, headers: response.headers, body: answer && Buffer.from(answer).toString('utf8') });
      if (response.ok) return { kind: 'taken', messageId, status: response.status };
      const message = `${who} answered a notification at ${callbackUri} with status ${String(response.status)}. Its own log says why.`;
      const undelivered = { message, isUnheard: false };
      if (response.status !== 302) return { kind: 'undelivered', messageId, undelivered };
      return { kind: 'redirected', messageId, location: response.headers.get('location'), undelivered };
    } catch (error) {
      const why = whyNot(error);
      const remedy = why === 'connection refused' ? ' Is it running?' : '';
      const message = `${who} could not be reached at ${callbackUri}: ${why}.${remedy}`;
      exchange?.failed(message);
      return { kind: 'undelivered', messageId, undelivered: { message, isUnheard: isUnheard(error) } };
    }
  }

  /** Undefined for the place that the app was registered with: whoever registered it chose it. */
  async #addresses(url: URL, { isLocal, webhook }: AppEntry): Promise<readonly string[] | undefined> {
    const { clock, resolveHost } = this.#options;
    if (webhook !== undefined && url.origin === new URL(webhook).origin) return undefined;
    return allowedAddresses(url, (host) => clock.hold(() => resolveHost(host)), { isLocal });
  }

  /** Signing takes a millisecond or two, so a token serves for a while, though not after its key was replaced: that may have been withdrawn. */
  async #token({ appId, tenantId }: AppEntry, legId: string): Promise<string> {
    const { key, clock, tenants, settings } = this.#options;
    const tid = tenants.of(legId) ?? tenantId;
    const name = `${appId} ${tid}`;
    const signing = await key();
    const kept = this.#tokens.get(name);
    if (kept?.kid === signing.kid && clock.wallMs() < kept.untilMs) return kept.token;
    const claims = { iss: notificationIssuer, aud: appId, tid };
    const token = signed(signing, clock, claims, settings.tokenLifetimeMs);
    this.#tokens.set(name, { kid: signing.kid, token, untilMs: clock.wallMs() + settings.notificationTokenKeptMs });
    token.catch(() => this.#tokens.delete(name));
    return token;
  }
}

/** As in the logs of comms samples (issues 91, 191, 664): the chain's id is the scenario's where the app has not named one. */
function notificationHeaders(ids: {
  readonly chainId: string;
  readonly messageId: string;
  readonly scenarioId: string;
}): Record<string, string> {
  return {
    'user-agent': 'Microsoft-Skype/3.0,(Calling/1.0)',
    'x-microsoft-skype-chain-id': ids.chainId,
    'x-microsoft-skype-message-id': ids.messageId,
    'scenario-id': ids.scenarioId,
    accept: 'application/json',
    'content-type': 'application/json',
  };
}
