/** How an app hears of a call for it: where it sends the word on, and in which of two formats. */
import { called, partyOfApp } from '../../../switchboard/directory.ts';
import { notificationBody, type NotificationItem } from '../../../wire/graph/notification.ts';
import type { Delivery, Post, Undelivered } from './delivery.ts';
import { legacyIncoming } from './legacy-notification.ts';
import type { GraphSettings } from '../settings.ts';

type Incoming = Omit<Post, 'body' | 'isFresh' | 'messageId'> & { readonly item: NotificationItem };
type Told = { readonly status: number; readonly url: string } | { readonly undelivered: Undelivered };

/**
 * Tells an app of a call; gives nothing when it was told. An app that hears it in the old format first asks for Graph's with
 * 204 No Content, and gets that where it said so; it is told twice at most.
 */
export async function postIncoming(delivery: Delivery, incoming: Incoming, settings: GraphSettings): Promise<Undelivered | undefined> {
  const { item, legId, app } = incoming;
  const tell = (url: string, body: object): Promise<Told> => followed(delivery, { ...incoming, url, body, isFresh: true }, settings);
  let { url } = incoming;
  if (settings.profile.hasLegacyFirst || settings.legacyFirstApps.includes(app.appId)) {
    const first = await tell(url, legacyIncoming(item.resourceData, legId));
    if ('undelivered' in first) return first.undelivered;
    if (first.status !== 204 && settings.legacyOtherSuccess === 'content') return undefined;
    url = first.url;
  }
  const told = await tell(url, notificationBody([item]));
  return 'undelivered' in told ? told.undelivered : undefined;
}

/** Posts, and posts again where the app says with 302 that another of its places is to have it. */
async function followed(delivery: Delivery, post: Post, settings: GraphSettings): Promise<Told> {
  let { url } = post;
  for (let redirects = 0; ; redirects++) {
    const posted = await delivery.post({ ...post, url });
    if (posted.kind === 'taken') return { status: posted.status, url };
    if (posted.kind === 'undelivered' || !settings.profile.followsRedirects) return { undelivered: posted.undelivered };
    const next = placeNamed(posted.location, url, post);
    if (typeof next === 'object') return { undelivered: next };
    if (redirects >= settings.notificationRedirects)
      return { undelivered: lost(post, `more than ${String(settings.notificationRedirects)} times, the last time to ${next}`) };
    url = next;
  }
}

/** The same rule as for a callback: https, or http for an app of this machine. Where it leads is looked at when it is posted to. */
function placeNamed(location: string | null, from: string, post: Post): string | Undelivered {
  if (location === null) return lost(post, 'without a Location');
  const url = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && post.app.isLocal)) return url.href;
  return lost(post, `to “${location.slice(0, 200)}”, which is no ${post.app.isLocal ? 'http or https' : 'https'} address`);
}

function lost({ app, url }: Post, how: string): Undelivered {
  return { message: `${called(partyOfApp(app))} redirected the notification at ${url} ${how}.`, isUnheard: false };
}
