/** One notification from here to the bot: signed, posted, and told in words if it did not arrive. */
import type { Clock } from '../../base/clock.ts';
import type { Facts } from '../../base/facts.ts';
import type { Random } from '../../base/random.ts';
import { called, partyOfApp, type AppEntry, type Directory } from '../../switchboard/directory.ts';
import { notificationBody } from '../../wire/graph/notification.ts';
import { allowedAddresses, type ResolveHost } from './address-guard.ts';
import { openExchange, type GraphDoorFacts } from './exchanges.ts';
import { notificationIssuer } from './identity.ts';
import type { Outgoing } from './notification-queue.ts';
import type { SendRequest } from './pinned-fetch.ts';
import { readBody } from './read-body.ts';
import type { GraphSettings } from './settings.ts';
import { signed, type SigningKey } from './signing-keys.ts';
import { isUnheard, unless, whyNot } from './why-not.ts';

export type DeliveryOptions = {
  readonly directory: Directory;
  readonly key: () => Promise<SigningKey>;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: GraphSettings;
  readonly send: SendRequest;
  readonly resolveHost: ResolveHost;
  readonly facts: Facts<GraphDoorFacts>;
  readonly signal: AbortSignal;
};

/** What went wrong, in a sentence; whether the bot can have heard nothing of it. */
export type Undelivered = { readonly message: string; readonly isUnheard: boolean };

const answerBytes = 64 * 1024;

export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #tokens = new Map<string, { readonly token: Promise<string>; readonly untilMs: number }>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Posts once; gives nothing when the bot took it. */
  async post(
    app: AppEntry,
    { legId, callId }: { readonly legId: string; readonly callId: string },
    { callbackUri, item }: Outgoing,
  ): Promise<Undelivered | undefined> {
    const { clock, random, settings, send, signal, facts } = this.#options;
    const who = called(partyOfApp(app));
    const exchangeId = random.uuid();
    const body = JSON.stringify(notificationBody([item]));
    let exchange: ReturnType<typeof openExchange> | undefined;
    try {
      const headers = { ...notificationHeaders(callId, exchangeId), authorization: `Bearer ${await this.#token(app)}` };
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
      const addresses = url.origin === new URL(app.webhook).origin ? undefined : await this.#addresses(url, app);
      const stop = AbortSignal.any([signal, clock.deadline(settings.notificationTimeoutMs)]);
      const isFresh = item.changeType === 'created';
      const response = await unless(stop, send(url, { method: 'POST', headers, body, addresses, isFresh, signal: stop }));
      const answer = await readBody(response.body, { limitBytes: answerBytes, signal: stop });
      exchange.answered({ status: response.status, headers: response.headers, body: answer && Buffer.from(answer).toString('utf8') });
      if (response.ok) return undefined;
      const message = `${who} answered a notification at ${callbackUri} with status ${String(response.status)}. Its own log says why.`;
      return { message, isUnheard: false };
    } catch (error) {
      const why = whyNot(error);
      const remedy = why === 'connection refused' ? ' Is it running?' : '';
      const message = `${who} could not be reached at ${callbackUri}: ${why}.${remedy}`;
      exchange?.failed(message);
      return { message, isUnheard: isUnheard(error) };
    }
  }

  #addresses(url: URL, { isLocal }: AppEntry): Promise<readonly string[]> {
    const { clock, resolveHost } = this.#options;
    return allowedAddresses(url, (host) => clock.hold(() => resolveHost(host)), { isLocal });
  }

  /** Signing takes a millisecond or two, so a token serves for a while. */
  #token({ appId }: AppEntry): Promise<string> {
    const { key, clock, directory, settings } = this.#options;
    const kept = this.#tokens.get(appId);
    if (kept && clock.wallMs() < kept.untilMs) return kept.token;
    const claims = { iss: notificationIssuer, aud: appId, tid: directory.tenantId };
    const token = key().then((signing) => signed(signing, clock, claims, settings.tokenLifetimeMs));
    this.#tokens.set(appId, { token, untilMs: clock.wallMs() + settings.notificationTokenKeptMs });
    token.catch(() => this.#tokens.delete(appId));
    return token;
  }
}

function notificationHeaders(chainId: string, messageId: string): Record<string, string> {
  return {
    'user-agent': 'Microsoft-Skype/3.0,(Calling/1.0)',
    'x-microsoft-skype-chain-id': chainId,
    'x-microsoft-skype-message-id': messageId,
    'scenario-id': chainId,
    accept: 'application/json',
    'content-type': 'application/json',
  };
}
