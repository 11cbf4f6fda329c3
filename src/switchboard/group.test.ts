import { expect, test } from 'vitest';
import { participantsOf } from './roster.ts';
import { atDesk, done, house, taken, threeTalk, type House } from './test-house.ts';

const person = (userId: string) => ({ target: { kind: 'person', userId } }) as const;
const callback = { appId: 'desk', callbackUri: 'http://localhost/out' } as const;

function pidOf(h: House, userId: string): string {
  return h.personLeg(userId)?.participantId ?? '';
}

test('an app calls two people: it is in at once, each comes when she answers, and all are told of all', async () => {
  const h = house();
  const { callId, legId } = done(h.switchboard.createCall({ ...callback, targets: [person('ada'), person('grace')], subject: 'Lunch' }));
  expect(h.told()).toEqual(['desk establishing', 'desk established', 'desk established active', 'desk roster desk']);
  expect(h.notices[2]).toMatchObject({ kind: 'established', group: { subject: 'Lunch' } });
  expect(h.engine.commands[0]).toEqual({ kind: 'openRoom', roomId: callId, affinity: 'desk' });
  expect(h.switchboard.play({ appId: 'desk', legId, prompts: [{ uri: 'x' }] }).ok).toBe(true);
  await taken(h, 'grace');
  await taken(h, 'ada');
  expect(h.told().slice(-2)).toEqual(['desk roster Grace,desk', 'desk roster Grace,Ada,desk']);
  expect(h.notices.at(-1)).toMatchObject({ sequence: 3, changed: [pidOf(h, 'ada')], gone: [], isDelta: false });
  h.switchboard.hangUp({ userId: 'ada', legId: h.personLeg('ada')?.legId ?? '' });
  expect(h.notices.at(-1)).toMatchObject({ kind: 'roster', sequence: 4, gone: [{ leg: { userId: 'ada' }, as: 'hungUp' }] });
  expect(h.personLeg('grace')?.state).toBe('connected');
});

test('a group call that nobody joins ends so', async () => {
  const h = house();
  h.switchboard.createCall({ ...callback, targets: [person('ada'), person('grace')] });
  h.switchboard.decline({ userId: 'ada', legId: h.personLeg('ada')?.legId ?? '' });
  expect(h.personLeg('grace')?.state).toBe('ringing');
  await h.clock.advance(60_000);
  expect(h.told().at(-1)).toBe('desk terminated nobodyJoined');
  expect(h.notices.at(-1)).toMatchObject({ group: undefined });
  expect(h.engine.rooms.size).toBe(0);
});

test('whoever is left alone in a group call is told so, and what she said last is brought in', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.engine.heard = new Uint8Array([7]);
  const options = { bargeIn: false, beep: false, initialSilenceMs: 1, maxSilenceMs: 1, maxDurationMs: 1, stopTones: [] };
  h.switchboard.record({ ...desk, prompts: [], options });
  h.switchboard.hangUp({ userId: 'ada', legId: h.personLeg('ada')?.legId ?? '' });
  h.switchboard.hangUp({ userId: 'grace', legId: h.personLeg('grace')?.legId ?? '' });
  expect(h.notices.slice(-2)).toMatchObject([
    { kind: 'taskEnded', end: { outcome: 'cancelled', wav: h.engine.heard } },
    { kind: 'terminated', as: 'lastOneLeft' },
  ]);
});

test('an app that hangs up leaves the others to talk, and learns where they are', async () => {
  const h = house();
  const desk = await threeTalk(h);
  h.switchboard.hangUpApp(desk);
  expect(h.told().slice(-2)).toEqual(['desk terminating', 'desk terminated hungUp']);
  expect(h.notices.at(-1)).toMatchObject({ group: { threadId: expect.stringContaining('@thread.v2') as string } });
  expect([h.personLeg('ada')?.state, h.personLeg('grace')?.state]).toEqual(['connected', 'connected']);
  const again = done(h.switchboard.joinMeeting({ ...callback, key: { by: 'conversation', conversationId: h.notices[0]?.callId ?? '' } }));
  expect(h.told().at(-1)).toBe('desk roster desk,Grace,Ada');
  expect(again.callId).toBe(h.notices[0]?.callId);
});

test('a lost page takes only its own leg out of a group', async () => {
  const h = house();
  await threeTalk(h);
  h.switchboard.pageLost('page-ada');
  expect(h.personLeg('ada')?.endedAs).toBe('pageLost');
  expect(h.told().at(-1)).toBe('desk roster Grace,desk');
});

test('an app that is not kept alive leaves a group; the people talk on', async () => {
  const h = house();
  await threeTalk(h);
  await h.clock.advance(45 * 60_000);
  expect(h.told().at(-1)).toBe('desk terminated keepAliveMissed');
  expect(h.personLeg('ada')?.state).toBe('connected');
});

