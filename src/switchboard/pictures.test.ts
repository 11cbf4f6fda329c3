import { expect, test } from 'vitest';
import type { AppNotice } from './notice.ts';
import { atDesk, done, type House } from './test-house.ts';
import { appComes, bridge, comes, does, linesOf, meetingHouse, pidOf } from './test-meeting.ts';

const shows = (h: House, who: string, of: 'camera' | 'screen'): void =>
  h.engine.facts.tell('picturesBegan', { legId: (h.personLeg(who) ?? h.appLeg(who))?.legId ?? '', of });
const hides = (h: House, who: string, of: 'camera' | 'screen'): void =>
  h.engine.facts.tell('picturesEnded', { legId: (h.personLeg(who) ?? h.appLeg(who))?.legId ?? '', of });
const sharing = (h: House): readonly string[] =>
  h.notices.flatMap((notice: AppNotice) => (notice.kind === 'sharing' ? [`${notice.change} ${nameOf(h, notice.presenterId)}`] : []));

function nameOf(h: House, participantId: string): string {
  return h.switchboard.calls().flatMap(({ legs }) => legs).find((leg) => leg.participantId === participantId)?.self.id ?? ''; // prettier-ignore
}

test('a camera is in the roster while it is seen; a picture of another size is no news', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  appComes(h);
  shows(h, 'ada', 'camera');
  expect(h.notices.at(-1)).toMatchObject({
    kind: 'roster',
    changed: [pidOf(h, 'ada')],
    participants: [{}, { pictures: { camera: true } }],
  });
  const { length } = h.notices;
  shows(h, 'ada', 'camera');
  expect(h.notices).toHaveLength(length);
  hides(h, 'ada', 'camera');
  expect(h.notices.at(-1)).toMatchObject({ kind: 'roster', changed: [pidOf(h, 'ada')] });
  expect(h.personLeg('ada')?.pictures).toEqual({ camera: false, screen: false });
});

test('one screen is shown at a time: a new one takes over, in the same session, and apps that asked are told', async () => {
  const h = meetingHouse();
  const lines = linesOf(h);
  for (const userId of ['ada', 'grace']) await comes(h, userId);
  appComes(h);
  shows(h, 'ada', 'screen');
  const [created] = h.notices.filter(({ kind }) => kind === 'sharing');
  expect(h.switchboard.calls()[0]?.group?.sharing).toMatchObject({ participantId: pidOf(h, 'ada') });
  shows(h, 'grace', 'screen');
  expect(h.engine.last('endPictures')).toEqual({ kind: 'endPictures', legId: h.personLeg('ada')?.legId, of: 'screen' });
  expect(lines).toEqual(['ada: Grace shares a screen now; yours is no longer shown.']);
  hides(h, 'ada', 'screen');
  hides(h, 'grace', 'screen');
  expect(sharing(h)).toEqual(['created ada', 'updated grace', 'deleted grace']);
  const ids = new Set(h.notices.flatMap((notice) => (notice.kind === 'sharing' ? [notice.sessionId] : [])));
  expect([...ids]).toEqual([created?.kind === 'sharing' ? created.sessionId : '']);
  shows(h, 'ada', 'screen');
  expect(sharing(h).at(-1)).toBe('created ada');
  h.switchboard.hangUp({ userId: 'ada', legId: h.personLeg('ada')?.legId ?? '' });
  expect(sharing(h).at(-1)).toBe('deleted ada');
});

test('an app that comes while a screen is shown is told of it; one that did not ask is not', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  shows(h, 'ada', 'screen');
  appComes(h);
  expect(sharing(h)).toEqual(['created ada']);
  const key = { by: 'joinMeetingId', joinMeetingId: '5550100' } as const;
  done(h.switchboard.joinMeeting({ appId: 'echo', callbackUri: 'http://localhost/in', key }));
  hides(h, 'ada', 'screen');
  expect(h.notices.filter(({ kind, appId }) => kind === 'sharing' && appId === 'echo')).toEqual([]);
});

