import type { OnlineMeeting } from '@microsoft/microsoft-graph-types';
import { describe, expect, test } from 'vitest';
import { coordinatesOf } from '../../../../switchboard/meetings/join-link.ts';
import type { OnlineMeeting as Wire } from '../../../../wire/graph/online-meeting.ts';
import { testAround } from '../test-around.ts';

const t = await testAround();
const times = { startDateTime: '2026-03-01T14:30:00-07:00', endDateTime: '2026-03-01T15:00:00-07:00' };
const path = '/users/ada/onlineMeetings';

/** What Microsoft's own types know of it; `joinUrl` and `videoTeleconferenceId` they know on the wire only. */
type Known = Omit<Wire, 'joinUrl' | 'audioConferencing' | 'participants'>;
const asKnown = (meeting: Known): OnlineMeeting => ({ ...meeting, participants: null, audioConferencing: null });

describe('a meeting is made', () => {
  test('with coordinates that any client reads back from its link', async () => {
    const response = await t.ask('POST', path, { ...times, subject: 'Numbers', lobbyBypassSettings: { scope: 'Everyone' } });
    expect(response.status).toBe(201);
    const meeting = (await response.json()) as Wire;
    expect(asKnown(meeting)).toMatchObject({
      subject: 'Numbers',
      startDateTime: '2026-03-01T21:30:00.000Z',
      endDateTime: '2026-03-01T22:00:00.000Z',
      lobbyBypassSettings: { scope: 'everyone', isDialInBypassEnabled: false },
      joinMeetingIdSettings: { isPasscodeRequired: false, passcode: null },
      chatInfo: { threadId: expect.stringMatching(/^19:meeting_[\w-]+@thread\.v2$/), messageId: '0' },
    } satisfies Partial<Record<keyof OnlineMeeting, unknown>>);
    expect(meeting.joinMeetingIdSettings.joinMeetingId).toMatch(/^[1-9]\d{11}$/);
    expect(meeting.participants.organizer).toMatchObject({
      upn: 'ada@contoso.example',
      identity: { user: { id: 'ada', displayName: 'Ada' } },
    });
    expect(meeting.joinWebUrl).toMatch(/^https:\/\/teams\.microsoft\.com\/l\/meetup-join\/19%3ameeting_/);
    expect(coordinatesOf(meeting.joinWebUrl)).toEqual({ threadId: meeting.chatInfo.threadId, tenantId: 'tenant-1', organizerId: 'ada' });
    expect(meeting.audioConferencing).toBeNull();
  });

  test('from now on for an hour where no times are given, with a passcode where one is asked for', async () => {
    const meeting = await t.json<Wire>('POST', path, { joinMeetingIdSettings: { isPasscodeRequired: true } });
    expect(Date.parse(meeting.endDateTime) - Date.parse(meeting.startDateTime)).toBe(3_600_000);
    const { joinMeetingId, passcode } = meeting.joinMeetingIdSettings;
    expect(passcode).toMatch(/^[a-zA-Z0-9]{6}$/);
    const { meetings } = t.surroundings;
    expect(meetings.find({ by: 'joinMeetingId', joinMeetingId })).toBe('wrongPasscode');
    expect(meetings.find({ by: 'joinMeetingId', joinMeetingId, passcode: passcode ?? '' })).toMatchObject({ meetingId: meeting.id });
  });

  test('once for an external id, however often and however fast it is asked for', async () => {
    const body = { ...times, externalId: 'shop-7', subject: 'Shop' };
    const answers = await Promise.all([t.ask('POST', `${path}/createOrGet`, body), t.ask('POST', `${path}/createOrGet`, body)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 201]);
    const [one, other] = (await Promise.all(answers.map((answer) => answer.json()))) as Wire[];
    expect(one?.id).toBe(other?.id);
    const others = await t.json<Wire>('POST', '/users/grace/onlineMeetings/createOrGet', body);
    expect(others.id).not.toBe(one?.id);
  });

  test.each([
    [{ endDateTime: times.endDateTime }, 400],
    [{ startDateTime: times.endDateTime, endDateTime: times.startDateTime }, 400],
    [{ startDateTime: 'soon' }, 400],
    [{ subject: 7 }, 400],
    [{ lobbyBypassSettings: { scope: 'cats' } }, 400],
    [{ participants: { attendees: [{}] } }, 400],
    ['{"subject":', 400],
    [[], 400],
    [{ isBroadcast: true }, 501],
    [{ recordAutomatically: true }, 501],
  ])('not of %j', async (body, status) => {
    const response = await t.ask('POST', path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
  });
});

describe('a meeting is found', () => {
  test('by its link, encoded as clients encode it, by its number and by its device id; by others’ not', async () => {
    const meeting = await t.json<Wire>('POST', path, { ...times, subject: 'Found' });
    const filters = [
      `JoinWebUrl eq '${meeting.joinWebUrl}'`,
      `joinWebUrl eq '${decodeURIComponent(meeting.joinWebUrl)}'`,
      `joinMeetingIdSettings/joinMeetingId eq '${meeting.joinMeetingIdSettings.joinMeetingId}'`,
    ];
    for (const filter of filters) {
      const { value } = await t.json<{ value: Wire[] }>('GET', `${path}?$filter=${encodeURIComponent(filter)}`);
      expect(value.map(({ id }) => id)).toEqual([meeting.id]);
      expect(await t.json('GET', `/users/grace/onlineMeetings?$filter=${encodeURIComponent(filter)}`)).toMatchObject({ value: [] });
    }
    const device = `VideoTeleconferenceId eq '${meeting.videoTeleconferenceId}'`;
    for (const root of ['/communications', '/app'])
      expect(await t.json('GET', `${root}/onlineMeetings/?$filter=${encodeURIComponent(device)}`)).toMatchObject({
        value: [{ id: meeting.id }],
      });
    expect(await t.json('GET', `/communications/onlineMeetings/${meeting.id}?$select=subject`)).toMatchObject({ subject: 'Found' });
  });

  test('but not without a filter, by a link that is none, or from another tenant', async () => {
    expect((await t.ask('GET', path)).status).toBe(400);
    expect(await t.json('GET', `${path}?$filter=joinWebUrl eq 'x'`)).toMatchObject({ value: [] });
    const meeting = await t.json<Wire>('POST', path, times);
    expect((await t.ask('GET', `/communications/onlineMeetings/${meeting.id}`, undefined, { tenantId: 'tenant-2' })).status).toBe(404);
  });

  test('by whoever holds it or is invited to it', async () => {
    const attendees = [{ identity: { user: { id: 'grace' } }, role: 'coorganizer' }, { upn: 'guest@elsewhere.example' }];
    const { id } = await t.json<Wire>('POST', path, { ...times, participants: { attendees }, lobbyBypassSettings: { scope: 'invited' } });
    expect(await t.json('GET', `/users/grace/onlineMeetings/${id}`)).toMatchObject({
      participants: {
        attendees: [
          { upn: 'grace@contoso.example', role: 'coorganizer' },
          { upn: 'guest@elsewhere.example', role: 'attendee' },
        ],
      },
    });
    expect((await t.ask('GET', `/users/linus/onlineMeetings/${id}`)).status).toBe(404);
    expect(t.surroundings.meetings.get(id)?.lobby).toEqual({ scope: 'invited', invitedIds: ['grace'] });
    expect((await t.ask('DELETE', `/users/grace/onlineMeetings/${id}`)).status).toBe(404);
  });
});

test('a meeting is changed: what is not said stays, and its coordinates always do', async () => {
  const before = await t.json<Wire>('POST', path, { ...times, subject: 'Before', isEntryExitAnnounced: false });
  const after = await t.json<Wire>('PATCH', `${path}/${before.id}`, { subject: 'After', allowMeetingChat: 'disabled' });
  expect(after).toEqual({ ...before, subject: 'After', allowMeetingChat: 'disabled' });
  expect((await t.ask('PATCH', `${path}/${before.id}`, { startDateTime: times.startDateTime })).status).toBe(400);
  expect((await t.ask('PATCH', `${path}/nothing`, { subject: 'x' })).status).toBe(404);
});

test('a meeting that is called off is gone for everybody', async () => {
  const { id, joinMeetingIdSettings } = await t.json<Wire>('POST', path, times);
  expect((await t.ask('DELETE', `${path}/${id}`)).status).toBe(204);
  expect((await t.ask('GET', `${path}/${id}`)).status).toBe(404);
  expect((await t.ask('DELETE', `${path}/${id}`)).status).toBe(404);
  expect(t.surroundings.meetings.find({ by: 'joinMeetingId', joinMeetingId: joinMeetingIdSettings.joinMeetingId })).toBeUndefined();
});

describe('an app holds meetings', () => {
  test('for those only whom the access policy names', async () => {
    const strict = await testAround({ settings: { meetingAccess: { desk: ['grace'] }, dialInNumber: '+43 1 5550100' } });
    const refused = await strict.ask('POST', path, times);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      error: { code: 'Unauthorized', message: 'App desk is not authorized to Create meeting on behalf of user ada' },
    });
    const meeting = await strict.json<Wire>('POST', '/users/grace/onlineMeetings', times);
    expect(meeting.audioConferencing).toMatchObject({ tollNumber: '+43 1 5550100', conferenceId: expect.stringMatching(/^\d{9}$/) });
    expect((await strict.ask('POST', path, times, { appId: 'echo' })).status).toBe(201);
  });

  test('with the permission only, and for people who are there', async () => {
    const reader = await testAround({ permissions: ['OnlineMeetings.Read.All'] });
    expect((await reader.ask('POST', path, times)).status).toBe(403);
    expect((await reader.ask('GET', `${path}/x`)).status).toBe(404);
    expect((await t.ask('POST', '/users/nobody/onlineMeetings', times)).status).toBe(404);
  });

  test('and where the cloud has it: China’s has not', async () => {
    const china = await testAround({ settings: { cloud: 'china' } });
    expect((await china.ask('POST', path, times)).status).toBe(404);
    const gov = await testAround({ settings: { cloud: 'usGovHigh' } });
    const document = await gov.door.fetch(new Request('http://127.0.0.1:4400/tenant-1/v2.0/.well-known/openid-configuration'));
    expect(await document.json()).toMatchObject({ msgraph_host: 'graph.microsoft.us', cloud_instance_name: 'microsoftonline.us' });
    expect((await gov.json<Wire>('POST', path, times)).joinWebUrl).toMatch(/^https:\/\/gov\.teams\.microsoft\.us\/l\/meetup-join\//);
  });
});

test('what is documented and not here is refused as such; a wrong method and a wrong path too', async () => {
  expect((await t.ask('GET', `${path}/x/aiInsights`)).status).toBe(403);
  expect((await t.ask('GET', `${path}/x/attendeeReport`)).status).toBe(501);
  expect((await t.ask('PUT', '/users/ada', {})).status).toBe(405);
  expect((await t.ask('GET', '/users/ada/onlineMeetings/x/cats')).status).toBe(501);
  expect((await t.ask('GET', '/cats')).status).toBe(404);
});
