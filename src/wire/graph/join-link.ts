/** Join links of Teams meetings in every form in which they travel, read into what Graph wants in order to join. */
import { joinTextIn } from './join-text.ts';

/** Which cloud a link belongs to, by its host. `consumer` meetings are those of teams.live.com. */
export type JoinCloud = 'global' | 'consumer' | 'usGovHigh' | 'usGovDod' | 'china';

export type JoinAddress =
  | {
      readonly kind: 'coordinates';
      readonly threadId: string;
      readonly messageId: string;
      /** For a meeting in a channel: the message under which it stands. */
      readonly replyChainMessageId?: string | undefined;
      /** Absent from links that were cut off; Graph does not join without. */
      readonly organizer?: { readonly id: string; readonly tenantId: string } | undefined;
      readonly cloud: JoinCloud;
    }
  | {
      readonly kind: 'id';
      readonly joinMeetingId: string;
      readonly passcode?: string | undefined;
      /** Absent where an invitation's text alone was given. */
      readonly cloud?: JoinCloud | undefined;
    };

/** Invitations are a few thousand characters; what is far longer is not read to its end. */
const LONGEST = 20_000;
/** A link in a launcher's link in a safe link, and some more. */
const DEEPEST = 6;
const MOST_LINKS = 20;

const hosts: ReadonlyMap<string, JoinCloud> = new Map([
  ['teams.microsoft.com', 'global'],
  ['teams.cloud.microsoft', 'global'],
  ['teams.live.com', 'consumer'],
  ['gov.teams.microsoft.us', 'usGovHigh'],
  ['dod.teams.microsoft.us', 'usGovDod'],
  ['teams.microsoftonline.cn', 'china'],
]);

/**
 * Reads a link, or the first one in an invitation's text; else the text's meeting id and passcode.
 * Undefined where none is found. Never throws, and takes time in proportion to the text's length, of which 20,000 characters are read.
 *
 * @example
 * parseJoinLink('https://teams.microsoft.com/meet/2345678901234?p=AbCdEf');
 * // → { kind: 'id', joinMeetingId: '2345678901234', passcode: 'AbCdEf', cloud: 'global' }
 */
export function parseJoinLink(text: string): JoinAddress | undefined {
  const read = text.slice(0, LONGEST).replace(/&amp;/gi, '&').trim();
  const said = joinTextIn(read);
  for (const link of linksIn(read)) {
    const found = inLink(link, 0);
    if (found?.kind !== 'id' || found.passcode !== undefined || said?.joinMeetingId !== found.joinMeetingId) {
      if (found) return found;
    } else return { ...found, ...(said.passcode === undefined ? {} : { passcode: said.passcode }) };
  }
  return said && { kind: 'id', ...said };
}

