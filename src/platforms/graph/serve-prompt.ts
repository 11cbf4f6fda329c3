/** Hands out one sound to whoever holds a good link to it: the service, just before it plays it. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { shownHeaders, type WireExchange } from '../../wire/graph/exchange.ts';
import type { PromptLinks } from './prompt-links.ts';

export type ServeOptions = {
  readonly links: PromptLinks;
  readonly appId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly report: (exchange: WireExchange) => void;
};

/** `file` is the last part of the link's path. */
export function servePrompt(request: Request, file: string, { links, appId, clock, random, log, report }: ServeOptions): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  const opened = links.open(file);
  const response = opened.kind === 'sound' ? soundResponse(request, opened.wav) : new Response(null, { status: 404 });
  const problem = opened.kind === 'sound' ? undefined : `a prompt was asked for in vain: ${opened.why}`;
  if (problem !== undefined) log.warn('a prompt was asked for in vain', { problem, callId: opened.callId });
  report({
    exchangeId: request.headers.get('client-request-id') ?? random.uuid(),
    seenBy: 'bot',
    direction: 'notification',
    callId: opened.callId,
    appId,
    atMs: clock.wallMs(),
    method: request.method,
    url: request.url,
    requestHeaders: shownHeaders(request.headers),
    status: response.status,
    responseHeaders: shownHeaders(response.headers),
    responseBody: opened.kind === 'sound' ? `(${String(opened.wav.length)} bytes of sound)` : '',
    tookMs: 0,
    problem,
  });
  return response;
}

function soundResponse(request: Request, wav: Uint8Array): Response {
  const headers = { 'content-type': 'audio/wav', 'content-length': String(wav.length), 'cache-control': 'private, max-age=60' };
  return new Response(request.method === 'HEAD' ? null : wav.slice(), { status: 200, headers });
}