test('an app is muted and heard again; another one is muted by it, and unmutes herself', async () => {
  const h = house();
  const desk = await threeTalk(h);
  const legId = h.personLeg('ada')?.legId ?? '';
  expect(h.switchboard.muteApp({ ...desk, isMuted: true })).toEqual({ ok: true });
  expect(h.engine.last('mute')).toMatchObject({ legId: desk.legId, isMuted: true });
  done(h.switchboard.muteParticipant({ ...desk, participantId: pidOf(h, 'ada') }));
  expect(h.personLeg('ada')).toMatchObject({ isMuted: true, isMutedByOther: true });
  expect(h.notices.at(-1)).toMatchObject({ kind: 'roster', changed: [pidOf(h, 'ada')] });
  h.switchboard.mute({ legId, userId: 'ada', isMuted: false });
  expect(h.personLeg('ada')).toMatchObject({ isMuted: false, isMutedByOther: false });
  expect(h.engine.last('mute')).toMatchObject({ legId, isMuted: false });
});

test('a participant is removed', async () => {
  const h = house();
  const desk = await threeTalk(h);
  done(h.switchboard.removeParticipant({ ...desk, participantId: pidOf(h, 'grace') }));
  expect(h.personLeg('grace')).toMatchObject({ endedAs: 'removed', endedBecause: 'The bot “desk” removed you.' });
  expect(h.switchboard.removeParticipant({ ...desk, participantId: h.appLeg('desk')?.participantId ?? '' })).toMatchObject({
    code: 'switchboard/wrong-state',
  });
});

test('what an app says of its recording is in the roster, and is over when it leaves', async () => {
  const h = house();
  const desk = await threeTalk(h);
  done(h.switchboard.setRecording({ ...desk, status: 'recording' }));
  expect(h.notices.at(-1)).toMatchObject({ kind: 'roster', changed: [h.appLeg('desk')?.participantId] });
  h.switchboard.hangUpApp(desk);
  expect(h.facts.filter(({ type }) => type === 'recordingStatus')).toMatchObject([{ status: 'recording' }, { status: 'notRecording' }]);
});

test('on a call between two there is nobody to mute or remove, and its participants can be read', async () => {
  const h = house();
  const desk = await atDesk(h);
  const participantId = pidOf(h, 'ada');
  for (const result of [
    h.switchboard.muteApp({ ...desk, isMuted: true }),
    h.switchboard.muteParticipant({ ...desk, participantId }),
    h.switchboard.removeParticipant({ ...desk, participantId }),
    h.switchboard.admit({ ...desk, participantIds: 'all' }),
    h.switchboard.putRoutingGroup({ ...desk, group: { routingMode: 'multicast', sources: [participantId], receivers: [participantId] } }),
  ])
    expect(result).toMatchObject({ ok: false, code: 'switchboard/wrong-state' });
  const read = done(h.switchboard.readCall(desk));
  expect(participantsOf(read.call).map(({ self }) => self.name)).toEqual(['desk', 'Ada']);
  expect(h.told()).not.toContain(expect.stringContaining('roster'));
});

test('nobody is named who is not there', async () => {
  const h = house();
  const desk = await threeTalk(h);
  for (const result of [
    h.switchboard.muteParticipant({ ...desk, participantId: 'x' }),
    h.switchboard.removeParticipant({ ...desk, participantId: 'x' }),
    h.switchboard.startHold({ ...desk, participantId: 'x' }),
    h.switchboard.stopHold({ ...desk, participantId: 'x' }),
    h.switchboard.admit({ ...desk, participantIds: ['x'] }),
  ])
    expect(result).toMatchObject({ ok: false, code: 'switchboard/unknown-participant' });
});

test('keys are sent in the queue of prompts, and end as they do', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.switchboard.play({ ...desk, prompts: [] });
  const { operationId } = done(h.switchboard.sendKeys({ ...desk, keys: ['1', '#'], gapMs: 50, clientContext: 'c' }));
  expect(h.engine.last('sendKeys')).toBeUndefined();
  h.engine.played();
  expect(h.engine.last('sendKeys')).toEqual({ kind: 'sendKeys', legId: desk.legId, operationId, keys: ['1', '#'], toneMs: 120, gapMs: 50 });
  h.engine.pressed();
  expect(h.notices.at(-1)).toMatchObject({
    kind: 'taskEnded',
    task: { kind: 'sendKeys', clientContext: 'c' },
    end: { outcome: 'completed' },
  });
  h.switchboard.sendKeys({ ...desk, keys: ['1'] });
  h.switchboard.cancel(desk);
  expect(h.told().at(-1)).toBe('desk taskEnded sendKeys cancelled');
});

test('a prompt may play over and over', async () => {
  const h = house();
  const desk = await atDesk(h);
  h.switchboard.play({ ...desk, prompts: [], isLooping: true });
  expect(h.engine.last('play')).toMatchObject({ isLooping: true });
});

test('a conversation has room for so many', async () => {
  const h = house({ limits: { participants: 3 } });
  const desk = await threeTalk(h);
  expect(h.switchboard.invite({ ...desk, invitees: [person('linus')] })).toMatchObject({ ok: false, code: 'switchboard/full' });
  expect(h.switchboard.createCall({ ...callback, targets: ['ada', 'grace', 'linus'].map(person) })).toMatchObject({
    code: 'switchboard/full',
  });
});
