import type { MeetingAttendanceReport } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { dialled } from '../../../../switchboard/test-house.ts';
import type { OnlineMeeting } from '../../../../wire/graph/online-meeting.ts';
import { testAround } from '../test-around.ts';

test('a report tells who was in the meeting, when and for how long: each window’s comings and goings, and no app', async () => {
  const t = await testAround();
  const body = {
    subject: 'Weekly',
    lobbyBypassSettings: { scope: 'everyone' },
    participants: { attendees: [{ upn: 'grace@contoso.example' }] },
  };
  const { id, joinMeetingIdSettings } = await t.json<OnlineMeeting>('POST', '/users/ada/onlineMeetings', {
    ...body,
    allowedPresenters: 'organizer',
  });
  const reports = `/users/ada/onlineMeetings/${id}/attendanceReports`;
  expect(await t.json('GET', reports)).toMatchObject({ value: [] });

  const join = (userId: string): Promise<{ callId: string; legId: string }> => dialled(t.h, userId, joinMeetingIdSettings.joinMeetingId);
  const ada = await join('ada');
  await t.h.clock.advance(60_000);
  const grace = await join('grace');
  await t.h.clock.advance(30_000);
  t.h.switchboard.hangUp({ userId: 'grace', legId: grace.legId });
  await t.h.clock.advance(10_000);
  const again = await join('grace');
  await t.h.clock.advance(20_000);
  expect(await t.json('GET', reports), 'while it goes on').toMatchObject({ value: [] });
  t.h.switchboard.hangUp({ userId: 'grace', legId: again.legId });
  t.h.switchboard.hangUp({ userId: 'ada', legId: ada.legId });
  await t.h.clock.advance(60_000);

  const { value } = await t.json<{ value: MeetingAttendanceReport[] }>('GET', reports);
  expect(value).toMatchObject([
    { totalParticipantCount: 2, meetingStartDateTime: '2026-01-01T00:00:00.000Z', meetingEndDateTime: '2026-01-01T00:02:00.000Z' },
  ]);
  const report = await t.json<MeetingAttendanceReport>('GET', `${reports}/${value[0]?.id ?? ''}?$expand=attendanceRecords`);
  expect(report.attendanceRecords).toMatchObject([
    { id: 'ada', role: 'Organizer', totalAttendanceInSeconds: 120, emailAddress: 'ada@contoso.example' },
    {
      id: 'grace',
      role: 'Attendee',
      totalAttendanceInSeconds: 50,
      identity: { id: 'grace', displayName: 'Grace', tenantId: 'tenant-1' } as object,
      attendanceIntervals: [{ durationInSeconds: 30 }, { durationInSeconds: 20, joinDateTime: '2026-01-01T00:01:40.000Z' }],
    },
  ] satisfies MeetingAttendanceReport['attendanceRecords']);
  expect(await t.json('GET', `${reports}/${value[0]?.id ?? ''}/attendanceRecords?$top=1`)).toMatchObject({
    value: [{ id: 'ada' }],
    '@odata.nextLink': expect.any(String),
  });
  expect((await t.ask('GET', `${reports}/${value[0]?.id ?? ''}?$expand=cats`)).status).toBe(400);
  expect((await t.ask('GET', `${reports}/cats`)).status).toBe(404);
  expect(await t.json('GET', `/beta/users/ada/onlineMeetings/${id}/meetingAttendanceReport`)).toMatchObject({
    attendanceRecords: [{ id: 'ada' }, { id: 'grace' }],
  });
});
