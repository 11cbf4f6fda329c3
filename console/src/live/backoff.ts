/** How long to wait before trying a lost connection again. */

/** Doubles from half a second to five; `unit` in [0, 1) spreads many pages by a quarter, so that they do not come back all at once. */
export function backoffMs(attempt: number, unit: number): number {
  const full = Math.min(5_000, 500 * 2 ** Math.max(0, attempt - 1));
  return Math.max(500, Math.round(full * (1 - unit / 4)));
}
