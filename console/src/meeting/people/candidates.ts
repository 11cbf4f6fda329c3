/** Whom one can ring into a meeting: the house's people and bots, found by name or number, and any number typed. */
import type { Home, Party } from '../../../../src/wire/live/page-event.ts';

const mostShown = 8;

/** Those who are in it, wait, or are being rung (`there`, by number) are left out. Nothing typed finds everybody. */
export function candidatesOf(home: Pick<Home, 'people' | 'bots'> | undefined, there: ReadonlySet<string>, typed: string): readonly Party[] {
  const words = typed.trim().toLowerCase();
  const people = (home?.people ?? []).map(({ name, number }): Party => ({ name, number, kind: 'person' }));
  const bots = (home?.bots ?? []).map(({ name, number }): Party => ({ name, number, kind: 'bot' }));
  const fits = ({ name, number }: Party): boolean => name.toLowerCase().includes(words) || number.includes(words);
  return [...people, ...bots].filter((one) => one.number !== '' && !there.has(one.number) && fits(one)).slice(0, mostShown);
}

/** A number that is nobody's whom we know; undefined for what is no number. */
export function looseNumber(candidates: readonly Party[], there: ReadonlySet<string>, typed: string): string | undefined {
  const number = typed.trim();
  if (!/^\+?[\d\s()-]{2,24}$/.test(number) || !/\d/.test(number)) return undefined;
  const plain = number.replaceAll(/[\s()-]/g, '');
  return there.has(plain) || candidates.some((one) => one.number === plain) ? undefined : plain;
}
