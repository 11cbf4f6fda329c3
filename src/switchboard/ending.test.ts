import { expect, test } from 'vitest';
import { proofRounds } from '../../test/proof-rounds.ts';
import { seededRandom } from '../base/random.ts';
import type { Target } from './directory.ts';
import { atDesk, dialled, house, type House } from './test-house.ts';

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

test.each(proofRounds(8, 1_000))(
  'whatever is asked in whatever order, nothing throws and no call is left behind (seed %i)',
  async (seed) => {
    const h = house({ noAnswer: { afterMs: 20_000, forwardTo: 'voicemail' }, seed });
    const random = seededRandom(seed * 77);
    for (let step = 0; step < 400; step++) await anything(h, (count) => Math.floor(random.unit() * count));
    for (const { legs } of h.switchboard.calls()) {
      for (const leg of legs) {
        if (leg.kind === 'person') h.switchboard.hangUp(leg);
        else h.switchboard.hangUpApp(leg);
      }
    }
    await h.clock.advance(46 * 60_000);
    expect(h.switchboard.calls()).toEqual([]);
    expect([...h.engine.rooms, ...h.engine.legs]).toEqual([]);
    const ends = h.notices.filter(({ kind }) => kind === 'terminated').map(({ legId }) => legId);
    expect(new Set(ends).size).toBe(ends.length);
  },
);

/** One of everything that can happen, to a call picked by chance. */
async function anything({ switchboard, engine, clock, wanted }: House, pick: (count: number) => number): Promise<void> {
  const legs = switchboard.calls().flatMap((call) => call.legs.map((leg) => ({ ...leg, callId: call.callId })));
  const leg = legs[pick(legs.length)];
  const userId = ['ada', 'grace', 'linus'][pick(3)] ?? '';
  const targets: readonly Target[] = [
    { kind: 'person', userId },
    { kind: 'app', appId: ['desk', 'echo'][pick(2)] ?? '' },
  ];
  const target = targets[pick(2)] as Target;
  if (!leg || pick(10) === 0) {
    if (pick(3) === 0) switchboard.createCall({ appId: 'desk', callbackUri: 'http://localhost/out', target });
    else switchboard.dial({ userId, pageId: `page-${userId}`, number: ['100', '101', '202', '999'][pick(4)] ?? '' });
    return;
  }
  const own = leg.kind === 'app' ? { appId: leg.appId, legId: leg.legId } : { appId: 'desk', legId: leg.legId };
  const person = { userId: leg.kind === 'person' ? leg.userId : userId, legId: leg.legId };
  const options = { bargeIn: pick(2) === 0, beep: true, initialSilenceMs: 1, maxSilenceMs: 1, maxDurationMs: 1, stopTones: [] };
  const task = wanted[pick(wanted.length)];
  const things: readonly (() => unknown)[] = [
    () => switchboard.answer({ ...person, pageId: `page-${person.userId}` }),
    () => switchboard.decline(person),
    () => pick(4) === 0 && switchboard.hangUp(person),
    () => switchboard.pressKey({ ...person, key: '1' }),
    () => switchboard.mute({ ...person, isMuted: pick(2) === 0 }),
    () => pick(9) === 0 && switchboard.pageLost(`page-${person.userId}`),
    () => pick(9) === 0 && switchboard.mediaFailed({ ...person, message: 'no microphone' }),
    () =>
      leg.kind === 'person' && leg.pageId && leg.state !== 'ended' && engine.connect({ roomId: leg.callId, legId: leg.legId, offer: '' }),
    () => pick(9) === 0 && engine.facts.tell('legLost', { legId: leg.legId, reason: 'network' }),
    () => pick(20) === 0 && engine.facts.tell('roomsLost', { roomIds: [leg.callId], reason: 'killed' }),
    () => switchboard.answerApp({ ...own, callbackUri: 'http://localhost/callback' }),
    () => pick(4) === 0 && switchboard.reject({ ...own, reason: 'busy' }),
    () => pick(4) === 0 && switchboard.incomingFailed({ ...own, message: 'refused' }),
    () => switchboard.redirect({ ...own, targets: targets.slice(pick(2)) }),
    () => switchboard.transfer({ ...own, target }),
    () => switchboard.play({ ...own, prompts: [{ uri: 'x' }] }),
    () => switchboard.record({ ...own, prompts: [], options }),
    () => task && switchboard.promptsReady({ ...task, sounds: [] }),
    () => task && switchboard.promptsFailed({ ...task, problem: { kind: 'download', message: '404' } }),
    () => engine.played(),
    () => switchboard.cancel(own),
    () => switchboard.subscribeTones(own),
    () => switchboard.keepAlive(own),
    () => pick(4) === 0 && switchboard.hangUpApp(own),
    () => clock.advance(pick(30_000)),
  ];
  await things[pick(things.length)]?.();
}
