import { expect, test } from 'vitest';
import { directory, dialled, house } from './test-house.ts';

const voicemail = { afterMs: 20_000, forwardTo: 'voicemail' };

test('the first window that answers takes the call, and both hear each other once both have sound', async () => {
  const h = house();
  const { callId } = await dialled(h, 'ada', '202');
  const legId = h.personLeg('grace')?.legId ?? '';
  expect(h.personLeg('grace')).toMatchObject({ state: 'ringing', peer: { name: 'Ada' } });
  expect(h.personLeg('grace')?.pageId).toBeUndefined();
  expect(h.engine.last('progress')).toMatchObject({ tone: 'ringback' });
  expect(h.switchboard.answer({ legId, userId: 'grace', pageId: 'window-1' })).toEqual({ ok: true, callId, legId });
  expect(h.switchboard.answer({ legId, userId: 'grace', pageId: 'window-2' })).toMatchObject({ ok: false, code: 'switchboard/taken' });
  expect(h.engine.last('progress')).toMatchObject({ tone: 'none' });
  expect(h.personLeg('grace')?.state).toBe('connecting');
  await h.engine.connect({ roomId: callId, legId, offer: '' });
  expect(h.personLeg('grace')).toMatchObject({ state: 'connected', pageId: 'window-1' });
  expect(h.personLeg('ada')).toMatchObject({ state: 'connected', peer: { name: 'Grace' } });
});

test('a declined call ends in words', async () => {
  const h = house({ noAnswer: voicemail });
  await dialled(h, 'ada', '202');
  h.switchboard.decline({ legId: h.personLeg('grace')?.legId ?? '', userId: 'grace' });
  expect(h.personLeg('ada')).toMatchObject({ state: 'ended', endedBecause: 'Grace declined the call.', endedAs: 'otherDeclined' });
  expect(h.engine.rooms.size).toBe(0);
});

test('only the person who is rung can answer or decline', async () => {
  const h = house();
  await dialled(h, 'ada', '202');
  const legId = h.personLeg('grace')?.legId ?? '';
  expect(h.switchboard.answer({ legId, userId: 'linus', pageId: 'x' })).toMatchObject({ code: 'switchboard/unknown-leg' });
  expect(h.switchboard.decline({ legId, userId: 'ada' })).toMatchObject({ code: 'switchboard/unknown-leg' });
});

test('a person who does not answer is forwarded to voicemail, which learns who was meant', async () => {
  const h = house({ noAnswer: voicemail });
  await dialled(h, 'ada', '202');
  await h.clock.advance(19_999);
  expect(h.told()).toEqual([]);
  await h.clock.advance(1);
  expect(h.personLeg('grace')).toMatchObject({ state: 'ended', endedAs: 'noAnswer' });
  expect(h.notices).toMatchObject([{ kind: 'incoming', appId: 'voicemail', source: { id: 'ada' }, forwardedFrom: { id: 'grace' } }]);
  expect(h.personLeg('ada')).toMatchObject({ state: 'calling', peer: { name: 'voicemail' } });
});

test('a caller whom nobody answers hears so', async () => {
  const h = house();
  await dialled(h, 'ada', '202');
  await h.clock.advance(60_000);
  expect(h.engine.last('play')?.operationId).toBe(h.switchboard.calls()[0]?.announcement?.operationId);
  expect(h.switchboard.calls()[0]?.announcement).toMatchObject({ name: 'nobody-answers', isPlaying: true });
  h.engine.played();
  expect(h.personLeg('ada')).toMatchObject({ state: 'ended', endedBecause: 'Grace did not answer.', endedAs: 'nobodyAnswered' });
});

test('a number of nobody is announced, once the caller has sound', async () => {
  const h = house();
  const result = h.switchboard.dial({ userId: 'ada', pageId: 'p', number: '99 9' });
  if (!result.ok) throw new Error(result.message);
  expect(h.engine.last('play')).toBeUndefined();
  await h.engine.connect({ roomId: result.callId, legId: result.legId, offer: '' });
  expect(h.engine.last('play')).toBeDefined();
  h.engine.played();
  expect(h.personLeg('ada')?.endedBecause).toBe('The number 99 9 belongs to nobody here.');
});

