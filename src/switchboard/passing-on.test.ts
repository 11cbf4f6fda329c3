import { expect, test } from 'vitest';
import { atDesk, dialled, house, taken, type House } from './test-house.ts';

const grace = { kind: 'person', userId: 'grace' } as const;

test('a transfer that is taken: transferring, transferAccepted, the app leaves, the people talk', async () => {
  const h = house();
  const desk = await atDesk(h);
  expect(h.switchboard.transfer({ ...desk, target: grace })).toEqual({ ok: true });
  expect(h.personLeg('ada')).toMatchObject({ state: 'transferring', peer: { name: 'Grace' } });
  expect(h.engine.last('progress')).toMatchObject({ legId: h.personLeg('ada')?.legId, tone: 'ringback' });
  await taken(h, 'grace');
  expect(h.told().slice(-3)).toEqual(['desk transferring', 'desk transferAccepted', 'desk terminated transferred']);
  expect(h.personLeg('ada')).toMatchObject({ state: 'connected', peer: { name: 'Grace' } });
  expect(h.personLeg('grace')?.state).toBe('connected');
  h.switchboard.hangUp({ legId: h.personLeg('grace')?.legId ?? '', userId: 'grace' });
  expect(h.personLeg('ada')?.endedBecause).toBe('Grace hung up.');
  expect(h.engine.legs.size).toBe(0);
});

test.each([
  ['nobody answers', async (h: House) => h.clock.advance(30_000), 'Grace did not answer.'],
  [
    'it is declined',
    (h: House) => h.switchboard.decline({ legId: h.personLeg('grace')?.legId ?? '', userId: 'grace' }),
    'Grace declined the call.',
  ],
] as const)('a transfer comes back when %s', async (_, fail, because) => {
  const h = house({ noAnswer: { afterMs: 20_000, forwardTo: 'voicemail' } });
  const desk = await atDesk(h);
  h.switchboard.transfer({ ...desk, target: grace });
  await fail(h);
  expect(h.notices.at(-1)).toMatchObject({ kind: 'established', isMediaActive: true, transferFailed: because });
  expect(h.appLeg('desk')?.state).toBe('connected');
  expect(h.personLeg('ada')).toMatchObject({ state: 'connected', peer: { name: 'desk' } });
  expect(h.switchboard.play({ ...desk, prompts: [{ uri: 'x' }] }).ok).toBe(true);
});

test('a transfer whose taker has no sound comes back', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.switchboard.transfer({ ...desk, target: grace });
  const legId = h.personLeg('grace')?.legId ?? '';
  h.switchboard.answer({ legId, userId: 'grace', pageId: 'page' });
  h.switchboard.mediaFailed({ legId, message: 'no microphone' });
  expect(h.told().slice(-2)).toEqual(['desk transferAccepted', 'desk established again']);
  expect(h.personLeg('ada')?.state).toBe('connected');
});

test('a transfer to an app', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.switchboard.transfer({ ...desk, target: { kind: 'app', appId: 'echo' } });
  expect(h.notices.at(-1)).toMatchObject({ kind: 'incoming', appId: 'echo', source: { id: 'ada' } });
  h.switchboard.answerApp({ appId: 'echo', legId: h.appLeg('echo')?.legId ?? '', callbackUri: 'http://localhost/echo-back' });
  expect(h.told().slice(-5)).toEqual([
    'echo establishing', 'echo established', 'desk transferAccepted', 'echo established active', 'desk terminated transferred',
  ]); // prettier-ignore
});

test('a caller who gives up during a transfer ends it all', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.switchboard.transfer({ ...desk, target: grace });
  h.switchboard.hangUp({ legId: h.personLeg('ada')?.legId ?? '', userId: 'ada' });
  expect(h.told().at(-1)).toBe('desk terminated otherHungUp');
  expect(h.personLeg('grace')?.endedAs).toBe('cancelled');
});

test('transfers that make no sense are refused', async () => {
  const h = house();
  await dialled(h, 'ada', '100');
  const desk = { appId: 'desk', legId: h.appLeg('desk')?.legId ?? '' };
  expect(h.switchboard.transfer({ ...desk, target: grace })).toMatchObject({ code: 'switchboard/wrong-state' });
  h.switchboard.answerApp({ ...desk, callbackUri: 'http://localhost/callback' });
  for (const [target, code] of [
    [{ kind: 'person', userId: 'nobody' }, 'switchboard/unknown-target'],
    [{ kind: 'person', userId: 'ada' }, 'switchboard/takes-part'],
    [{ kind: 'app', appId: 'desk' }, 'switchboard/takes-part'],
  ] as const) {
    expect(h.switchboard.transfer({ ...desk, target })).toMatchObject({ code });
  }
});

