import { expect, test } from 'vitest';
import { atDesk, dialled, house } from './test-house.ts';

test('a media process that dies ends its calls in words, and the app is told', async () => {
  const h = house();
  await atDesk(h);
  const roomIds = h.switchboard.calls().map(({ callId }) => callId);
  h.engine.facts.tell('roomsLost', { roomIds, reason: 'it was killed' });
  expect(h.told().at(-1)).toBe('desk terminated engineLost');
  expect(h.personLeg('ada')?.endedBecause).toMatch(/^The sound process stopped, and the call with it: it was killed\./);
});

test('a window that is lost ends its calls, and only those', async () => {
  const h = house();
  await atDesk(h);
  await dialled(h, 'grace', '203');
  h.switchboard.pageLost('page-ada');
  expect(h.personLeg('ada')?.endedAs).toBe('pageLost');
  expect(h.told().at(-1)).toBe('desk terminated otherLost');
  expect(h.personLeg('grace')?.state).toBe('calling');
});

test('a caller whose sound never comes is given up', async () => {
  const h = house();
  h.switchboard.dial({ userId: 'ada', pageId: 'p', number: '202' });
  await h.clock.advance(20_000);
  expect(h.personLeg('ada')).toMatchObject({ state: 'ended', endedBecause: 'no sound came within 20 s' });
  expect(h.personLeg('grace')?.state).toBe('ended');
});

test('a mute before there is sound is kept until there is', async () => {
  const h = house();
  const result = h.switchboard.dial({ userId: 'ada', pageId: 'p', number: '202' });
  if (!result.ok) throw new Error(result.message);
  h.switchboard.mute({ legId: result.legId, userId: 'ada', isMuted: true });
  expect(h.engine.last('mute')).toBeUndefined();
  await h.engine.connect({ roomId: result.callId, legId: result.legId, offer: '' });
  expect(h.engine.last('mute')).toMatchObject({ isMuted: true });
});

test('what happened is told as versioned facts', async () => {
  const h = house();
  await atDesk(h);
  h.switchboard.hangUp({ legId: h.personLeg('ada')?.legId ?? '', userId: 'ada' });
  expect(h.facts.map(({ type }) => type)).toEqual([
    'callStarted', 'legRang', 'legAnswered', 'legConnected', 'legConnected', 'legEnded', 'legEnded', 'callEnded',
  ]); // prettier-ignore
  expect(h.facts.every(({ version }) => version === 1)).toBe(true);
});

test('a mistake of the switchboard ends the one call that it is about', async () => {
  const h = house();
  const desk = await atDesk(h);
  await dialled(h, 'grace', '203');
  const uuid = h.random.uuid.bind(h.random);
  Object.assign(h.random, {
    uuid: () => {
      throw new Error('no more numbers');
    },
  });
  h.switchboard.transfer({ ...desk, target: { kind: 'person', userId: 'linus' } });
  Object.assign(h.random, { uuid });
  expect(h.personLeg('ada')).toMatchObject({ state: 'ended', endedBecause: 'The switchboard made a mistake; its log says which.' });
  expect(h.told().at(-1)).toBe('desk terminated closed');
  expect(h.personLeg('grace')?.state).toBe('calling');
});

test('closing ends every call and leaves nothing running', async () => {
  const h = house();
  await atDesk(h);
  await dialled(h, 'grace', '203');
  await h.switchboard[Symbol.asyncDispose]();
  expect(h.switchboard.calls().every(({ endedMs }) => endedMs !== undefined)).toBe(true);
  expect(h.engine.rooms.size).toBe(0);
});
