/** Days as the viewer's own zone has them: in addresses, in date fields, and as headings of a list. */

/** Milliseconds since 1970 UTC of the first moment of `2026-11-23`; undefined where that is no day. */
export function dayStart(day: string): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (date === undefined) return undefined;
  const start = new Date(Number(year), Number(month) - 1, Number(date));
  return start.getMonth() === Number(month) - 1 ? start.getTime() : undefined;
}

/** Of the first moment after it. */
export function dayEnd(day: string): number | undefined {
  const start = dayStart(day);
  if (start === undefined) return undefined;
  const next = new Date(start);
  next.setDate(next.getDate() + 1);
  return next.getTime();
}

/** `2026-11-23`, as a date field wants it. */
export function dayOf(ms: number): string {
  const day = new Date(ms);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${String(day.getFullYear()).padStart(4, '0')}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}

const daysByName = 6;

/** "Today", "Yesterday", "Wednesday" within the last days; before that "October", "March 2025". */
export function periodOf(ms: number, nowMs: number): string {
  const [day, now] = [new Date(ms), new Date(nowMs)];
  const midnight = (before: number): number => new Date(now.getFullYear(), now.getMonth(), now.getDate() - before).getTime();
  if (ms >= midnight(0)) return 'Today';
  if (ms >= midnight(1)) return 'Yesterday';
  if (ms >= midnight(daysByName)) return day.toLocaleDateString(undefined, { weekday: 'long' });
  const isThisYear = day.getFullYear() === now.getFullYear();
  return day.toLocaleDateString(undefined, isThisYear ? { month: 'long' } : { month: 'long', year: 'numeric' });
}

/** In the order given, together what is of one period; `isDay`: of one day. */
export function byPeriod<T extends { readonly startedMs: number }>(
  all: readonly T[],
  nowMs: number,
): readonly { readonly period: string; readonly isDay: boolean; readonly items: readonly T[] }[] {
  const now = new Date(nowMs);
  const oldestDay = new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysByName).getTime();
  const groups: { period: string; isDay: boolean; items: T[] }[] = [];
  for (const item of all) {
    const period = periodOf(item.startedMs, nowMs);
    const last = groups.at(-1);
    if (last?.period === period) last.items.push(item);
    else groups.push({ period, isDay: item.startedMs >= oldestDay, items: [item] });
  }
  return groups;
}
