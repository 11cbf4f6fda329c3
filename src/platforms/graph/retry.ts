/** Sending a request again when the service is busy or out of reach: a few times, and only where it does no harm. */
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { retryAfterMs } from '../../base/retry-after.ts';
import type { Answer } from './courier.ts';
import { PlatformError } from './errors.ts';

const TRIES = 5;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A service that asks for a longer pause than this is not waited for; the error says so. */
const LONGEST_RETRY_AFTER_MS = 5 * 60_000;

export type RetryOptions = {
  readonly clock: Clock;
  readonly random: Random;
  /** Aborting ends the waiting between two tries. */
  readonly signal?: AbortSignal | undefined;
  /** Whether doing it twice is the same as doing it once; if not, only what was surely not taken is sent again. */
  readonly isRepeatable: boolean;
};

/** Resolves with the first answer that is not 429, 503 or 504, or with the last one after five tries. */
export async function withRetries(attempt: () => Promise<Answer>, { clock, random, signal, isRepeatable }: RetryOptions): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const outcome = await attempt().catch((error: unknown) => error);
    const waitMs = tries < TRIES ? waitBefore(outcome, { tries, isRepeatable, clock, random }) : undefined;
    if (waitMs === undefined) {
      if (isAnswer(outcome)) return outcome;
      throw outcome;
    }
    await clock.sleep(waitMs, { signal });
  }
}

/** How long to wait before the next try; undefined when there should be none. */
function waitBefore(
  outcome: unknown,
  { tries, isRepeatable, clock, random }: { tries: number; isRepeatable: boolean; clock: Clock; random: Random },
): number | undefined {
  const doubled = FIRST_WAIT_MS * 2 ** (tries - 1) * (1 + random.unit() / 4);
  if (isAnswer(outcome)) {
    // 429 and 503 say that nothing was done (RFC 6585 §4, RFC 9110 §15.6.4); a gateway's 504 does not know.
    const wasNotTaken = outcome.status === 429 || outcome.status === 503;
    if (!wasNotTaken && !(outcome.status === 504 && isRepeatable)) return undefined;
    const asked = retryAfterMs(outcome.headers.get('retry-after'), clock.wallMs());
    if (asked !== undefined) return asked <= LONGEST_RETRY_AFTER_MS ? asked : undefined;
    return Math.min(doubled, LONGEST_WAIT_MS);
  }
  if (!(outcome instanceof PlatformError) || outcome.code !== 'platform/unreachable') return undefined;
  return isRepeatable || outcome.wasNeverSent ? doubled : undefined;
}

function isAnswer(outcome: unknown): outcome is Answer {
  return typeof outcome === 'object' && outcome !== null && 'status' in outcome && 'bytes' in outcome;
}
