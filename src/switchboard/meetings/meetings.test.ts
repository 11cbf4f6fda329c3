import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { seededRandom } from '../../base/random.ts';
import { memoryFactLog } from '../../store/memory-fact-log.ts';
import { SqliteFactLog } from '../../store/sqlite-fact-log.ts';
import { Meetings } from './meetings.ts';

const clock = realClock();
const tenants = ['t1', 't2'];
const wanted = { tenantId: 't1', organizerId: 'ada', startMs: 1, endMs: 2 };

test('meetings survive a restart, with what was changed; those called off stay away', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'meetings-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'log.db');
  const ids: string[] = [];
  {
    await using log = await SqliteFactLog.open(file, { clock });
    const meetings = await Meetings.open({ log, clock, random: seededRandom(1), tenants });
    for (const subject of ['one', 'two'])
      ids.push((await meetings.create({ ...wanted, subject, isPasscodeRequired: true }))?.meetingId ?? '');
    await meetings.change(ids[0] ?? '', { subject: 'changed', options: { lobbyScope: 'organizer' } });
    expect(await meetings.remove(ids[1] ?? '')).toBe(true);
  }
  await using log = await SqliteFactLog.open(file, { clock });
  const meetings = await Meetings.open({ log, clock, random: seededRandom(2), tenants });
  const [kept, ...more] = meetings.of({ tenantId: 't1' });
  expect(more).toEqual([]);
  expect(kept).toMatchObject({ meetingId: ids[0], subject: 'changed', lobby: { scope: 'organizer' }, passcode: expect.any(String) });
  const { threadId = '', organizerId = '', joinMeetingId = '', passcode } = kept ?? {};
  expect(meetings.find({ by: 'coordinates', threadId, organizerId })).toBe(kept);
  expect(meetings.find({ by: 'coordinates', threadId, organizerId: 'grace' })).toBeUndefined();
  expect(meetings.find({ by: 'joinMeetingId', joinMeetingId: joinMeetingId.replaceAll(/(\d{3})/g, '$1 '), passcode })).toBe(kept);
  expect(meetings.find({ by: 'joinMeetingId', joinMeetingId, passcode: 'wrong' })).toBe('wrongPasscode');
  expect(meetings.find({ by: 'joinMeetingId', joinMeetingId: kept?.conferenceId ?? '', passcode })).toBe(kept);
  expect(meetings.find({ by: 'joinMeetingId', joinMeetingId: '1' })).toBeUndefined();
  expect(meetings.find({ by: 'conversation', conversationId: ids[0] ?? '' })).toBe(kept);
});

test('no two have the same digits, and no more are kept than may be', async () => {
  const meetings = await Meetings.open({ log: memoryFactLog(), clock, random: seededRandom(1), tenants, limit: 300 });
  const made = await Promise.all(Array.from({ length: 305 }, () => meetings.create(wanted)));
  expect(made.filter(Boolean)).toHaveLength(300);
  expect(await meetings.createOrGet({ ...wanted, externalId: 'x' })).toBeUndefined();
  for (const name of ['meetingId', 'threadId', 'joinMeetingId', 'conferenceId', 'videoTeleconferenceId'] as const)
    expect(new Set(meetings.of(wanted).map((meeting) => meeting[name])).size, name).toBe(300);
  const [first] = meetings.of(wanted);
  await meetings.remove(first?.meetingId ?? '');
  expect(await meetings.create(wanted)).toBeDefined();
});

test('a passcode is kept when other things change, made when it is asked for, and taken away when it is not wanted', async () => {
  const meetings = await Meetings.open({ log: memoryFactLog(), clock, random: seededRandom(1), tenants });
  const { meetingId = '' } = (await meetings.create({ ...wanted, subject: 'x' })) ?? {};
  const withCode = await meetings.change(meetingId, { isPasscodeRequired: true });
  expect(withCode?.passcode).toMatch(/^\w{6}$/);
  expect((await meetings.change(meetingId, { subject: null }))?.passcode).toBe(withCode?.passcode);
  expect(meetings.get(meetingId)).not.toHaveProperty('subject');
  expect(await meetings.change(meetingId, { isPasscodeRequired: false })).not.toHaveProperty('passcode');
  expect(await meetings.change('nothing', {})).toBeUndefined();
});

test.each([
  [{}, 'everyone', ''],
  [{ allowedPresenters: 'organization' }, 'organization', 'grace'],
  [{ allowedPresenters: 'roleIsPresenter' }, 'named', 'grace'],
  [{ allowedPresenters: 'organizer' }, 'named', ''],
] as const)('with the options %j presenters are %s, and by name: %s', async (options, scope, named) => {
  const meetings = await Meetings.open({ log: memoryFactLog(), clock, random: seededRandom(1), tenants });
  const attendees = [{ userId: 'grace', role: 'presenter' }, { userId: 'linus', role: 'attendee' }, { upn: 'eve@x', role: 'presenter' }] as const; // prettier-ignore
  const made = await meetings.create({
    ...wanted,
    options: { ...options, attendees: named === '' && scope === 'everyone' ? [] : attendees },
  });
  expect([made?.presenters?.scope, made?.presenters?.userIds.join(' ')]).toEqual([scope, named]);
  const changed = await meetings.change(made?.meetingId ?? '', { options: { allowedPresenters: 'organizer' } });
  expect(changed?.presenters).toEqual({ scope: 'named', userIds: [] });
});
