/** Moments of a recording: as they stand in links, and as they are read and spoken. */
import { count, spanOf } from '../app/words.ts';

/** Milliseconds of "1:02:03", "62:03", "3723", "3723.5", "1h2m3s"; undefined for anything else. */
export function momentOfText(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  const [, hours, minutes, seconds] = /^(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6}(?:\.\d{1,3})?)s?)?$/.exec(plain) ?? [];
  if (plain !== '' && (hours ?? minutes ?? seconds) !== undefined) return msOf(hours, minutes, seconds);
  const [, first, second, third] = /^(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2}(?:\.\d{1,3})?)$/.exec(plain) ?? [];
  if (third === undefined || Number(third) >= 60 || (first !== undefined && Number(second) >= 60)) return undefined;
  return msOf(first, second, third);
}

/** As it stands in a link: whole seconds. */
export function textOfMoment(atMs: number): string {
  return spanOf(atMs);
}

/** The same to the thousandth: where a sentence begins. */
export function exactMoment(atMs: number): string {
  const rest = Math.round(atMs) % 1000;
  return rest <= 0 ? spanOf(atMs) : `${spanOf(Math.round(atMs))}.${String(rest).padStart(3, '0')}`;
}

/** "1 hour 2 minutes 3 seconds": for ears. */
export function spokenMoment(atMs: number): string {
  const seconds = Math.max(0, Math.floor(atMs / 1000));
  const parts = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ] as const;
  const words = parts.filter(([value]) => value > 0).map(([value, noun]) => count(value, noun));
  return words.length === 0 ? '0 seconds' : words.join(' ');
}

function msOf(hours = '0', minutes = '0', seconds = '0'): number {
  return (Number(hours) * 3600 + Number(minutes) * 60) * 1000 + Math.round(Number(seconds) * 1000);
}