/** The text as a whole, in case that its context is not encoded and has spaces; then whatever looks like a link. */
function linksIn(text: string): readonly string[] {
  const whole = /^(?:https?|msteams):[^\n]*$/i.test(text) ? [text] : [];
  const parts = [...text.matchAll(/(?:https?|msteams):[^\s<>]+/gi)].slice(0, MOST_LINKS).map(([link]) => link.replace(/["').,;\]]+$/, ''));
  return [...whole, ...parts];
}

function inLink(link: string, depth: number): JoinAddress | undefined {
  if (depth > DEEPEST) return undefined;
  const url = urlOf(link);
  if (!url) return undefined;
  const wrapped = wrappedIn(url);
  if (wrapped !== undefined) return inLink(wrapped, depth + 1);
  const cloud = hosts.get(url.hostname.toLowerCase());
  if (cloud === undefined) return undefined;
  if (/^\/dl\/launcher/i.test(url.pathname)) {
    const target = url.searchParams.get('url');
    return target === null ? undefined : inLink(absolute(target, url), depth + 1);
  }
  if (/^\/light-meetings\/launch/i.test(url.pathname)) return inCoords(url.searchParams.get('coords'), cloud);
  // `/_#/l/…` and `/v2/?meetingjoin=true#/l/…`: what the client is to show stands behind the hash, which launchers encode.
  const shown = `${url.pathname.replace(/%23/g, '#')}${url.search}${url.hash}`;
  return inPath(shown, cloud);
}

function urlOf(link: string): URL | undefined {
  const native = /^msteams:\/*(.*)$/is.exec(link)?.[1];
  const hasHost = native !== undefined && hosts.has((/^[^/?#]*/.exec(native)?.[0] ?? '').toLowerCase());
  try {
    return new URL(native === undefined ? link : hasHost ? `https://${native}` : `https://teams.microsoft.com/${native}`);
  } catch {
    return undefined;
  }
}

/** The link that a mail filter has put its own around. */
function wrappedIn(url: URL): string | undefined {
  const host = url.hostname.toLowerCase();
  const isSafeLink = /(?:^|\.)safelinks\.protection\.(?:outlook\.com|office365\.us|outlook\.cn)$/.test(host);
  if (isSafeLink || host === 'statics.teams.cdn.office.net') return url.searchParams.get('url') ?? undefined;
  if (/^www\.google\.[a-z.]+$/.test(host) && url.pathname === '/url')
    return url.searchParams.get('q') ?? url.searchParams.get('url') ?? undefined;
  if (host === 'urldefense.com') return /\/v3\/__(.+?)__;/.exec(url.href)?.[1];
  return undefined;
}

function absolute(target: string, base: URL): string {
  return /^(?:https?|msteams):/i.test(target) ? target : `${base.origin}${target.startsWith('/') ? '' : '/'}${target}`;
}

function inPath(shown: string, cloud: JoinCloud): JoinAddress | undefined {
  const meeting = /\/l\/meetup-join\/([^/?#]+)\/([^/?#]+)\/?(?:\?([^#]*))?/i.exec(shown);
  if (meeting) {
    const [, thread = '', message = '', query = ''] = meeting;
    return coordinates({ threadId: decoded(thread), messageId: decoded(message), context: contextIn(query), cloud });
  }
  const short = /\/meet\/(\d{6,20})\/?(?:\?([^#]*))?(?:#|$)/i.exec(shown);
  if (!short) return undefined;
  const passcode = new URLSearchParams(short[2] ?? '').get('p');
  return { kind: 'id', joinMeetingId: short[1] ?? '', ...(passcode ? { passcode } : {}), cloud };
}

type Context = { readonly Tid?: string; readonly Oid?: string; readonly MessageId?: string };

function coordinates(parts: { threadId: string; messageId: string; context: Context; cloud: JoinCloud }): JoinAddress | undefined {
  const { threadId, messageId, context, cloud } = parts;
  if (!/^19:[^\s@/]+@[\w.]+$/.test(threadId) || !/^\w{1,64}$/.test(messageId)) return undefined;
  const { Tid, Oid, MessageId } = context;
  return {
    kind: 'coordinates',
    threadId,
    messageId,
    ...(MessageId === undefined ? {} : { replyChainMessageId: MessageId }),
    ...(Tid !== undefined && Oid !== undefined ? { organizer: { id: Oid, tenantId: Tid } } : {}),
    cloud,
  };
}

/** `context={"Tid":…,"Oid":…}`, encoded once, twice or not at all. */
function contextIn(query: string): Context {
  const context = /(?:^|&)context=([^&]*)/i.exec(query)?.[1] ?? '';
  const json = jsonOf(decoded(context));
  const one = (name: string): Record<string, string> => {
    const [, value] = Object.entries(json).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? [];
    return typeof value === 'string' && value !== '' ? { [name]: value } : {};
  };
  return { ...one('Tid'), ...one('Oid'), ...one('MessageId') };
}

/** The light client's links carry the meeting as base64 of JSON. */
function inCoords(coords: string | null, cloud: JoinCloud): JoinAddress | undefined {
  const json = jsonOf(Buffer.from(coords ?? '', 'base64').toString('utf8'));
  const text = (name: string): string | undefined => (typeof json[name] === 'string' && json[name] !== '' ? json[name] : undefined);
  const [code, passcode] = [text('meetingCode'), text('passcode')];
  if (code !== undefined)
    return /^\d{6,20}$/.test(code)
      ? { kind: 'id', joinMeetingId: code, ...(passcode === undefined ? {} : { passcode }), cloud }
      : undefined;
  const [Tid, Oid] = [text('tenantId'), text('organizerId')];
  const context = { ...(Tid === undefined ? {} : { Tid }), ...(Oid === undefined ? {} : { Oid }) };
  return coordinates({ threadId: text('conversationId') ?? '', messageId: text('messageId') ?? '0', context, cloud });
}

/** Decoded as often as it was encoded. */
function decoded(text: string): string {
  let now = text;
  for (let times = 0; times < DEEPEST && now.includes('%'); times++) {
    try {
      now = decodeURIComponent(now);
    } catch {
      return now;
    }
  }
  return now;
}

function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
