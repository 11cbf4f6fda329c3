import { expect, test } from 'vitest';
import { directory } from '../../../switchboard/test-house.ts';
import type { NotificationBody } from '../../../wire/graph/notification.ts';
import { profiles } from '../profile.ts';
import type { GivenSettings } from '../settings.ts';
import { testDoor, type TestDoor } from '../test-door.ts';

type Bot = (post: { readonly url: string; readonly body: object }) => Response | Promise<Response>;
type Posts = { readonly url: string; readonly format: 'Skype' | 'Graph'; readonly body: object }[];

const legacy: GivenSettings = { profile: { ...profiles.teams, hasLegacyFirst: true } };
const answer = (status: number, headers: Record<string, string> = {}): Response => new Response(null, { status, headers });
const moved = (location: string): Response => answer(302, { location });

/** Ada calls the desk, whose program answers at all these places; gives what it was posted. */
async function called(t: TestDoor, places: Readonly<Record<string, Bot>>): Promise<Posts> {
  const posts: Posts = [];
  for (const [url, bot] of Object.entries(places)) {
    t.files.set(url, (init) => {
      const body = JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as Partial<NotificationBody>;
      posts.push({ url, format: body.value ? 'Graph' : 'Skype', body });
      return bot({ url, body });
    });
  }
  const dialled = t.h.switchboard.dial({ userId: 'ada', pageId: 'page-ada', number: '100' });
  if (!dialled.ok) throw new Error(dialled.message);
  await t.h.engine.connect({ roomId: dialled.callId, legId: dialled.legId, offer: '' });
  await t.h.clock.settle();
  return posts;
}

const formats = (posts: Posts): readonly string[] => posts.map(({ url, format }) => `${format} at ${url.replace('http://localhost', '')}`);
const failure = (t: TestDoor): string | undefined => t.h.switchboard.calls()[0]?.announcement?.because;
const desk = 'http://localhost/desk';

test('the first word in the old format: who calls, who is called, and no notification around it', async () => {
  const t = testDoor({ settings: legacy });
  const [first] = await called(t, { [desk]: () => answer(204) });
  expect(first?.body).toEqual({
    id: t.h.appLeg('desk')?.legId,
    participants: [
      expect.objectContaining({
        identity: '8:orgid:ada',
        tenantId: 'tenant-1',
        originator: true,
        isHidden: false,
        endPointType: 'default',
      }),
      expect.objectContaining({ identity: '28:desk', originator: false }),
    ],
    isMultiparty: false,
    presentedModalityTypes: ['audio'],
    callState: 'incoming',
    tenantId: 'tenant-1',
  });
});

test('a bot that does not know the old format says 204 and gets Graph’s; one that says so always is told twice and no more', async () => {
  const t = testDoor({ settings: legacy });
  const posts = await called(t, { [desk]: () => answer(204) });
  await t.h.clock.advance(10_000);
  expect(formats(posts)).toEqual(['Skype at /desk', 'Graph at /desk']);
  expect(t.received.map(({ item }) => item.changeType)).toEqual(['created']);
  expect(t.exchanges.filter(({ url, status }) => url === desk && status === 204)).toHaveLength(2);
  expect(t.h.appLeg('desk')?.state).toBe('ringing');
});

test.each([
  ['content', ['Skype at /desk']],
  ['again', ['Skype at /desk', 'Graph at /desk']],
] as const)('a bot that takes the old format with 202: %s', async (legacyOtherSuccess, expected) => {
  const t = testDoor({ settings: { ...legacy, legacyOtherSuccess } });
  expect(formats(await called(t, { [desk]: () => answer(202) }))).toEqual(expected);
  expect(failure(t)).toBeUndefined();
});

test('a bot that refuses the old format is not told again, and the caller hears that it failed', async () => {
  const t = testDoor({ settings: legacy });
  expect(formats(await called(t, { [desk]: () => answer(400) }))).toEqual(['Skype at /desk']);
  expect(failure(t)).toBe('The bot “desk” answered a notification at http://localhost/desk with status 400. Its own log says why.');
});

test('the old format may be for some apps alone', async () => {
  const t = testDoor({ settings: { legacyFirstApps: ['desk'] } });
  expect(formats(await called(t, { [desk]: () => answer(204) }))).toEqual(['Skype at /desk', 'Graph at /desk']);
  const other = testDoor({ settings: { legacyFirstApps: ['echo'] } });
  expect(formats(await called(other, { [desk]: () => answer(204) }))).toEqual(['Graph at /desk']);
});