test('attendees show their cameras and no screen, and lose it when they are made attendees', async () => {
  const h = meetingHouse({ presenters: { scope: 'named', userIds: ['grace'] } });
  for (const userId of ['ada', 'grace', 'linus']) await comes(h, userId);
  const of = (userId: string) => ({ userId, legId: h.personLeg(userId)?.legId ?? '' });
  expect(h.switchboard.connectPictures({ ...of('linus'), what: 'camera' })).toMatchObject({ ok: true });
  expect(h.switchboard.connectPictures({ ...of('linus'), what: 'screen' })).toMatchObject({ code: 'switchboard/not-allowed' });
  shows(h, 'linus', 'screen');
  expect([h.engine.last('endPictures')?.legId, h.personLeg('linus')?.pictures.screen]).toEqual([of('linus').legId, false]);
  shows(h, 'grace', 'screen');
  done(does(h, 'ada', { kind: 'giveRole', participantId: pidOf(h, 'grace'), role: 'attendee' }));
  expect([h.engine.last('endPictures')?.legId, h.personLeg('grace')?.pictures.screen]).toEqual([of('grace').legId, false]);
  expect(h.switchboard.calls()[0]?.group?.sharing).toBeUndefined();
});

test('a presenter ends the sharing of another', async () => {
  const h = meetingHouse();
  const lines = linesOf(h);
  for (const userId of ['ada', 'grace']) await comes(h, userId);
  shows(h, 'ada', 'screen');
  done(does(h, 'grace', { kind: 'stopSharingOf', participantId: pidOf(h, 'ada') }));
  expect(h.personLeg('ada')?.pictures.screen).toBe(false);
  expect(lines.at(-1)).toBe('ada: Grace ended your sharing.');
});

test('an app shows a screen once it may: as a sharer with media of its own', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  const desk = appComes(h);
  expect(h.switchboard.setSharingRole({ ...desk, role: 'sharer' })).toMatchObject({ ok: false, code: 'switchboard/hosted-media' });
  const echo = appComes(h, 'echo', bridge);
  shows(h, 'echo', 'screen');
  expect(h.engine.last('endPictures')).toMatchObject({ legId: echo.legId, of: 'screen' });
  done(h.switchboard.setSharingRole({ ...echo, role: 'sharer' }));
  expect(h.notices.at(-1)).toMatchObject({ kind: 'roster', changed: [pidOf(h, 'echo')] });
  shows(h, 'echo', 'screen');
  expect(sharing(h).at(-1)).toBe('created echo');
  done(h.switchboard.setSharingRole({ ...echo, role: 'viewer' }));
  expect(sharing(h).at(-1)).toBe('deleted echo');
});

test('a page sees who is in, by participants; who waits or is not there is left out', async () => {
  const h = meetingHouse({ lobby: { scope: 'organizer', invitedIds: [] } });
  for (const userId of ['ada', 'grace', 'linus']) await comes(h, userId);
  const own = { userId: 'ada', legId: h.personLeg('ada')?.legId ?? '' };
  done(h.switchboard.admitPerson({ ...own, participantIds: [pidOf(h, 'grace')] }));
  const slots = ['grace', 'linus', 'nobody'].map(
    (who, slot) => ({ slot, participantId: pidOf(h, who), of: 'camera', height: 180 }) as const,
  );
  done(h.switchboard.view({ ...own, slots }));
  expect(h.engine.last('view')).toEqual({
    kind: 'view',
    legId: own.legId,
    slots: [{ slot: 0, legId: h.personLeg('grace')?.legId, of: 'camera', height: 180 }],
  });
  expect(h.switchboard.view({ ...own, userId: 'grace', slots })).toMatchObject({ code: 'switchboard/unknown-leg' });
});

test('between two there are no pictures', async () => {
  const h = meetingHouse();
  await atDesk(h);
  const own = { userId: 'ada', legId: h.personLeg('ada')?.legId ?? '' };
  expect(h.switchboard.connectPictures({ ...own, what: 'camera' })).toMatchObject({ code: 'switchboard/wrong-state' });
});
