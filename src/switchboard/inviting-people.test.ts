import { expect, test } from 'vitest';
import { atDesk, done, house, taken, type House } from './test-house.ts';
import { comes, does, linesOf, meetingHouse, pidOf } from './test-meeting.ts';

const invites = (h: House, userId: string, number: string) =>
  h.switchboard.invitePerson({ userId, legId: h.personLeg(userId)?.legId ?? '', number });

test('a person rings another into the meeting, who comes', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  done(invites(h, 'ada', '202'));
  expect(h.personLeg('grace')).toMatchObject({ state: 'ringing', peer: { name: 'Ada' } });
  await taken(h, 'grace');
  expect(h.personLeg('grace')?.state).toBe('connected');
  expect(h.switchboard.calls()[0]?.group?.invitations).toEqual([]);
});

test('a bot is rung by its number, and learns which meeting it is', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  done(invites(h, 'ada', '100'));
  expect(h.notices.at(-1)).toMatchObject({
    kind: 'incoming',
    appId: 'desk',
    source: { id: 'ada' },
    group: { meeting: { meetingId: 'weekly' } },
  });
  done(h.switchboard.answerApp({ appId: 'desk', legId: h.appLeg('desk')?.legId ?? '', callbackUri: 'http://localhost/c' }));
  expect(h.told().at(-1)).toBe('desk roster desk,Ada');
});

test('a call between two becomes a group by it', async () => {
  const h = house();
  await atDesk(h);
  done(invites(h, 'ada', '203'));
  await taken(h, 'linus');
  expect(h.told().at(-1)).toBe('desk roster Linus,desk,Ada');
});

test('whoever does not come is told to the one who invited, and a ringing can be called off', async () => {
  const h = meetingHouse();
  const lines = linesOf(h);
  for (const userId of ['ada', 'eve']) await comes(h, userId);
  done(invites(h, 'ada', '202'));
  h.switchboard.decline({ userId: 'grace', legId: h.personLeg('grace')?.legId ?? '' });
  expect(lines).toEqual(['ada: Grace did not come.']);
  done(invites(h, 'ada', '203'));
  expect(does(h, 'eve', { kind: 'uninvite', participantId: pidOf(h, 'ada') })).toMatchObject({ code: 'switchboard/unknown-participant' });
  done(does(h, 'ada', { kind: 'uninvite', participantId: pidOf(h, 'linus') }));
  expect(h.personLeg('linus')).toMatchObject({ state: 'ended', endedAs: 'cancelled', endedBecause: 'Ada called it off.' });
  expect(h.personLeg('ada')?.state).toBe('connected');
});

test.each([
  ['999', 'switchboard/unknown-target'],
  ['901', 'switchboard/takes-part'],
  ['201', 'switchboard/takes-part'],
])('the number %s is refused: %s', async (number, code) => {
  const h = meetingHouse();
  for (const userId of ['ada', 'eve']) await comes(h, userId);
  expect(invites(h, 'ada', number)).toMatchObject({ ok: false, code });
});

test('attendees ring nobody', async () => {
  const h = meetingHouse({ presenters: { scope: 'named', userIds: [] } });
  for (const userId of ['ada', 'grace']) await comes(h, userId);
  expect(invites(h, 'grace', '203')).toMatchObject({ code: 'switchboard/not-allowed' });
});

test('one who leaves while she rings another leaves the other to come', async () => {
  const h = meetingHouse();
  for (const userId of ['ada', 'eve']) await comes(h, userId);
  done(invites(h, 'ada', '202'));
  h.switchboard.hangUp({ userId: 'ada', legId: h.personLeg('ada')?.legId ?? '' });
  await taken(h, 'grace');
  expect(h.personLeg('grace')?.state).toBe('connected');
});