test('an announcement that never ends is cut short', async () => {
  const h = house();
  await dialled(h, 'ada', '999');
  await h.clock.advance(20_000);
  expect(h.personLeg('ada')?.state).toBe('ended');
});

test('an app that cannot be reached: the caller hears so and reads why', async () => {
  const h = house();
  await dialled(h, 'ada', '100');
  const { legId = '' } = h.appLeg('desk') ?? {};
  const message = 'The bot “desk” could not be reached at http://localhost/desk: connection refused. Is it running?';
  h.switchboard.incomingFailed({ appId: 'desk', legId, message });
  expect(h.switchboard.calls()[0]?.announcement?.name).toBe('bot-not-answering');
  h.engine.played();
  expect(h.personLeg('ada')).toMatchObject({ state: 'ended', endedBecause: message });
  expect(h.told()).toEqual(['desk incoming']);
});

test('an app that does nothing within 15 s loses the call', async () => {
  const h = house();
  await dialled(h, 'ada', '100');
  await h.clock.advance(15_000);
  expect(h.told()).toEqual(['desk incoming', 'desk terminated noAnswer']);
  expect(h.switchboard.calls()[0]?.announcement).toMatchObject({
    name: 'bot-not-answering',
    because: 'The bot “desk” did not answer within 15 s of being told of the call.',
  });
});

test('an app that records by policy has 5 s, and no other app less for it', async () => {
  const h = house({ apps: directory.apps.map((app) => (app.appId === 'desk' ? { ...app, answerWithinMs: 5_000 } : app)) });
  await dialled(h, 'ada', '100');
  await dialled(h, 'grace', '101');
  await h.clock.advance(4_999);
  expect(h.told()).toEqual(['desk incoming', 'echo incoming']);
  await h.clock.advance(1);
  expect(h.told().slice(2)).toEqual(['desk terminated noAnswer']);
  expect(h.personLeg('ada')?.endedBecause).toBe('The bot “desk” did not answer within 5 s of being told of the call.');
});

test.each([
  ['none', 'The bot “desk” did not take the call.'],
  ['busy', 'The bot “desk” is busy.'],
  ['forbidden', 'The bot “desk” does not take calls from you.'],
] as const)('an app that rejects a call as %s: %s', async (reason, because) => {
  const h = house();
  await dialled(h, 'ada', '100');
  h.switchboard.reject({ appId: 'desk', legId: h.appLeg('desk')?.legId ?? '', reason });
  expect(h.personLeg('ada')).toMatchObject({ state: 'ended', endedBecause: because });
  expect(h.told()).toEqual(['desk incoming', 'desk terminated rejected']);
});

test('a caller who gives up stops the ringing', async () => {
  const h = house();
  const { legId } = await dialled(h, 'ada', '202');
  h.switchboard.hangUp({ legId, userId: 'ada' });
  expect(h.personLeg('grace')).toMatchObject({ endedAs: 'cancelled', endedBecause: 'Ada hung up before anybody answered.' });
  await h.clock.advance(60_000);
  expect(h.switchboard.calls()).toEqual([]);
});

test('what cannot be dialled is refused with a remedy', () => {
  const h = house();
  expect(h.switchboard.dial({ userId: 'nobody', pageId: 'p', number: '100' })).toMatchObject({ code: 'switchboard/unknown-person' });
  expect(h.switchboard.dial({ userId: 'ada', pageId: 'p', number: '201' })).toMatchObject({ code: 'switchboard/own-number' });
  expect(h.engine.commands).toEqual([]);
});

test('a full switchboard refuses politely', async () => {
  const h = house({ limits: { calls: 1 } });
  await dialled(h, 'ada', '202');
  expect(h.switchboard.dial({ userId: 'linus', pageId: 'p', number: '202' })).toMatchObject({ ok: false, code: 'switchboard/full' });
  expect(h.switchboard.calls()).toHaveLength(1);
});
