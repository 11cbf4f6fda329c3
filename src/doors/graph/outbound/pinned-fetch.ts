/** An HTTP request to addresses that were looked at before: the host name is not resolved a second time. The default at the edge. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';

/** One request without following redirects. `addresses`, when given, are the only ones that are connected to. */
export type SendRequest = (url: URL, request: OutgoingRequest) => Promise<Response>;

type OutgoingRequest = {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly addresses?: readonly string[] | undefined;
  /** Whether a connection of its own must be made: a kept one may have been closed at the other end, and nobody will try again. */
  readonly isFresh?: boolean | undefined;
  readonly signal: AbortSignal;
};

/** Sends over node's own sockets. Rejects with the socket's error, whose `code` says what happened. */
export const pinnedFetch: SendRequest = (url, { method, headers, body, addresses, isFresh, signal }) =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const lookup = addresses && lookupOf(addresses);
    // A kept connection may lead to an address that was good for somebody else only.
    const fresh = isFresh || addresses ? ({ agent: false } as const) : {};
    const request = send(url, { method, headers: { ...headers }, signal, ...fresh, ...(lookup ? { lookup } : {}) }, (incoming) => {
      const answered = new Headers();
      for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) answered.set(name, String(value));
      const status = incoming.statusCode ?? 500;
      const isEmpty = status === 204 || status === 205 || status === 304;
      if (isEmpty) incoming.resume();
      const stream = Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
      resolve(new Response(isEmpty ? null : stream, { status, headers: answered, statusText: incoming.statusMessage ?? '' }));
    });
    request.on('error', reject);
    request.end(body);
  });

/** The same through a `fetch`, which resolves by itself: for tests and for composition within one process. */
export function throughFetch(fetch: typeof globalThis.fetch): SendRequest {
  return (url, { method, headers, body, signal }) =>
    fetch(url, { method, headers: { ...headers }, signal, redirect: 'manual', ...(body === undefined ? {} : { body }) });
}

function lookupOf(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, { all: wantsAll }, done) => {
    const [first] = all;
    if (wantsAll) done(null, all);
    else done(null, first?.address ?? '', first?.family ?? 4);
  };
}
