/** The link by which a meeting is joined: written here, and read in every form that clients give it back. Source: Graph docs, resources/call. */
import { isSameId } from '../directory.ts';

export type JoinCoordinates = { readonly threadId: string; readonly tenantId: string; readonly organizerId: string };

export const teamsBase = 'https://teams.microsoft.com';
const longest = 8 * 1024;

/** `{base}/l/meetup-join/{thread}/0?context={"Tid":…,"Oid":…}`, percent-encoded as Teams does it. */
export function joinLink(base: string, { threadId, tenantId, organizerId }: JoinCoordinates): string {
  const context = JSON.stringify({ Tid: tenantId, Oid: organizerId });
  return `${base.replace(/\/+$/, '')}/l/meetup-join/${lowerEncoded(threadId)}/0?context=${lowerEncoded(context)}`;
}

/** Undefined when it is no such link. It may be encoded once more, as it is within a filter. */
export function coordinatesOf(link: string): JoinCoordinates | undefined {
  if (link.length > longest) return undefined;
  const url = parsed(link.trim());
  const [, threadId] = /^\/l\/meetup-join\/([^/]+)\/[^/]+\/?$/i.exec(url?.pathname ?? '') ?? [];
  const context = url?.searchParams.get('context');
  if (threadId === undefined || context == null) return undefined;
  try {
    const { Tid, Oid } = JSON.parse(context) as { readonly Tid?: unknown; readonly Oid?: unknown };
    if (typeof Tid !== 'string' || typeof Oid !== 'string') return undefined;
    return { threadId: decodeURIComponent(threadId), tenantId: Tid, organizerId: Oid };
  } catch {
    return undefined;
  }
}

/** Whether two links lead to the same meeting. */
export function isSameLink(one: string, other: string): boolean {
  const [a, b] = [coordinatesOf(one), coordinatesOf(other)];
  if (!a || !b) return false;
  return a.threadId === b.threadId && isSameId(a.tenantId, b.tenantId) && isSameId(a.organizerId, b.organizerId);
}

function parsed(link: string): URL | undefined {
  const plain = /^https?:\/\//i.test(link) ? link : decoded(link);
  return plain !== undefined && URL.canParse(plain) ? new URL(plain) : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Teams writes its escapes in lower case: `19%3ameeting_…%40thread.v2`. */
function lowerEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}
