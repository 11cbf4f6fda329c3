import { expect, test } from 'vitest';
import { meeting, bookOf, done, house, type House } from './test-house.ts';
import { participantsOf } from './roster.ts';

const number = '5550100';

async function joins(h: House, userId: string, pageId: string, awayPageIds: readonly string[] = []): Promise<string> {
  const { callId, legId } = done(h.switchboard.dial({ userId, pageId, number, awayPageIds, isMeeting: true }));
  await h.engine.connect({ roomId: callId, legId, offer: '' });
  return legId;
}

/** Ada's meeting, in which Grace waits in the lobby. */
async function graceWaits(): Promise<{ readonly h: House; readonly ada: string }> {
  const h = house({ meetings: bookOf(meeting('organizer')) });
  const ada = await joins(h, 'ada', 'a');
  await joins(h, 'grace', 'g1');
  return { h, ada };
}

function admitAll(h: House, ada: string): void {
  done(h.switchboard.admitPerson({ legId: ada, userId: 'ada', participantIds: 'all' }));
}

test('who loads her page anew takes the place of her old one at once, and is not asked to wait in the lobby again', async () => {
  const { h, ada } = await graceWaits();
  const old = h.personLeg('grace')?.legId ?? '';
  admitAll(h, ada);
  await joins(h, 'grace', 'g2', ['x', 'g1']);
  expect(h.personLeg('grace')).toMatchObject({ state: 'connected', pageId: 'g2', isInLobby: false });
  const [call] = h.switchboard.calls();
  expect(call && participantsOf(call).map(({ self }) => self.name)).toEqual(['Grace', 'Ada']);
  expect(call?.legs.find(({ legId }) => legId === old)).toMatchObject({ endedAs: 'takenElsewhere' });
  expect(h.engine.legs.has(old)).toBe(false);
  h.switchboard.pageLost('g1');
  expect(h.personLeg('grace')?.state).toBe('connected');
  expect(h.mistakes).toEqual([]);
});

test('a meeting goes on when the only one in it loads her page anew', async () => {
  const h = house({ meetings: bookOf(meeting('organizer')) });
  await joins(h, 'ada', 'a1');
  const [call] = h.switchboard.calls();
  await joins(h, 'ada', 'a2', ['a1']);
  expect(h.switchboard.calls()).toMatchObject([{ callId: call?.callId }]);
  expect(h.switchboard.calls()[0]?.endedMs).toBeUndefined();
});

test('whose other window is open is told to go on there', async () => {
  const { h } = await graceWaits();
  expect(h.switchboard.dial({ userId: 'grace', pageId: 'g2', number, awayPageIds: ['a'] })).toMatchObject({
    code: 'switchboard/wrong-state',
    message: 'You are in it in another window.',
    remedy: 'Go on in that window, or leave there and join here.',
  });
  expect(h.personLeg('grace')).toMatchObject({ pageId: 'g1', state: 'connected' });
  expect(h.personLeg('ada')).toMatchObject({ pageId: 'a', state: 'connected' });
});

test('who still waits in the lobby goes on waiting when she loads her page anew', async () => {
  const { h } = await graceWaits();
  await joins(h, 'grace', 'g2', ['g1']);
  expect(h.personLeg('grace')).toMatchObject({ pageId: 'g2', isInLobby: true });
});

test('who has been in a meeting comes back without the lobby as long as its call is up; who was removed waits', async () => {
  const { h, ada } = await graceWaits();
  admitAll(h, ada);
  h.switchboard.hangUp({ userId: 'grace', legId: h.personLeg('grace')?.legId ?? '' });
  await joins(h, 'grace', 'g2');
  expect(h.personLeg('grace')?.isInLobby).toBe(false);
  const participantId = h.personLeg('grace')?.participantId ?? '';
  done(h.switchboard.conduct({ kind: 'removeOther', legId: ada, userId: 'ada', participantId }));
  await joins(h, 'grace', 'g3');
  expect(h.personLeg('grace')?.isInLobby).toBe(true);
  admitAll(h, ada);
  h.switchboard.hangUp({ userId: 'grace', legId: h.personLeg('grace')?.legId ?? '' });
  await joins(h, 'grace', 'g4');
  expect(h.personLeg('grace')?.isInLobby).toBe(false);
  h.switchboard.hangUp({ userId: 'grace', legId: h.personLeg('grace')?.legId ?? '' });
  h.switchboard.hangUp({ userId: 'ada', legId: ada });
  await joins(h, 'ada', 'a');
  await joins(h, 'grace', 'g5');
  expect(h.personLeg('grace')?.isInLobby).toBe(true);
});

test.each(['202', '100', '999'])('who asks for the meeting %s rings nobody: there is none', (dialled) => {
  const h = house({ meetings: bookOf(meeting()) });
  expect(h.switchboard.dial({ userId: 'ada', pageId: 'a', number: dialled, isMeeting: true })).toMatchObject({
    code: 'switchboard/unknown-meeting',
    message: `There is no meeting with the ID ${dialled}.`,
  });
  expect(h.switchboard.calls()).toEqual([]);
});
