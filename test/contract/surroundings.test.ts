/** Microsoft's own client makes a meeting, people and bots come to it, and it reads who was there: what surrounds calls, held against the metadata. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Caller } from '../caller.ts';
import { ada, grace } from '../small-house.ts';
import { refOf } from './csdl.ts';
import { surroundings } from './endpoints.ts';
import { ForeignApp, serviceHosted } from './foreign-app.ts';
import type { MicrosoftDriver } from './microsoft-driver.ts';

const permissions = ['Calls.Initiate.All', 'Calls.AccessMedia.All', 'Calls.JoinGroupCall.All', 'Calls.JoinGroupCallAsGuest.All', 'OnlineMeetings.ReadWrite.All', 'OnlineMeetingArtifact.Read.All', 'OnlineMeetingTranscript.Read.All', 'OnlineMeetingRecording.Read.All', 'Presence.ReadWrite.All', 'Chat.ReadBasic.All', 'ChatMessage.Read.Chat', 'ChatMessage.ReadWriteSelected.Chat']; // prettier-ignore
let app: ForeignApp;
let calls: MicrosoftDriver;
let around: MicrosoftDriver;

beforeAll(async () => {
  app = await ForeignApp.open(permissions);
  calls = app.graph();
  around = app.graph(surroundings);
});
afterAll(() => app[Symbol.asyncDispose]());

type Meeting = {
  id: string;
  joinWebUrl: string;
  chatInfo: { threadId: string };
  joinMeetingIdSettings: { joinMeetingId: string; passcode?: string };
};
const of = (meeting?: { readonly id: string }, report?: { readonly id: string }): { ids: Record<string, string> } => ({
  ids: { 'user-id': ada, 'onlineMeeting-id': meeting?.id ?? '', 'meetingAttendanceReport-id': report?.id ?? '' },
});

test('a meeting is made, found, changed; a second asking for the same finds the first', async () => {
  const times = { startDateTime: '2030-01-01T10:00:00Z', endDateTime: '2030-01-01T11:00:00Z' };
  const made = await around.done<Meeting>('meetings.create', { ...of(), body: { ...times, subject: 'Weekly' } });
  expect(made.joinWebUrl).toMatch(/^https:\/\/.+\/l\/meetup-join\//);
  const found = await around.done<{ value: Meeting[] }>('meetings.list', {
    ...of(),
    query: { $filter: `JoinWebUrl eq '${made.joinWebUrl}'` },
  });
  expect(found.value.map(({ id }) => id)).toEqual([made.id]);
  await around.done('meetings.update', { ...of(made), body: { subject: 'Daily' } });
  expect(await around.done('meetings.get', of(made))).toMatchObject({ id: made.id, subject: 'Daily' });
  const body = { ...times, externalId: 'series 7', subject: 'Series' };
  const first = await around.done<Meeting>('meetings.createOrGet.create', { ...of(), body });
  expect(await around.done('meetings.createOrGet.create', { ...of(), body })).toMatchObject({ id: first.id });
  await around.done('meetings.del', of(first));
  expect((await around.ask('meetings.get', of(first))).status).toBe(404);
});

test('people dial into it, a bot joins by its coordinates, a guest waits in the lobby; afterwards it is told who was there', async () => {
  using pageOfAda = await Caller.open(app.house.url, ada, app.exchange);
  using pageOfGrace = await Caller.open(app.house.url, grace, app.exchange);
  const meeting = await around.done<Meeting>('meetings.create', {
    ...of(),
    body: { subject: 'Review', lobbyBypassSettings: { scope: 'organization' } },
  });
  const number = meeting.joinMeetingIdSettings.joinMeetingId.replaceAll(' ', '');
  const first = await pageOfAda.dial(number);
  const second = await pageOfGrace.dial(number);
  await pageOfGrace.line(second.legId, 'connected');

  const organizer = { user: { id: ada, tenantId: app.house.directory.tenantId } };
  const common = {
    callbackUri: app.callbackUri,
    requestedModalities: ['audio'],
    mediaConfig: serviceHosted,
    tenantId: app.house.directory.tenantId,
    chatInfo: { '@odata.type': '#microsoft.graph.chatInfo', threadId: meeting.chatInfo.threadId, messageId: '0' },
    meetingInfo: { '@odata.type': '#microsoft.graph.organizerMeetingInfo', organizer, allowConversationWithoutHost: true },
  };
  const { id } = await calls.done('create', { body: common });
  await app.bot.state(id, 'established', { withSound: true });
  const { value } = await calls.done<{ value: { isInLobby: boolean }[] }>('participants.list', { id });
  expect(value.map(({ isInLobby }) => isInLobby)).toEqual([false, false, false]);

  const source = { '@odata.type': '#microsoft.graph.participantInfo', identity: { guest: { id: 'guest-1', displayName: 'A guest' } } };
  const guest = await calls.done('create', { body: { ...common, source } });
  const waits = await app.bot.told(({ resourceUrl, resourceData }) => resourceUrl.includes(id) && resourceUrl.endsWith('/participants') && (resourceData as { isInLobby: boolean }[]).some(({ isInLobby }) => isInLobby)); // prettier-ignore
  expect(waits.changeType).toBe('updated');
  await calls.done('del', { id: guest.id });
  await calls.done('del', { id });
  await pageOfAda.hangUp(first.legId);
  await pageOfGrace.hangUp(second.legId);

  const reports = await around.done<{ value: { id: string; totalParticipantCount: number }[] }>(
    'meetings.attendanceReports.list',
    of(meeting),
  );
  expect(reports.value).toHaveLength(1);
  const records = await around.done<{ value: { identity: { displayName: string } }[] }>(
    'meetings.attendanceReports.attendanceRecords.list',
    of(meeting, reports.value[0]),
  );
  expect(records.value.map(({ identity }) => identity.displayName)).toEqual(expect.arrayContaining(['Ada Lovelace', 'Grace Hopper']));
  for (const nothing of ['meetings.transcripts.list', 'meetings.recordings.list'])
    expect(await around.done(nothing, of(meeting)), nothing).toMatchObject({ value: [] });
});

test('a bot writes to the chat of its meeting and reads it, and is told what others write', async () => {
  using page = await Caller.open(app.house.url, ada, app.exchange);
  const meeting = await around.done<Meeting>('meetings.create', { ...of(), body: { subject: 'Chat', lobbyBypassSettings: { scope: 'everyone' } } }); // prettier-ignore
  const number = meeting.joinMeetingIdSettings.joinMeetingId.replaceAll(' ', '');
  const { legId } = await page.dial(number);
  const meetingInfo = { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId: number, passcode: null };
  const body = { callbackUri: app.callbackUri, requestedModalities: ['audio'], mediaConfig: serviceHosted, meetingInfo };
  const chat = { ids: { 'chat-id': meeting.chatInfo.threadId } };
  expect(await around.ask('chats.messages.list', chat), 'before it takes part').toMatchObject({ status: 403 });
  const { id } = await calls.done('create', { body });
  await app.bot.state(id, 'established', { withSound: true });
  const written = await around.done<{ id: string }>('chats.messages.create', { ...chat, body: { body: { contentType: 'html', content: '<b>Hello</b> all' } } }); // prettier-ignore
  const read = await around.done('chats.messages.get', { ids: { ...chat.ids, 'chatMessage-id': written.id } });
  expect(read).toMatchObject({ id: written.id, body: { contentType: 'text', content: 'Hello all' } });
  expect(await around.done('chats.messages.list', { ...chat, query: { $top: 10 } })).toMatchObject({ value: [{ id: written.id }] });
  expect(await around.done('chats.get', chat)).toMatchObject({ id: meeting.chatInfo.threadId, topic: 'Chat', chatType: 'meeting' });
  await calls.done('del', { id });
  await page.hangUp(legId);
});

test('presence follows what people do, and what a program says of them', async () => {
  using page = await Caller.open(app.house.url, ada, app.exchange);
  const presence = (): Promise<{ availability: string; activity: string }> => around.done('presence.get', of());
  const { legId } = await page.dial('100');
  expect(await presence()).toMatchObject({ availability: 'Busy', activity: 'InACall' });
  await page.hangUp(legId);
  const session = { sessionId: app.house.directory.apps[0]?.appId, availability: 'Away', activity: 'Away', expirationDuration: 'PT1H' };
  await around.ask('presence.setPresence.create', { ...of(), body: session });
  const many = await around.done<{ value: { id: string }[] }>('getPresencesByUserId.create', { body: { ids: [ada, grace] } });
  expect(many.value.map(({ id }) => id)).toEqual([ada, grace]);
  await around.ask('presence.clearPresence.create', { ...of(), body: { sessionId: session.sessionId } });
});

test('all that came back is as the metadata have it', () => {
  for (const body of app.bot.bodies) calls.check('notifications', body, refOf('graph.commsNotifications'), false);
  expect([...calls.differences, ...around.differences]).toEqual([]);
});
