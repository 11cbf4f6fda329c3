/** An app's address for notifications, for tests. */
import type { SetPresenceBody } from '../../../../wire/graph/presence.ts';
import type { ChangeNotification, ChangeNotificationCollection, SubscriptionBody } from '../../../../wire/graph/subscription.ts';
import type { TestAround } from '../test-around.ts';

export const minute = 60_000;
export const listenerUrl = 'http://localhost/changes';
export const lifecycleUrl = 'http://localhost/lifecycle';

/** So long after the beginning of the tests' time. */
export function momentAt(ms: number): string {
  return new Date(Date.UTC(2026, 0, 1) + ms).toISOString();
}

/** A wish to hear of Ada's presence, and what an app says of it. */
export const presenceWish: SubscriptionBody = {
  changeType: 'updated',
  notificationUrl: listenerUrl,
  resource: '/communications/presences/ada',
  expirationDateTime: momentAt(60 * minute),
  clientState: 'sesame',
};
export const inCall: SetPresenceBody = { sessionId: 'desk', availability: 'Busy', activity: 'InACall', expirationDuration: 'PT1H' };

export type Listener = {
  readonly heard: ChangeNotification[];
  readonly bodies: ChangeNotificationCollection[];
  readonly asked: string[];
  answers: (() => Response | Promise<Response>)[];
};

/** An app's address that does as the documents say, unless it is told how to answer next. */
export function listenAt(t: TestAround, address: string = listenerUrl): Listener {
  const listener: Listener = { heard: [], bodies: [], asked: [], answers: [] };
  t.hosts.set(address, async (request) => {
    const token = new URL(request.url).searchParams.get('validationToken');
    if (token !== null) {
      listener.asked.push(token);
      return new Response(token, { headers: { 'content-type': 'text/plain' } });
    }
    const body = (await request.json()) as ChangeNotificationCollection;
    const next = listener.answers.shift();
    if (next) return next();
    listener.bodies.push(body);
    listener.heard.push(...body.value);
    return new Response(null, { status: 202 });
  });
  return listener;
}