test('a redirected call rings at all targets at once, and the first takes it', async () => {
  const h = house();
  await dialled(h, 'ada', '100');
  const desk = { appId: 'desk', legId: h.appLeg('desk')?.legId ?? '' };
  h.switchboard.redirect({ ...desk, targets: [grace, { kind: 'person', userId: 'linus' }] });
  expect(h.appLeg('desk')?.state).toBe('redirecting');
  expect([h.personLeg('grace')?.state, h.personLeg('linus')?.state]).toEqual(['ringing', 'ringing']);
  await taken(h, 'linus');
  expect(h.personLeg('grace')).toMatchObject({ endedAs: 'takenElsewhere', endedBecause: 'Linus took the call.' });
  expect(h.told()).toEqual(['desk incoming', 'desk terminated redirected']);
  expect(h.personLeg('ada')).toMatchObject({ state: 'connected', peer: { name: 'Linus' } });
});

test('an app that leaves after it has redirected the call is told of its end once', async () => {
  const h = house();
  await dialled(h, 'ada', '100');
  const desk = { appId: 'desk', legId: h.appLeg('desk')?.legId ?? '' };
  h.switchboard.redirect({ ...desk, targets: [grace] });
  h.switchboard.hangUpApp(desk);
  await taken(h, 'grace');
  expect(h.told().filter((told) => told.startsWith('desk terminated'))).toEqual(['desk terminated hungUp']);
});

test('a redirection that nobody takes in time ends the call in words', async () => {
  const h = house();
  await dialled(h, 'ada', '100');
  h.switchboard.redirect({ appId: 'desk', legId: h.appLeg('desk')?.legId ?? '', targets: [grace], timeoutMs: 15_000 });
  await h.clock.advance(15_000);
  h.engine.played();
  expect(h.personLeg('ada')?.endedBecause).toBe('Grace did not answer.');
  expect(h.told()).toEqual(['desk incoming', 'desk terminated redirected']);
});

test('one of two who decline leaves the other ringing', async () => {
  const h = house();
  await dialled(h, 'ada', '100');
  const targets = [grace, { kind: 'person', userId: 'linus' }] as const;
  h.switchboard.redirect({ appId: 'desk', legId: h.appLeg('desk')?.legId ?? '', targets });
  h.switchboard.decline({ legId: h.personLeg('grace')?.legId ?? '', userId: 'grace' });
  expect(h.personLeg('linus')?.state).toBe('ringing');
  h.switchboard.decline({ legId: h.personLeg('linus')?.legId ?? '', userId: 'linus' });
  expect(h.personLeg('ada')).toMatchObject({ state: 'ended', endedBecause: 'Linus declined the call.' });
});

test('an app calls a person: establishing, established, established with active media', async () => {
  const h = house();
  const result = h.switchboard.createCall({ appId: 'desk', callbackUri: 'http://localhost/out', targets: [{ target: grace }] });
  expect(h.personLeg('grace')).toMatchObject({ state: 'ringing', peer: { name: 'desk' } });
  expect(h.told()).toEqual(['desk establishing']);
  await taken(h, 'grace');
  expect(h.told().slice(1)).toEqual(['desk established', 'desk established active']);
  expect(result).toMatchObject({ ok: true, legId: h.appLeg('desk')?.legId });
});

test.each([
  ['declined', (h: House) => h.switchboard.decline({ legId: h.personLeg('grace')?.legId ?? '', userId: 'grace' }), 'otherDeclined'],
  ['not answered', (h: House) => h.clock.advance(60_000), 'nobodyAnswered'],
] as const)("an app's call that is %s is told so", async (_, fail, as) => {
  const h = house();
  h.switchboard.createCall({ appId: 'desk', callbackUri: 'http://localhost/out', targets: [{ target: grace }] });
  await fail(h);
  expect(h.told()).toEqual(['desk establishing', `desk terminated ${as}`]);
});

test('an app calls an app', () => {
  const h = house();
  h.switchboard.createCall({ appId: 'desk', callbackUri: 'http://localhost/out', targets: [{ target: { kind: 'app', appId: 'echo' } }] });
  h.switchboard.answerApp({ appId: 'echo', legId: h.appLeg('echo')?.legId ?? '', callbackUri: 'http://localhost/echo-back' });
  expect(h.told()).toEqual([
    'desk establishing', 'echo incoming', 'echo establishing', 'echo established', 'desk established', 'desk established active',
    'echo established active',
  ]); // prettier-ignore
});
