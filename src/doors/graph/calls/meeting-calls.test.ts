import type { Call } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { bookOf, meeting } from '../../../switchboard/test-house.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import { answerBody, apps, shortly, testDoor, type TestDoor } from '../test-door.ts';

const beta = { root: '/beta/communications/calls' };
const byNumber = { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId: '555 0100', passcode: null };
const byCoordinates = {
  chatInfo: { '@odata.type': '#microsoft.graph.chatInfo', threadId: '19:meeting_weekly@thread.v2', messageId: '0' },
  meetingInfo: {
    '@odata.type': '#microsoft.graph.organizerMeetingInfo',
    organizer: { '@odata.type': '#microsoft.graph.identitySet', user: { id: 'ada', tenantId: 'tenant-1' } },
    allowConversationWithoutHost: true,
  },
};

async function joined(t: TestDoor, body: object, appId = 'desk'): Promise<Call & { id: string; chatInfo: object }> {
  const response = await t.command('POST', '', { ...answerBody, tenantId: 'tenant-1', ...body }, { appId });
  expect(response.status, await response.clone().text()).toBe(201);
  return (await response.json()) as Call & { id: string; chatInfo: object };
}

async function adaJoins(t: TestDoor): Promise<void> {
  const come = t.h.switchboard.dial({ userId: 'ada', pageId: 'page-ada', number: '5550100' });
  if (!come.ok) throw new Error(come.message);
  await t.h.engine.connect({ roomId: come.callId, legId: come.legId, offer: '' });
}

async function refusal(response: Response): Promise<readonly [number, string, string]> {
  const { error } = (await response.json()) as ErrorBody;
  return [response.status, error.code, error.message];
}

test.each([
  ['its coordinates', byCoordinates],
  ['its number', { meetingInfo: byNumber }],
] as const)('an app joins a meeting by %s: established, in the roster, with the thread of its chat', async (_, body) => {
  const t = testDoor({ apps, meetings: bookOf(meeting()) });
  const call = await joined(t, body);
  expect(call).toMatchObject({
    state: 'establishing',
    targets: [],
    subject: 'Every week',
    tenantId: 'tenant-1',
    chatInfo: { threadId: '19:meeting_weekly@thread.v2' },
    meetingInfo: body.meetingInfo,
  });
  expect(shortly(t)).toContain('updated * established active');
  expect(t.received.find(({ item }) => item.resourceUrl.endsWith('/participants'))?.item.resourceData).toMatchObject([
    { id: call.myParticipantId, isInLobby: false },
  ]);
  expect(await (await t.command('GET', `/${call.id}`)).json()).toMatchObject({
    state: 'established',
    meetingInfo: { '@odata.type': '#microsoft.graph.organizerMeetingInfo', organizer: { user: { id: 'ada' } } },
  });
});

test('the token of a notification leads back into the meeting', async () => {
  const t = testDoor({ apps, meetings: bookOf(meeting()) });
  const { id } = await joined(t, { meetingInfo: byNumber });
  const told = t.received.map(({ item }) => item.resourceData as { meetingInfo?: { token?: string } });
  const token = told.find(({ meetingInfo }) => meetingInfo?.token)?.meetingInfo?.token;
  await t.command('DELETE', `/${id}`);
  const again = await joined(t, { meetingInfo: { '@odata.type': '#microsoft.graph.tokenMeetingInfo', token } });
  expect(again.chatInfo).toMatchObject({ threadId: '19:meeting_weekly@thread.v2' });
  const stolen = await t.command('POST', '', { ...answerBody, meetingInfo: { token } }, { appId: 'echo' });
  expect(await refusal(stolen)).toEqual([400, 'BadRequest', expect.stringContaining('another application')]);
});

test('a guest comes under a name of its own, waits in the lobby, and is let in', async () => {
  const t = testDoor({ apps, meetings: bookOf(meeting('organization')) });
  const host = await joined(t, { meetingInfo: byNumber });
  const source = { identity: { guest: { '@odata.type': '#microsoft.graph.identity', id: 'any', displayName: 'Visitor' } } };
  const guest = await joined(t, { meetingInfo: byNumber, source }, 'echo');
  expect(guest).toMatchObject({ source: { identity: { guest: { displayName: 'Visitor' } } } });
  const waiting = async (): Promise<unknown> =>
    ((await (await t.command('GET', `/${host.id}/participants?$filter=isInLobby eq true`)).json()) as { value: unknown }).value;
  expect(await waiting()).toMatchObject([{ id: guest.myParticipantId, info: { identity: { guest: { displayName: 'Visitor' } } } }]);
  const response = await t.command('POST', `/${host.id}/participants/${guest.myParticipantId ?? ''}/admitFromLobby`, {}, beta);
  expect([response.status, await response.json()]).toMatchObject([
    200,
    { '@odata.type': '#microsoft.graph.admitFromLobbyOperation', status: 'completed' },
  ]);
  expect(await waiting()).toEqual([]);
});

