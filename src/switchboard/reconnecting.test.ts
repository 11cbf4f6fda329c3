import { expect, test } from 'vitest';
import { atDesk, dialled, done, house, threeTalk, type House } from './test-house.ts';
import { appComes, bridge, comes, meetingHouse, pidOf } from './test-meeting.ts';

const legOf = (h: House, who: string): string => (h.personLeg(who) ?? h.appLeg(who))?.legId ?? '';
const loses = (h: House, who: string): void => h.engine.facts.tell('legLost', { legId: legOf(h, who), reason: 'the network is gone' });

async function returns(h: House, userId: string): Promise<void> {
  const { callId, legId } = done(h.switchboard.answer({ legId: legOf(h, userId), userId, pageId: `page-${userId}` }));
  await h.engine.connect({ roomId: callId, legId, offer: '' });
}

test('one who lost her connection stays in the meeting, and is back with all that she was', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  appComes(h);
  const { legId } = await comes(h, 'grace');
  h.switchboard.mute({ legId, userId: 'grace', isMuted: true });
  h.engine.facts.tell('picturesBegan', { legId, of: 'camera' });
  loses(h, 'grace');
  expect(h.personLeg('grace')).toMatchObject({ state: 'connected', mustReconnect: true, isSoundUp: false, pictures: { camera: false } });
  expect(h.notices.at(-1)).toMatchObject({ kind: 'roster', gone: [], changed: [pidOf(h, 'grace')] });
  await h.clock.advance(14_000);
  await returns(h, 'grace');
  expect(h.personLeg('grace')).toMatchObject({ legId, state: 'connected', mustReconnect: undefined, isSoundUp: true });
  expect(h.engine.commands.slice(-2)).toMatchObject([
    { kind: 'mute', legId, isMuted: true },
    { kind: 'identify', legId },
  ].toReversed()); // prettier-ignore
  await h.clock.advance(60_000);
  expect(h.personLeg('grace')?.state).toBe('connected');
  expect(h.facts.flatMap((fact) => (fact.type === 'legReconnecting' ? [fact.isAway] : []))).toEqual([true, false]);
});

test('who does not come back in time has left', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  await comes(h, 'grace');
  loses(h, 'grace');
  await h.clock.advance(15_000);
  expect(h.personLeg('grace')).toMatchObject({ endedAs: 'mediaFailed', endedBecause: expect.stringContaining('15 s') as string });
  expect(h.personLeg('ada')?.state).toBe('connected');
});

test('between two the bot keeps its call while the caller is away, and loses it when she stays away', async () => {
  const h = house();
  await atDesk(h);
  loses(h, 'ada');
  await h.clock.advance(5_000);
  await returns(h, 'ada');
  expect(h.told().at(-1)).toBe('desk established active');
  loses(h, 'ada');
  await h.clock.advance(15_000);
  expect(h.told().at(-1)).toBe('desk terminated otherLost');
});

test('a page that could not connect may try again until it is given up; a window that is closed is gone at once', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  await comes(h, 'grace');
  loses(h, 'grace');
  done(h.switchboard.mediaFailed({ legId: legOf(h, 'grace'), message: 'no route' }));
  expect(h.personLeg('grace')?.state).toBe('connected');
  await returns(h, 'grace');
  loses(h, 'grace');
  h.switchboard.pageLost('page-grace');
  expect(h.personLeg('grace')?.endedAs).toBe('pageLost');
});

test('a page that knows of its lost network first makes room for the new connection; another window does not', async () => {
  const h = meetingHouse();
  const { legId } = await comes(h, 'ada');
  expect(h.switchboard.answer({ legId, userId: 'ada', pageId: 'another' })).toMatchObject({ ok: false, code: 'switchboard/taken' });
  const { callId } = done(h.switchboard.answer({ legId, userId: 'ada', pageId: 'page-ada' }));
  expect(h.engine.legs.has(legId)).toBe(false);
  await h.engine.connect({ roomId: callId, legId, offer: '' });
  expect(h.personLeg('ada')).toMatchObject({ state: 'connected', isSoundUp: true, mustReconnect: undefined });
});

