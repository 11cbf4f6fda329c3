import { expect, test } from 'vitest';
import { directory } from '../../switchboard/test-house.ts';
import { answerBody, atDesk, shortly, testDoor, type TestDoor } from './test-door.ts';

const refused = (): Promise<Response> =>
  Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) }));

async function dialDesk(t: TestDoor): Promise<void> {
  const dialled = t.h.switchboard.dial({ userId: 'ada', pageId: 'page-ada', number: '100' });
  if (!dialled.ok) throw new Error(dialled.message);
  await t.h.engine.connect({ roomId: dialled.callId, legId: dialled.legId, offer: '' });
  await t.h.clock.settle();
}

test.each([
  ['is not running', refused, 'The bot “desk” could not be reached at http://localhost/desk: connection refused. Is it running?'],
  [
    'answers 500',
    () => new Response('boom', { status: 500 }),
    'The bot “desk” answered a notification at http://localhost/desk with status 500. Its own log says why.',
  ],
] as const)('a bot that %s: the caller hears so, and the call says why', async (_, webhook, because) => {
  const t = testDoor();
  t.files.set('http://localhost/desk', webhook);
  await dialDesk(t);
  expect(t.received).toHaveLength(1);
  expect(t.h.switchboard.calls()[0]?.announcement).toMatchObject({ name: 'bot-not-answering', because, isPlaying: true });
  t.h.engine.played();
  expect(t.h.personLeg('ada')).toMatchObject({ state: 'ended', endedBecause: because });
  expect(t.h.facts.find(({ type }) => type === 'botFailed')).toMatchObject({ because });
});

test('a bot that does not answer the notification in time', async () => {
  const t = testDoor();
  t.files.set('http://localhost/desk', () => new Promise<Response>(() => undefined));
  await dialDesk(t);
  await t.h.clock.advance(10_000);
  expect(t.h.switchboard.calls()[0]?.announcement?.because).toBe(
    'The bot “desk” could not be reached at http://localhost/desk: no answer within 10 s.',
  );
});

test('what is no incoming call is sent again when nobody heard it, and order holds', async () => {
  const t = testDoor();
  let attempts = 0;
  t.files.set('http://localhost/callback', () => (++attempts <= 2 ? refused() : new Response(null, { status: 202 })));
  await atDesk(t);
  await t.h.clock.advance(1_000);
  const states = shortly(t).filter((text, index, all) => text !== all[index - 1]);
  expect(states).toEqual(['updated * establishing', 'updated * established', 'updated * established active']);
  expect(attempts).toBe(5);
});

test('a notification that is refused by the bot is not sent again, and the next one goes out', async () => {
  const t = testDoor();
  t.files.set('http://localhost/callback', () => new Response(null, { status: 403 }));
  await atDesk(t);
  await t.h.clock.settle();
  expect(t.received.length).toBeLessThanOrEqual(3);
  expect(t.exchanges.filter(({ status }) => status === 403)).toHaveLength(3);
  expect(t.h.appLeg('desk')?.state).toBe('connected');
});

test('the next notification waits until the former was answered', async () => {
  const t = testDoor();
  const answers: (() => void)[] = [];
  t.files.set(
    'http://localhost/callback',
    () => new Promise((resolve) => void answers.push(() => resolve(new Response(null, { status: 200 })))),
  );
  await dialDesk(t);
  await t.command('POST', `/${t.h.appLeg('desk')?.legId ?? ''}/answer`, answerBody);
  expect(shortly(t).slice(1)).toEqual(['updated * establishing']);
  answers[0]?.();
  await t.h.clock.settle();
  expect(shortly(t).slice(1)).toEqual(['updated * establishing', 'updated * established']);
});

test('a bot that does not keep up loses mere updates, never an end', async () => {
  const t = testDoor({ settings: { notificationQueue: 3 } });
  const callId = await atDesk(t);
  await t.command('POST', `/${callId}/subscribeToTone`, {});
  t.files.set('http://localhost/callback', () => new Promise<Response>(() => undefined));
  const ada = { legId: t.h.personLeg('ada')?.legId ?? '', userId: 'ada' };
  for (let press = 0; press < 10; press++) t.h.switchboard.pressKey({ ...ada, key: '1' });
  t.h.switchboard.hangUp(ada);
  await t.h.clock.advance(60_000);
  expect(t.received.length).toBeLessThan(6);
  expect(shortly(t).at(-1)).toBe('deleted * terminated');
});

test('the token of notifications is made anew after a while', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  const token = async (): Promise<string | null | undefined> => {
    t.h.switchboard.pressKey({ legId: t.h.personLeg('ada')?.legId ?? '', userId: 'ada', key: '1' });
    await t.h.clock.settle();
    return t.received.at(-1)?.headers.get('authorization');
  };
  await t.command('POST', `/${callId}/subscribeToTone`, {});
  const first = await token();
  expect(await token()).toBe(first);
  await t.h.clock.advance(300_000);
  expect(await token()).not.toBe(first);
});

test('an app of elsewhere cannot have notifications sent into the network', async () => {
  const apps = directory.apps.map((app) => ({ ...app, isLocal: false, webhook: `https://bots.example/${app.appId}` }));
  const t = testDoor({ apps, hosts: { 'bots.example': ['93.184.216.34'], 'inside.example': ['10.0.0.5'] } });
  const body = { ...answerBody, callbackUri: 'https://inside.example/callback', targets: [{ identity: { user: { id: 'grace' } } }] };
  expect((await t.command('POST', '', body)).status).toBe(201);
  expect(t.received).toEqual([]);
  expect(t.exchanges.at(-1)?.problem).toMatch(/not public \(private\)/);
});