test('all who wait are let in at once, or one is sent away', async () => {
  const t = testDoor({ apps, meetings: bookOf(meeting('organization')) });
  const host = await joined(t, { meetingInfo: byNumber });
  const source = { identity: { guest: { displayName: 'Visitor' } } };
  const first = await joined(t, { meetingInfo: byNumber, source }, 'echo');
  const sent = await t.command('POST', `/${host.id}/participants/${first.myParticipantId ?? ''}/removeFromLobby`, {}, beta);
  expect(await sent.json()).toMatchObject({ '@odata.type': '#microsoft.graph.removeFromLobbyOperation', status: 'completed' });
  const end = t.received.find(({ item }) => item.resourceUrl.endsWith(first.id) && item.changeType === 'deleted');
  expect(end?.item.resourceData).toMatchObject({ resultInfo: { code: 200, subcode: 5300 } });
  const second = await joined(t, { meetingInfo: byNumber, source }, 'echo');
  const all = await t.command('POST', `/${host.id}/participants/admitAllFromLobby`, {}, beta);
  expect(await all.json()).toMatchObject({ '@odata.type': '#microsoft.graph.admitAllFromLobbyOperation', status: 'completed' });
  expect(t.h.appLeg('echo')).toMatchObject({ legId: second.id, isInLobby: false });
});

test('whoever waits for too long is sent away with a code of its own', async () => {
  const t = testDoor({ apps, meetings: bookOf(meeting('organization')) });
  await adaJoins(t);
  const guest = await joined(t, { meetingInfo: byNumber, source: { identity: { guest: { displayName: 'Visitor' } } } }, 'echo');
  await t.h.clock.advance(30 * 60_000);
  const end = t.received.find(({ item }) => item.resourceUrl.endsWith(guest.id) && item.changeType === 'deleted');
  expect(end?.item.resourceData).toMatchObject({ resultInfo: { code: 200, subcode: 5855 } });
});

test.each([
  ['a number of no meeting', { meetingInfo: { joinMeetingId: '1' } }, 404, 'NotFound'],
  ['another organizer', { ...byCoordinates, meetingInfo: { organizer: { user: { id: 'grace' } } } }, 404, 'NotFound'],
  ['a wrong passcode', { meetingInfo: { joinMeetingId: '5550100', passcode: 'guess' } }, 403, 'Forbidden'],
  ['no passcode', { meetingInfo: { joinMeetingId: '5550100' } }, 403, 'Forbidden'],
] as const)('by %s nobody comes in', async (_, body, status, code) => {
  const t = testDoor({ apps, meetings: bookOf(meeting('everyone', { passcode: 'sesame' })) });
  const got = await refusal(await t.command('POST', '', { ...answerBody, ...body }));
  expect(got).toEqual([status, code, expect.anything()]);
  expect(t.h.switchboard.calls().flatMap(({ legs }) => legs)).toEqual([]);
});

test('in a meeting an app may be apart from the others from the start', async () => {
  const t = testDoor({ apps, meetings: bookOf(meeting()) });
  await joined(t, { meetingInfo: byNumber, mediaConfig: { ...answerBody.mediaConfig, removeFromDefaultAudioGroup: true } });
  expect(t.h.appLeg('desk')).toMatchObject({ isApart: true });
});

test('an answer to an invitation into a group call needs the permission to join', async () => {
  const t = testDoor({
    apps: apps.map((app) => (app.appId === 'echo' ? { ...app, grants: { 'tenant-1': ['Calls.Initiate.All'] } } : app)),
    meetings: bookOf(meeting()),
  });
  const { id } = await joined(t, { meetingInfo: byNumber });
  const participants = [{ identity: { application: { id: 'echo' } } }];
  await t.command('POST', `/${id}/participants/invite`, { participants });
  const invited = t.h.appLeg('echo')?.legId ?? '';
  const incoming = t.received.find(({ item }) => item.changeType === 'created')?.item.resourceData;
  expect(incoming).toMatchObject({ id: invited, chatInfo: {}, meetingInfo: { token: expect.stringMatching(/^eyJ/) as string } });
  const got = await refusal(await t.command('POST', `/${invited}/answer`, answerBody, { appId: 'echo' }));
  expect(got).toEqual([403, '7504', expect.stringContaining('Calls.JoinGroupCall.All')]);
});

test('a meeting of another tenant is closed to an app, by whatever it is named', async () => {
  const t = testDoor({ apps, meetings: bookOf(meeting('everyone', { tenantId: 'tenant-2' })) });
  const coordinates = { ...byCoordinates, meetingInfo: { organizer: { user: { id: 'ada' } } } };
  for (const body of [{ meetingInfo: byNumber }, coordinates])
    expect(await refusal(await t.command('POST', '', { ...answerBody, ...body }))).toEqual([403, '7505', expect.anything()]);
  expect(t.h.switchboard.calls()).toEqual([]);
});
