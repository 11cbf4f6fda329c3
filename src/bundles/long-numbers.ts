/** Keys that were pressed one after the other so that they are a number of somebody's own: a PIN, an account, a telephone number. */

export type Pressed = { readonly atMs: number; readonly who: string; readonly key: string };

/** So many in a row are more than a way through a menu. */
const fewest = 4;
/** Who waits longer has begun something else. */
const longestGapMs = 4_000;

/** The same keys, with 0 for each digit of a long number. `*` and `#` stay, for they end one and are no part of it. */
export function withoutLongNumbers(pressed: readonly Pressed[]): readonly string[] {
  const shown = pressed.map(({ key }) => key);
  for (const who of new Set(pressed.map((one) => one.who))) {
    for (const run of runsOf(pressed, who)) if (run.length >= fewest) for (const at of run) shown[at] = '0';
  }
  return shown;
}

/** The places of digits that follow each other closely. */
function runsOf(pressed: readonly Pressed[], who: string): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const [at, one] of pressed.entries()) {
    if (one.who !== who) continue;
    const isDigit = /^\d$/.test(one.key);
    const last = runs.at(-1);
    if (!isDigit) runs.push([]);
    else if (last && one.atMs - lastMs <= longestGapMs) last.push(at);
    else runs.push([at]);
    lastMs = one.atMs;
  }
  return runs;
}
