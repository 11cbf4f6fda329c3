import { expect, test } from 'vitest';
import { sourceIdsOf } from './source-ids.ts';
import { dialled, done, house, threeTalk } from './test-house.ts';
import { appComes, bridge, comes, meetingHouse, pidOf } from './test-meeting.ts';

test('an app answers with media of its own, and is connected when its socket comes', async () => {
  const h = house();
  await dialled(h, 'ada', '100');
  const desk = { appId: 'desk', legId: h.appLeg('desk')?.legId ?? '' };
  done(h.switchboard.answerApp({ ...desk, callbackUri: 'http://localhost/c', media: bridge }));
  expect(h.engine.last('addBridged')).toMatchObject({ legId: desk.legId, limits: { soundsApart: 4, pictures: 4 } });
  expect(h.engine.last('addHosted')).toBeUndefined();
  expect(h.appLeg('desk')?.state).toBe('connecting');
  h.engine.facts.tell('legConnected', { legId: desk.legId });
  expect([h.appLeg('desk')?.state, h.told().at(-1)]).toEqual(['connected', 'desk established active']);
});

test('an app whose socket does not come has no call', async () => {
  const h = house();
  const from = { appId: 'desk', callbackUri: 'http://localhost/c', media: bridge } as const;
  done(h.switchboard.createCall({ ...from, targets: [{ target: { kind: 'person', userId: 'ada' } }, { target: { kind: 'person', userId: 'grace' } }] })); // prettier-ignore
  await h.clock.advance(20_000);
  expect(h.told().at(-1)).toBe('desk terminated mediaFailed');
});

test('prompts, recordings and keys are for hosted media; muting is for all', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  const own = appComes(h, 'desk', bridge);
  const options = { bargeIn: true, beep: false, initialSilenceMs: 1, maxSilenceMs: 1, maxDurationMs: 1, stopTones: [] };
  for (const result of [
    h.switchboard.play({ ...own, prompts: [] }),
    h.switchboard.record({ ...own, prompts: [], options }),
    h.switchboard.sendKeys({ ...own, keys: ['1'] }),
  ])
    expect(result).toMatchObject({ ok: false, code: 'switchboard/own-media' });
  done(h.switchboard.muteApp({ ...own, isMuted: true }));
  expect(h.engine.last('mute')).toMatchObject({ legId: own.legId, isMuted: true });
  done(h.switchboard.muteParticipant({ ...own, participantId: pidOf(h, 'ada') }));
});

test('a bridge that is lost takes its app out of the meeting', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  const { legId } = appComes(h, 'desk', bridge);
  h.engine.facts.tell('legLost', { legId, reason: 'the socket is gone' });
  expect(h.told().at(-1)).toBe('desk terminated mediaFailed');
  expect(h.personLeg('ada')?.state).toBe('connected');
});

test('a bridge that cannot be brought over is added in the other room, and connects there', async () => {
  const h = house();
  h.engine.isSplit = true;
  const desk = await threeTalk(h);
  await dialled(h, 'linus', '101');
  const echo = { appId: 'echo', legId: h.appLeg('echo')?.legId ?? '' };
  done(h.switchboard.answerApp({ ...echo, callbackUri: 'http://localhost/c', media: bridge }));
  h.engine.facts.tell('legConnected', { legId: echo.legId });
  const [{ callId } = { callId: '' }] = h.switchboard.calls();
  h.engine.facts.tell('legDisplaced', { legId: echo.legId, roomId: callId });
  expect(h.engine.last('addBridged')).toMatchObject({ legId: echo.legId });
  expect(h.appLeg('echo')).toMatchObject({ state: 'connected', mustReconnect: true });
  h.engine.facts.tell('legDisplaced', { legId: desk.legId, roomId: callId });
  expect(h.appLeg('desk')?.mustReconnect).toBeUndefined();
});

test('whoever has sound has a number, which is made of the participant', async () => {
  const h = meetingHouse();
  const { legId } = await comes(h, 'ada');
  expect(h.engine.last('identify')).toEqual({ kind: 'identify', legId, sourceId: sourceIdsOf(pidOf(h, 'ada')).sound });
  expect(h.engine.commands.filter(({ kind }) => kind === 'watchSpeakers')).toHaveLength(1);
});
