/** The first place at which two values of JSON differ. */

export type DifferentPlace = { readonly path: string; readonly before: unknown; readonly after: unknown };

/** Undefined if they are alike; an absent key and `undefined` are. Keys are gone through in the order of the first value. */
export function firstDifferentPlace(before: unknown, after: unknown, path: string = ''): DifferentPlace | undefined {
  if (Object.is(before, after)) return undefined;
  if (!isHolder(before) || !isHolder(after) || Array.isArray(before) !== Array.isArray(after)) return { path, before, after };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const one = Object.hasOwn(before, key) ? before[key] : undefined;
    const other = Object.hasOwn(after, key) ? after[key] : undefined;
    const place = firstDifferentPlace(one, other, path === '' ? key : `${path}.${key}`);
    if (place) return place;
  }
  return undefined;
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
