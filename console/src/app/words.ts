/** Times, spans and counts as a person reads them, in the viewer's own zone. */

/** "0:07", "12:30", "1:02:03". */
export function spanOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${String(hours)}:${pad(minutes)}:${pad(rest)}` : `${String(minutes)}:${pad(rest)}`;
}

/** "7 seconds", "2 minutes 5 seconds": for ears rather than eyes. */
export function spokenSpanOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = count(seconds % 60, 'second');
  return minutes === 0 ? rest : `${count(minutes, 'minute')} ${rest}`;
}

/** "1 call", "3 calls", "no calls". */
export function count(value: number, noun: string): string {
  if (value === 0) return `no ${noun}s`;
  return `${String(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** "14:05" today, "Yesterday 14:05", otherwise "3 Mar 14:05". */
export function momentOf(ms: number, nowMs: number): string {
  const then = new Date(ms);
  const clock = then.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const days = daysBetween(then, new Date(nowMs));
  if (days === 0) return clock;
  if (days === 1) return `Yesterday ${clock}`;
  return `${then.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })} ${clock}`;
}

/** The exact moment, for a tooltip: ISO 8601 with the viewer's offset. */
export function exactOf(ms: number): string {
  const then = new Date(ms);
  const offset = -then.getTimezoneOffset();
  const local = new Date(ms + offset * 60_000).toISOString().slice(0, 23).replace('T', ' ');
  const pad = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  return `${local} ${offset < 0 ? '−' : '+'}${pad(offset / 60)}:${pad(offset % 60)}`;
}

/** "12 ms", "1.4 s": how long a step took. */
export function tookOf(ms: number): string {
  return ms < 1000 ? `${String(Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function daysBetween(then: Date, now: Date): number {
  const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(now) - midnight(then)) / 86_400_000);
}