test('who was on hold hears the music again when she is back, also music that was begun while she was away', async () => {
  const h = house();
  const desk = await threeTalk(h);
  done(h.switchboard.startHold({ ...desk, participantId: pidOf(h, 'ada') }));
  loses(h, 'ada');
  await returns(h, 'ada');
  expect(h.engine.last('hold')).toMatchObject({ legId: legOf(h, 'ada'), music: new Uint8Array([9]) });
  expect(h.personLeg('ada')?.isOnHold).toBe(true);
  done(h.switchboard.stopHold({ ...desk, participantId: pidOf(h, 'ada') }));
  loses(h, 'grace');
  const { operationId } = done(h.switchboard.startHold({ ...desk, participantId: pidOf(h, 'grace'), prompt: { uri: 'x' } }));
  done(h.switchboard.promptsReady({ ...desk, operationId, sounds: [new Uint8Array([5])] }));
  expect([h.told().at(-2), h.engine.last('hold')?.music]).toEqual(['desk holdEnded startHold', undefined]);
  await returns(h, 'grace');
  expect(h.engine.last('hold')).toMatchObject({ legId: legOf(h, 'grace'), music: new Uint8Array([5]) });
  expect(h.engine.mistakes).toEqual([]);
});

test('a media process that dies takes no group with it: the room is opened anew, bots are in it at once, people connect again', async () => {
  const h = meetingHouse({ lobby: { scope: 'organization', invitedIds: [] } });
  await comes(h, 'ada');
  await comes(h, 'eve');
  const desk = appComes(h);
  const echo = appComes(h, 'echo', bridge);
  done(h.switchboard.play({ ...desk, prompts: [], isLooping: true }));
  const { operationId = '' } = h.engine.last('play') ?? {};
  const [{ callId } = { callId: '' }] = h.switchboard.calls();
  h.engine.facts.tell('roomsLost', { roomIds: [callId], reason: 'it was killed' });
  h.engine.facts.tell('playEnded', { legId: desk.legId, operationId, outcome: 'failed', message: 'it was killed' });
  expect(h.told().at(-1)).toBe('desk taskEnded play failed');
  expect([...h.engine.rooms]).toEqual([callId]);
  expect([...h.engine.legs].toSorted()).toEqual([desk.legId, echo.legId].toSorted());
  expect(h.engine.last('route')).toMatchObject({ apart: [legOf(h, 'eve')] });
  expect(h.appLeg('desk')).toMatchObject({ state: 'connected', isSoundUp: true, mustReconnect: undefined });
  expect([h.personLeg('ada')?.mustReconnect, h.appLeg('echo')?.mustReconnect]).toEqual([true, true]);
  h.engine.facts.tell('legConnected', { legId: echo.legId });
  for (const userId of ['ada', 'eve']) await returns(h, userId);
  await h.clock.advance(60_000);
  expect(h.switchboard.calls()[0]?.legs.map(({ self, state }) => `${self.id} ${state}`)).toEqual([
    'ada connected',
    'eve connected',
    'desk connected',
    'echo connected',
  ]);
  expect(h.engine.mistakes).toEqual([]);
});

test('a room that is lost again and again is lost by what is in it, and ends', async () => {
  const h = meetingHouse();
  appComes(h);
  const [{ callId } = { callId: '' }] = h.switchboard.calls();
  const lose = (): void => h.engine.facts.tell('roomsLost', { roomIds: [callId], reason: 'it failed' });
  for (let times = 0; times < 3; times++) lose();
  await h.clock.advance(61_000);
  for (let times = 0; times < 3; times++) lose();
  expect(h.appLeg('desk')?.state).toBe('connected');
  lose();
  expect(h.told().at(-1)).toBe('desk terminated engineLost');
});

test('a media process that dies ends a call between two, in words', async () => {
  const h = house();
  await threeTalk(h);
  await dialled(h, 'linus', '901');
  const roomIds = h.switchboard.calls().map(({ callId }) => callId);
  h.engine.facts.tell('roomsLost', { roomIds, reason: 'killed' });
  expect(h.switchboard.calls().map(({ endedMs }) => endedMs === undefined)).toEqual([true, false]);
  await h.clock.advance(15_000);
  expect(h.told().at(-1)).toMatch(/^desk terminated/);
});
