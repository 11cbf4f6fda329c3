/** Reports of what goes over the wire, for the call inspector: each twice, when it is sent and when it is answered. */
import type { Clock } from '../../base/clock.ts';
import type { Facts } from '../../base/facts.ts';
import { shownBody, shownHeaders, type WireExchange } from '../../wire/graph/exchange.ts';

export type GraphDoorFacts = { exchange: WireExchange };

type Opened = Pick<WireExchange, 'exchangeId' | 'direction' | 'appId' | 'callId' | 'method' | 'url'> & {
  readonly headers: Headers;
  readonly body?: string | undefined;
};

type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly body?: string | undefined;
  readonly callId?: string | undefined;
};

/** Reports that something was sent or received; what it gives reports how that ended. */
export function openExchange(
  facts: Facts<GraphDoorFacts>,
  clock: Clock,
  opened: Opened,
): { answered(answer: Answered): void; failed(problem: string): void } {
  const { headers, body, ...rest } = opened;
  const startedMs = clock.now();
  const first: WireExchange = {
    ...rest,
    seenBy: 'switchboard',
    atMs: clock.wallMs(),
    requestHeaders: shownHeaders(headers),
    requestBody: body === undefined ? undefined : shownBody(body),
  };
  facts.tell('exchange', first);
  const tookMs = (): number => Math.round((clock.now() - startedMs) * 100) / 100;
  return {
    answered(answer) {
      facts.tell('exchange', {
        ...first,
        callId: answer.callId ?? first.callId,
        status: answer.status,
        responseHeaders: shownHeaders(answer.headers),
        responseBody: answer.body === undefined ? undefined : shownBody(answer.body),
        tookMs: tookMs(),
      });
    },
    failed(problem) {
      facts.tell('exchange', { ...first, problem, tookMs: tookMs() });
    },
  };
}
