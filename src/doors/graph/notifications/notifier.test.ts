import { decodeProtectedHeader } from 'jose';
import { expect, test } from 'vitest';
import { proofRounds } from '../../../../test/proof-rounds.ts';
import { directory } from '../../../switchboard/test-house.ts';
import type { NotificationBody } from '../../../wire/graph/notification.ts';
import { profiles } from '../profile.ts';
import { answerBody, atDesk, shortly, testDoor, type TestDoor } from '../test-door.ts';

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

const patience = { profile: { ...profiles.teams, batch: 10 } };

/** Ada presses these keys while the desk listens. */
function pressKeys(t: TestDoor, keys: string): void {
  for (const key of keys) t.h.switchboard.pressKey({ legId: t.h.personLeg('ada')?.legId ?? '', userId: 'ada', key });
}

test('notifications that wait go in one body; each body is one exchange', async () => {
  const t = testDoor({ settings: patience });
  const callId = await atDesk(t);
  await t.command('POST', `/${callId}/subscribeToTone`, {});
  const bodies: number[] = [];
  let answer = (): void => undefined;
  t.files.set('http://localhost/callback', (init) => {
    bodies.push((JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as NotificationBody).value.length);
    return new Promise((resolve) => void (answer = () => resolve(new Response(null, { status: 202 }))));
  });
  pressKeys(t, '1');
  await t.h.clock.settle();
  pressKeys(t, '23456789*0#12');
  for (let times = 0; times < 4; times++) {
    answer();
    await t.h.clock.settle();
  }
  expect(bodies).toEqual([1, 10, 3]);
  expect(shortly(t).map((text) => text.split(' ').at(-1))).toHaveLength(14);
  const posts = t.exchanges.filter(({ url, status }) => url === 'http://localhost/callback' && status === 202);
  expect(posts.slice(-3)).toHaveLength(3);
  expect(new Set(posts.map(({ exchangeId }) => exchangeId)).size).toBe(posts.length);
});

test.each(proofRounds(20, 500))(
  'seed %i: out of order and twice, all arrives, numbers tell the order, and the end is last',
  async (seed) => {
    const t = testDoor({ seed, settings: { profile: { ...profiles.teams, duplicates: 0.3, disorder: 0.3 } } });
    const callId = await atDesk(t);
    t.received.length = 0;
    await t.command('POST', `/${callId}/subscribeToTone`, {});
    for (const key of '1234567890') {
      pressKeys(t, key);
      await t.h.clock.advance(70);
    }
    t.h.switchboard.hangUp({ legId: t.h.personLeg('ada')?.legId ?? '', userId: 'ada' });
    await t.h.clock.advance(1_000);
    const tones = t.received.flatMap(
      ({ item }) => (item.resourceData as { toneInfo?: { sequenceId: number; tone: string } }).toneInfo ?? [],
    );
    const inOrder = tones.toSorted((a, b) => a.sequenceId - b.sequenceId);
    const once = inOrder.filter(({ sequenceId }, index) => sequenceId !== inOrder[index - 1]?.sequenceId);
    expect(once.map(({ tone }) => tone.replace('tone', '')).join('')).toBe('1234567890');
    expect(shortly(t).filter((text) => text === 'deleted * terminated')).toHaveLength(1);
    expect(shortly(t).at(-1)).toBe('deleted * terminated');
  },
);

test('what is sent twice has a message id of its own, or the same one, as the setting says; both stay visible', async () => {
  for (const hasSameIdWhenRepeated of [false, true]) {
    const t = testDoor({ settings: { hasSameIdWhenRepeated, profile: { ...profiles.teams, duplicates: 1 } } });
    const callId = await atDesk(t);
    await t.command('POST', `/${callId}/subscribeToTone`, {});
    t.received.length = 0;
    t.exchanges.length = 0;
    pressKeys(t, '5');
    await t.h.clock.settle();
    const ids = t.received.map(({ headers }) => headers.get('x-microsoft-skype-message-id'));
    expect([ids.length, new Set(ids).size]).toEqual([2, hasSameIdWhenRepeated ? 1 : 2]);
    expect(new Set(t.exchanges.map(({ exchangeId }) => exchangeId)).size).toBe(2);
  }
});

test('an established call is told twice, or once with its media, as the profile says', async () => {
  const told = async (tellsEstablishedTwice: boolean): Promise<readonly string[]> => {
    const t = testDoor({ settings: { profile: { ...profiles.teams, tellsEstablishedTwice } } });
    await dialDesk(t);
    await t.command('POST', `/${t.h.appLeg('desk')?.legId ?? ''}/answer`, answerBody);
    return shortly(t).slice(1);
  };
  expect(await told(true)).toEqual(['updated * establishing', 'updated * established', 'updated * established active']);
  expect(await told(false)).toEqual(['updated * establishing', 'updated * established active']);
});

test('an app that answers nothing does not hold up another', async () => {
  const t = testDoor();
  t.files.set('http://localhost/desk', () => new Promise<Response>(() => undefined));
  await dialDesk(t);
  const other = t.h.switchboard.dial({ userId: 'grace', pageId: 'page-grace', number: '101' });
  if (!other.ok) throw new Error(other.message);
  await t.h.engine.connect({ roomId: other.callId, legId: other.legId, offer: '' });
  await t.h.clock.settle();
  await t.command('POST', `/${t.h.appLeg('echo')?.legId ?? ''}/answer`, answerBody, { appId: 'echo' });
  const ofEcho = t.received.filter(({ item }) => item.resource.endsWith(t.h.appLeg('echo')?.legId ?? ''));
  expect(ofEcho).toHaveLength(4);
  expect(t.h.appLeg('echo')?.state).toBe('connected');
});

test('after its key was withdrawn, the next notification is signed with the new one', async () => {
  const t = testDoor();
  await atDesk(t);
  const { kid } = await t.door.keys.rotate({ isAtOnce: true });
  t.h.switchboard.hangUp({ legId: t.h.personLeg('ada')?.legId ?? '', userId: 'ada' });
  await t.h.clock.settle();
  const token = t.received.at(-1)?.headers.get('authorization')?.replace('Bearer ', '') ?? '';
  expect(decodeProtectedHeader(token).kid).toBe(kid);
});
