/** Keys as Graph names them: `tone1`, `star`, `pound`. Source: Graph docs, resources/toneinfo. */

const names: Readonly<Record<string, string>> = { '*': 'star', '#': 'pound', A: 'a', B: 'b', C: 'c', D: 'd' };
const keys: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(names).map(([key, tone]) => [tone, key]));

/** `'1'` → `'tone1'`, `'#'` → `'pound'`. */
export function toneOfKey(key: string): string {
  return names[key] ?? `tone${key}`;
}

/** `'tone1'` → `'1'`, in any case; undefined for a tone that is no key of a pad (`flash`). */
export function keyOfTone(tone: string): string | undefined {
  const name = tone.toLowerCase();
  return keys[name] ?? /^tone([0-9])$/.exec(name)?.[1];
}
