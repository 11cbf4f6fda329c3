/** An app's address for notifications: looked at, asked whether it is there, and posted to. */
import { anyOf, orAborted, type Cancel } from '../../../../base/cancel.ts';
import type { Clock } from '../../../../base/clock.ts';
import type { Facts } from '../../../../base/facts.ts';
import type { Random } from '../../../../base/random.ts';
import type { AppEntry } from '../../../../switchboard/directory.ts';
import { allowedAddresses, type ResolveHost } from '../../outbound/address-guard.ts';
import { openExchange, type GraphDoorFacts } from '../../exchanges.ts';
import type { SendRequest } from '../../outbound/pinned-fetch.ts';
import { readBody } from '../../read-body.ts';
import { whyNot } from '../../outbound/why-not.ts';

export type EndpointOptions = {
  readonly clock: Clock;
  readonly random: Random;
  readonly send: SendRequest;
  readonly resolveHost: ResolveHost;
  readonly facts: Facts<GraphDoorFacts>;
};

type Post = { readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly timeoutMs: number };

const answerBytes = 16 * 1024;

/** What came back. Rejects when nothing did, or when the address is not to be asked. The inspector sees it either way. */
export async function post(
  link: string,
  { headers, body, timeoutMs }: Post,
  app: AppEntry,
  { clock, random, send, resolveHost, facts, signal }: EndpointOptions & Cancel,
): Promise<{ readonly response: Response; readonly text: string | undefined }> {
  const exchangeId = random.uuid();
  const sent = { ...headers, 'client-request-id': exchangeId };
  const { appId } = app;
  const opened = { exchangeId, direction: 'notification', appId, callId: undefined, method: 'POST', url: link, headers: new Headers(sent), body } as const; // prettier-ignore
  const exchange = openExchange(facts, clock, opened);
  try {
    const url = new URL(link);
    const addresses = await allowedAddresses(url, (host) => clock.hold(() => resolveHost(host)), app);
    const deadline = clock.deadline(timeoutMs);
    const stop = anyOf(signal, deadline);
    const response = await orAborted(send(url, { method: 'POST', headers: sent, body, addresses, signal: stop }), stop);
    const bytes = await readBody(response.body, { limitBytes: answerBytes, signal: stop });
    const text = bytes && Buffer.from(bytes).toString('utf8');
    exchange.answered({ status: response.status, headers: response.headers, body: text });
    return { response, text };
  } catch (error) {
    exchange.failed(whyNot(error));
    throw error;
  }
}

/** Why nothing may be sent there; undefined when it may. */
export function badEndpoint(link: string, { isLocal }: AppEntry): string | undefined {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (!url) return `“${link.slice(0, 200)}” is no address`;
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) return undefined;
  if (url.protocol === 'http:') return 'it must be https; only an app registered as local may use http';
  return `“${url.protocol}” is not served; https is`;
}

/** Has the app repeat a token in plain text. Undefined when it did; else why not. Source: Graph docs, change-notifications-delivery-webhooks. */
export async function handshake(
  link: string,
  app: AppEntry,
  options: EndpointOptions & Cancel & { readonly timeoutMs: number },
): Promise<string | undefined> {
  // With blanks and signs in it, so that an app that does not decode it is found out here.
  const token = `Validation: is anybody there? Request-Id: ${options.random.uuid()}`;
  const url = new URL(link);
  const query = `validationToken=${encodeURIComponent(token)}`;
  url.search = url.search === '' ? `?${query}` : `${url.search}&${query}`;
  const headers = { 'content-type': 'text/plain; charset=utf-8', accept: 'text/plain' };
  try {
    const { response, text } = await post(url.href, { headers, body: '', timeoutMs: options.timeoutMs }, app, options);
    if (response.status !== 200) return `it answered with status ${String(response.status)}; 200 is needed`;
    const type = response.headers.get('content-type') ?? 'none';
    if (!/^text\/plain\b/i.test(type)) return `its content type was ${type}; text/plain is needed`;
    if (text === encodeURIComponent(token)) return 'it gave the token back as it stood in the address; it must be URL-decoded';
    return text?.trim() === token ? undefined : 'it did not give the token back';
  } catch (error) {
    return whyNot(error);
  }
}
