/** Fetches what an app points at, with suspicion: public addresses only, few redirects, little time, few bytes. */
import { anyOf, orAborted, type Cancel } from '../../../base/cancel.ts';
import type { Clock } from '../../../base/clock.ts';
import { allowedAddresses, type ResolveHost } from './address-guard.ts';
import { GraphDoorError } from '../errors.ts';
import type { SendRequest } from './pinned-fetch.ts';
import { readBody } from '../read-body.ts';
import { whyNot } from './why-not.ts';

export type FetchGuard = {
  readonly send: SendRequest;
  readonly resolveHost: ResolveHost;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly limitBytes: number;
  readonly redirects: number;
};

/** The bytes behind `link`. Rejects with a `GraphDoorError` whose message can be told to the app. */
export async function guardedFetch(
  guard: FetchGuard,
  link: string,
  { isLocal, signal }: Cancel & { readonly isLocal: boolean },
): Promise<Uint8Array> {
  const deadline = guard.clock.deadline(guard.timeoutMs);
  const stop = anyOf(signal, deadline);
  let url = parsed(link);
  for (let redirects = 0; ; redirects++) {
    const response = await attempt(guard, url, isLocal, stop);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return body(guard, url, response, stop);
    await response.body?.cancel();
    if (redirects >= guard.redirects) throw failed(url, `it was redirected more than ${String(guard.redirects)} times`);
    url = parsed(location, url);
  }
}

function parsed(link: string, base?: URL): URL {
  if (URL.canParse(link, base)) return new URL(link, base);
  throw new GraphDoorError('graph-door/prompt', `“${link.slice(0, 200)}” is not a link`);
}

async function attempt({ send, resolveHost, clock }: FetchGuard, url: URL, isLocal: boolean, signal: AbortSignal): Promise<Response> {
  const addresses = await allowedAddresses(url, (host) => clock.hold(() => resolveHost(host)), { isLocal });
  try {
    return await orAborted(send(url, { method: 'GET', headers: { accept: 'audio/wav, */*;q=0.5' }, addresses, signal }), signal);
  } catch (cause) {
    throw failed(url, whyNot(cause), cause);
  }
}

async function body({ limitBytes }: FetchGuard, url: URL, response: Response, signal: AbortSignal): Promise<Uint8Array> {
  if (!response.ok) {
    await response.body?.cancel();
    throw failed(url, `the answer was ${String(response.status)} ${response.statusText}`.trim());
  }
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readBody(response.body, { limitBytes, signal });
  } catch (cause) {
    throw failed(url, `it broke off: ${whyNot(cause)}`, cause);
  }
  if (!bytes) throw failed(url, `it is longer than ${String(Math.round(limitBytes / 1024 / 1024))} MB`);
  return bytes;
}

function failed(url: URL, why: string, cause?: unknown): GraphDoorError {
  return new GraphDoorError('graph-door/prompt', `${url.href}: ${why}`, { cause });
}
