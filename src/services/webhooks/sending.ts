/** One try of one delivery: a signed POST, and what became of it. */
import { orAborted } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import { retryAfterMs } from '../../base/retry-after.ts';
import { signedHeaders } from './signature.ts';

export type Letter = {
  readonly url: string;
  readonly webhookId: string;
  readonly body: string;
  readonly key: Uint8Array;
};

export type Sent =
  | { readonly kind: 'delivered'; readonly outcome: string }
  /** `retryAfterMs` is what the receiver asked for. */
  | { readonly kind: 'failed'; readonly outcome: string; readonly retryAfterMs?: number | undefined }
  /** 410: the receiver wants nothing any more. */
  | { readonly kind: 'gone'; readonly outcome: string };

export type SendingOptions = {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** Aborting breaks it off; the promise rejects with its reason. */
  readonly signal: AbortSignal;
};

const WITHIN_MS = 15_000;

/** The outcome says no address and no secret: it is shown to people. */
export async function send({ url, webhookId, body, key }: Letter, { fetch, clock, signal }: SendingOptions): Promise<Sent> {
  const timestamp = Math.floor(clock.wallMs() / 1000);
  const late = new AbortController();
  const stop = AbortSignal.any([signal, late.signal]);
  using _ = clock.after(WITHIN_MS, () => late.abort());
  try {
    // A `fetch` need not look at its signal.
    const answer = await orAborted(
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Rollcall', ...signedHeaders({ webhookId, timestamp, body }, key) },
        body,
        redirect: 'manual',
        signal: stop,
      }),
      stop,
    );
    // What it says is of no use; the connection is.
    await answer.body?.cancel().catch(() => undefined);
    return sentBy(answer, clock.wallMs());
  } catch (error) {
    signal.throwIfAborted();
    if (late.signal.aborted) return { kind: 'failed', outcome: `no answer within ${String(WITHIN_MS / 1000)} s` };
    return { kind: 'failed', outcome: `could not be reached: ${reasonOf(error)}` };
  }
}

function sentBy({ status, headers }: Response, wallMs: number): Sent {
  if (status >= 200 && status < 300) return { kind: 'delivered', outcome: `answered ${String(status)}` };
  if (status === 410) return { kind: 'gone', outcome: 'answered 410: the receiver is gone, and gets nothing any more' };
  if ((status >= 300 && status < 400) || status === 0)
    return { kind: 'failed', outcome: 'answered with a redirect, which is not followed' };
  return { kind: 'failed', outcome: `answered ${String(status)}`, retryAfterMs: retryAfterMs(headers.get('retry-after'), wallMs) };
}

/** The deepest cause says most: `connect ECONNREFUSED`. Codes alone, since messages hold addresses. */
function reasonOf(error: unknown): string {
  let deepest = error;
  for (let depth = 0; depth < 5 && deepest instanceof Error && deepest.cause instanceof Error; depth++) deepest = deepest.cause;
  const { code, name } = deepest as NodeJS.ErrnoException;
  return code ?? name ?? 'unknown';
}
