/** Values within a resource, and how they compare. */

export type Literal = string | number | boolean | Date | null;

/** What stands at `a/b` of an item; names in any case. */
export function valueAt(item: unknown, path: string): unknown {
  let value = item;
  for (const name of path.toLowerCase().split('/')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key.toLowerCase() === name)?.[1] as unknown;
  }
  return value;
}

/** The same where it is text, a number or a truth; nothing where it is more, or not there. */
export function textAt(item: unknown, path: string): string {
  const value = valueAt(item, path);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** `operator` is one of eq, ne, gt, ge, lt, le. Texts are the same in any case, as in the directory. */
export function compared(value: unknown, operator: string, wanted: Literal): boolean {
  const order = orderOf(value ?? null, wanted);
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order !== undefined && order > 0;
    case 'ge':
      return order !== undefined && order >= 0;
    case 'lt':
      return order !== undefined && order < 0;
    default:
      return order !== undefined && order <= 0;
  }
}

/** Undefined when the two cannot be compared. */
function orderOf(value: unknown, wanted: Literal): number | undefined {
  if (value === null || wanted === null) return value === wanted ? 0 : undefined;
  if (wanted instanceof Date) return typeof value === 'string' ? Math.sign(Date.parse(value) - wanted.getTime()) : undefined;
  if (typeof wanted === 'string') {
    if (typeof value !== 'string') return undefined;
    const [a, b] = [value.toLowerCase(), wanted.toLowerCase()];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return typeof value === typeof wanted ? Math.sign(Number(value) - Number(wanted)) : undefined;
}
