/** Lengths of time as one writes them in a test: `'20 s'`, `'1.5 min'`, or milliseconds. */
export type Duration = number | `${number} ms` | `${number} s` | `${number} min` | `${number} h`;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 };

/** In milliseconds. Throws a `TypeError` for anything else, and for less than none. */
export function msOf(duration: Duration): number {
  const [, count = '', unit = 'ms'] = /^([0-9.]+) ?(ms|s|min|h)?$/.exec(String(duration)) ?? [];
  const ms = count === '' ? Number.NaN : Number(count) * (units[unit] ?? Number.NaN);
  if (!Number.isFinite(ms))
    throw new TypeError(`a length of time is milliseconds or a text such as '20 s', and not ${JSON.stringify(duration)}`);
  return ms;
}

/** For people: `250 ms`, `20 s`, `1 min 30 s`, `2 h`. */
export function shownMs(ms: number): string {
  if (ms < 1_000) return `${String(Math.round(ms))} ms`;
  const seconds = Math.round(ms / 100) / 10;
  if (seconds < 60) return `${String(seconds)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  return [hours && `${String(hours)} h`, minutes && `${String(minutes)} min`, rest && `${String(rest)} s`].filter(Boolean).join(' ');
}