test('a bot that answers the old format slowly still has its 15 s, and not more', async () => {
  const t = testDoor({ settings: legacy });
  const posts = await called(t, { [desk]: () => t.h.clock.sleep(9_000).then(() => answer(204)) });
  await t.h.clock.advance(14_900);
  expect(formats(posts)).toEqual(['Skype at /desk', 'Graph at /desk']);
  expect(t.h.appLeg('desk')?.state).toBe('ringing');
  await t.h.clock.advance(100);
  expect(t.h.appLeg('desk')).toMatchObject({ state: 'ended', endedAs: 'noAnswer' });
});

test('302 moves the word of a call to another place, and what follows goes to the callback', async () => {
  const t = testDoor();
  const posts = await called(t, { [desk]: () => moved('/eu/desk'), 'http://localhost/eu/desk': () => answer(202) });
  expect(formats(posts)).toEqual(['Graph at /desk', 'Graph at /eu/desk']);
  const legId = t.h.appLeg('desk')?.legId ?? '';
  await t.command('POST', `/${legId}/answer`, { callbackUri: 'http://localhost/callback', mediaConfig: serviceHosted });
  expect(t.received.slice(2).map(({ url }) => url)).toEqual(Array.from({ length: 3 }, () => 'http://localhost/callback'));
  expect(t.exchanges.filter(({ direction, status }) => direction === 'notification' && status === 302)).toHaveLength(1);
});

test('302 and 204 together: the second format goes where the first one was taken', async () => {
  const t = testDoor({ settings: legacy });
  const posts = await called(t, { [desk]: () => moved('/eu/desk'), 'http://localhost/eu/desk': () => answer(204) });
  expect(formats(posts)).toEqual(['Skype at /desk', 'Skype at /eu/desk', 'Graph at /eu/desk']);
});

test('302 in a circle ends after five', async () => {
  const t = testDoor();
  const posts = await called(t, { [desk]: () => moved('/there'), 'http://localhost/there': () => moved('/desk') });
  expect(posts).toHaveLength(6);
  expect(failure(t)).toMatch(
    /redirected the notification at http:\/\/localhost\/desk more than 5 times, the last time to http:\/\/localhost\//,
  );
});

test.each([
  ['without a Location', answer(302), 'without a Location.'],
  ['to no address', moved('https://'), 'to “https://”, which is no http or https address.'],
  ['to another scheme', moved('ftp://localhost/desk'), 'to “ftp://localhost/desk”, which is no http or https address.'],
  ['to a private address', moved('http://10.0.0.5/desk'), 'could not be reached at http://10.0.0.5/desk'],
] as const)('302 %s fails with words', async (_, response, words) => {
  const t = testDoor();
  const posts = await called(t, { [desk]: () => response, 'http://10.0.0.5/desk': () => answer(202) });
  expect(posts).toHaveLength(1);
  expect(failure(t)).toContain(words);
});

test.each([
  ['http://bots.example/eu', 'which is no https address'],
  ['https://inside.example/eu', 'not public (private)'],
])('an app of elsewhere cannot be moved to %s', async (location, words) => {
  const apps = directory.apps.map((app) => ({ ...app, isLocal: false }));
  const t = testDoor({ apps, hosts: { 'bots.example': ['93.184.216.34'], 'inside.example': ['10.0.0.5'] } });
  const posts = await called(t, { [desk]: () => moved(location), [location]: () => answer(202) });
  expect(formats(posts)).toEqual(['Graph at /desk']);
  expect(failure(t)).toContain(words);
});

test('302 is a failure where the profile does not follow it, and for whatever comes later', async () => {
  const t = testDoor({ settings: { profile: { ...profiles.teams, followsRedirects: false } } });
  const posts = await called(t, { [desk]: () => moved('/eu/desk'), 'http://localhost/eu/desk': () => answer(202) });
  expect(posts).toHaveLength(1);
  expect(failure(t)).toContain('with status 302');
  const later = testDoor();
  await called(later, { 'http://localhost/callback': () => moved('/elsewhere'), 'http://localhost/elsewhere': () => answer(202) });
  const legId = later.h.appLeg('desk')?.legId ?? '';
  await later.command('POST', `/${legId}/answer`, { callbackUri: 'http://localhost/callback', mediaConfig: serviceHosted });
  expect(later.received.some(({ url }) => url.endsWith('/elsewhere'))).toBe(false);
});

const serviceHosted = { '@odata.type': '#microsoft.graph.serviceHostedMediaConfig' };
