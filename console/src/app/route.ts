/** Which page an address means, and the address of every state: nothing on these pages is without a link. */
import type { PhoneLine } from '../../../src/wire/live/page-event.ts';

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'phone'; readonly as?: string | undefined; readonly dial?: string | undefined }
  | { readonly page: 'meetings'; readonly as?: string | undefined }
  | { readonly page: 'meeting'; readonly joinMeetingId: string; readonly passcode?: string | undefined; readonly as?: string | undefined }
  | { readonly page: 'calls'; readonly find: string; readonly callId?: string | undefined; readonly ladder: LadderPlace }
  /** `isNew`: the form that registers one. */
  | { readonly page: 'apps'; readonly appId?: string | undefined; readonly isNew: boolean }
  /** `isHooks`: with the deliveries of web hooks. */
  | { readonly page: 'library'; readonly as?: string | undefined; readonly find: LibraryFind; readonly isHooks: boolean }
  /** `moment` as in `?t=1:02:03` or `#t=3723`. */
  | { readonly page: 'recording'; readonly recordingId: string; readonly as?: string | undefined; readonly moment?: string | undefined }
  | { readonly page: 'unknown'; readonly path: string };

/** What of a ladder is shown: a text, one rail, one rung opened. */
export type LadderPlace = { readonly text: string; readonly rail?: string | undefined; readonly rung?: number | undefined };

/** What is looked for in the library; days as `2026-11-23`, both included. */
export type LibraryFind = {
  readonly text?: string | undefined;
  readonly person?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly kind?: 'recording' | 'voicemail' | 'transcript' | undefined;
  /** The words are looked for in what was said, rather than in subjects and names. */
  readonly in?: 'said' | undefined;
};

/** Reads an address such as `/calls/abc?rung=3`. */
export function routeOf(url: URL): Route {
  const [first = '', second, ...rest] = url.pathname.split('/').filter((part) => part !== '');
  const query = (name: string): string | undefined => url.searchParams.get(name)?.trim() || undefined;
  if (first === '' || (first === 'index.html' && second === undefined)) return { page: 'home' };
  if (first === 'phone' && second === undefined) return { page: 'phone', as: query('as'), dial: query('dial') };
  if (first === 'meet' && rest.length === 0) {
    if (second === undefined) return { page: 'meetings', as: query('as') };
    return { page: 'meeting', joinMeetingId: decoded(second), passcode: query('p'), as: query('as') };
  }
  if (first === 'calls' && rest.length === 0) {
    const rung = Number.parseInt(query('rung') ?? '', 10);
    return {
      page: 'calls',
      find: query('find') ?? '',
      callId: second === undefined ? undefined : decoded(second),
      ladder: { text: query('text') ?? '', rail: query('rail'), rung: Number.isNaN(rung) ? undefined : rung },
    };
  }
  if (first === 'apps' && rest.length === 0) {
    const isNew = second === 'new';
    return { page: 'apps', appId: second === undefined || isNew ? undefined : decoded(second), isNew };
  }
  if (first === 'library' && rest.length === 0) {
    const as = query('as');
    if (second !== undefined) {
      const inHash = new URLSearchParams(url.hash.slice(1)).get('t')?.trim() || undefined;
      return { page: 'recording', recordingId: decoded(second), as, moment: inHash ?? query('t') };
    }
    const kind = query('kind');
    const find = { text: query('text'), person: query('person'), from: query('from'), to: query('to') };
    const known = kind === 'recording' || kind === 'voicemail' || kind === 'transcript' ? kind : undefined;
    const within = query('in') === 'said' ? ('said' as const) : undefined;
    return { page: 'library', as, find: { ...find, kind: known, in: within }, isHooks: query('show') === 'webhooks' };
  }
  return { page: 'unknown', path: url.pathname };
}

/** The address of a phone: whose it is, and what stands in its number field. */
export function phoneHref({ as, dial }: { readonly as?: string | undefined; readonly dial?: string | undefined } = {}): string {
  return withQuery('/phone', { as, dial });
}

/** Stands in place of a meeting's number for the conversation that this window is in, such as a group call, which has none. */
export const hereId = 'here';

type MeetPlace = { readonly joinMeetingId?: string | undefined; readonly passcode?: string | undefined; readonly as?: string | undefined };

/** The address of a meeting, or of the list of mine. */
export function meetHref({ joinMeetingId, passcode, as }: MeetPlace = {}): string {
  const path = joinMeetingId === undefined ? '/meet' : `/meet/${encodeURIComponent(joinMeetingId)}`;
  return withQuery(path, { p: passcode, as });
}

/** The meeting page of a line that is up. */
export function meetHrefOf({ group }: Pick<PhoneLine, 'group'>): string {
  const { joinMeetingId = hereId, passcode } = group?.invitation ?? {};
  return meetHref({ joinMeetingId, passcode });
}

/** The address of a call, or of the list, with what is filtered and opened. */
export function callsHref(place: { find?: string; callId?: string | undefined; ladder?: LadderPlace } = {}): string {
  const { find, callId, ladder } = place;
  const path = callId === undefined ? '/calls' : `/calls/${encodeURIComponent(callId)}`;
  return withQuery(path, { find, text: ladder?.text, rail: ladder?.rail, rung: ladder?.rung?.toString() });
}

/** The address of the list of apps, of one of them, or of the form for a new one. */
export function appsHref(appId?: string): string {
  return appId === undefined ? '/apps' : `/apps/${encodeURIComponent(appId)}`;
}

type LibraryPlace = { readonly as?: string | undefined; readonly find?: LibraryFind; readonly isHooks?: boolean };

/** The address of the library, with what is looked for. */
export function libraryHref({ as, find, isHooks = false }: LibraryPlace = {}): string {
  return withQuery('/library', { ...find, show: isHooks ? 'webhooks' : undefined, as });
}

/** The address of a recording, or of a moment in it. */
export function recordingHref(
  recordingId: string,
  { as, moment }: { readonly as?: string | undefined; readonly moment?: string } = {},
): string {
  // A colon may stand in a query as it is (RFC 3986 §3.4), and people read these links.
  return withQuery(`/library/${encodeURIComponent(recordingId)}`, { t: moment, as }).replaceAll('%3A', ':');
}

function withQuery(path: string, parts: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value !== undefined && value !== '') query.set(name, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** A stray `%` in an address is taken as it stands rather than breaking the page. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
