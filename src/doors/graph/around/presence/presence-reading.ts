/** What apps say of a person's presence, checked against the pairs and times that Graph takes. */
import type { StatusMessage } from '../../../../switchboard/presence/presence-state.ts';
import type { StatusMessageBody } from '../../../../wire/graph/presence.ts';
import { GraphDoorError } from '../../errors.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

type Pair = readonly [availability: string, activity: string];

/** Source: Graph docs, api/presence-setpresence. */
export const sessionPairs: readonly Pair[] = [
  ['Available', 'Available'],
  ['Busy', 'InACall'],
  ['Busy', 'InAConferenceCall'],
  ['Away', 'Away'],
  ['DoNotDisturb', 'Presenting'],
];

/** Source: Graph docs, api/presence-setuserpreferredpresence. */
export const preferredPairs: readonly Pair[] = [
  ['Available', 'Available'],
  ['Busy', 'Busy'],
  ['DoNotDisturb', 'DoNotDisturb'],
  ['BeRightBack', 'BeRightBack'],
  ['Away', 'Away'],
  ['Offline', 'OffWork'],
];

/** The pair as Graph spells it; a bad request where it is none. */
export function pairOf(
  { availability, activity }: { readonly availability: string; readonly activity: string },
  pairs: readonly Pair[],
): { readonly availability: string; readonly activity: string } {
  const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  const found = pairs.find(([a, b]) => same(a, availability) && same(b, activity));
  if (found) return { availability: found[0], activity: found[1] };
  const possible = pairs.map((pair) => pair.join('/')).join(', ');
  throw bad(`availability and activity: “${availability}/${activity}” is no pair; ${possible} are.`);
}

/** Five minutes to four hours; five minutes where nothing is said. */
export function sessionMs(duration: string | null | undefined): number {
  const ms = duration == null ? 5 * minute : durationMs(duration);
  if (ms < 5 * minute || ms > 240 * minute) throw bad('expirationDuration: PT5M to PT4H is taken.');
  return ms;
}

/** A day for who is busy or not to be disturbed, a week for others, where nothing is said. */
export function preferredMs(duration: string | null | undefined, availability: string): number {
  if (duration == null) return availability === 'Busy' || availability === 'DoNotDisturb' ? day : 7 * day;
  const ms = durationMs(duration);
  if (ms <= 0 || ms > 366 * day) throw bad('expirationDuration: up to a year is taken.');
  return ms;
}

/** Undefined for an empty message, which takes it away. */
export function statusOf({ statusMessage: { message, expiryDateTime } }: StatusMessageBody, nowMs: number): StatusMessage | undefined {
  const content = message?.content ?? '';
  const contentType = message?.contentType?.toLowerCase() ?? 'text';
  if (contentType !== 'text') throw bad('statusMessage.message.contentType: only text is taken.');
  if (content === '') return undefined;
  if (expiryDateTime == null) return { content, contentType: 'text', publishedMs: nowMs };
  const { dateTime, timeZone } = expiryDateTime;
  const zone = timeZone ?? 'UTC';
  const expiresMs = zonedMs(dateTime, zone);
  if (expiresMs <= nowMs) throw bad('statusMessage.expiryDateTime: it has passed.');
  return { content, contentType: 'text', publishedMs: nowMs, expiresMs, expiry: { dateTime, timeZone: zone } };
}

/** ISO 8601 without months and years: `P1DT2H3M4S`. */
function durationMs(text: string): number {
  const [whole, days, hours, minutes, seconds] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text) ?? [];
  if (whole === undefined || !/\d/.test(text)) throw bad(`expirationDuration: “${text.slice(0, 40)}” is no duration such as PT1H.`);
  return Number(days ?? 0) * day + Number(hours ?? 0) * 60 * minute + Number(minutes ?? 0) * minute + Number(seconds ?? 0) * 1000;
}

/** A time without an offset in a zone by its IANA name, or with “UTC”. Windows names are not known here. */
function zonedMs(dateTime: string, timeZone: string): number {
  const asUtc = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(dateTime) ? dateTime : `${dateTime}Z`);
  if (!Number.isFinite(asUtc)) throw bad(`statusMessage.expiryDateTime: “${dateTime.slice(0, 40)}” is no date and time.`);
  if (/^(utc|gmt)$/i.test(timeZone) || /(Z|[+-]\d\d:?\d\d)$/i.test(dateTime)) return asUtc;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(asUtc)) ?? [];
    return asUtc - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minute;
  } catch (cause) {
    const why = `“${timeZone.slice(0, 60)}” is not known; use UTC or a name such as Europe/Vienna.`;
    throw new GraphDoorError('graph-door/bad-request', `The request is invalid: statusMessage.expiryDateTime.timeZone: ${why}`, { cause });
  }
}

function bad(why: string): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', `The request is invalid: ${why}`);
}
