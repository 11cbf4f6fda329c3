/** How long a service asks to be left alone: the header `Retry-After` (RFC 9110 §10.2.3). */

/** More is not believed: what would wait for weeks is a mistake of the service, and no timer bears it. */
const LONGEST_MS = 24 * 3_600_000;
/** Some services give fractions, which the standard does not know. */
const SECONDS = /^\s*\d+(?:\.\d+)?\s*$/u;
/** The three forms of a date that are to be understood (RFC 9110 §5.6.7); all are in GMT, which the third does not say. */
const DATE = /^\s*[A-Z][a-z]+,? .*\d\d:\d\d:\d\d\b/u;

/** From now on; 0 for a date that has passed, undefined where nothing is asked for or it makes no sense. */
export function retryAfterMs(header: string | null | undefined, wallMs: number): number | undefined {
  if (header === null || header === undefined) return undefined;
  if (SECONDS.test(header)) return Math.min(Math.round(Number(header) * 1000), LONGEST_MS);
  if (!DATE.test(header)) return undefined;
  const atMs = Date.parse(/GMT\s*$/u.test(header) ? header : `${header} GMT`);
  return Number.isNaN(atMs) ? undefined : Math.min(Math.max(0, atMs - wallMs), LONGEST_MS);
}
