import type { CommsOperation, InviteParticipantsOperation, Participant } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import type { AppLeg, Group, LegEnd, PersonLeg } from '../../../switchboard/call.ts';
import type { AppEntry, Party } from '../../../switchboard/directory.ts';
import type { AppNews, AppNotice } from '../../../switchboard/notice.ts';
import { parseNotifications, notificationBody, type NotificationItem } from '../../../wire/graph/notification.ts';
import { noticeItem } from './notice-item.ts';
import { settingsWith } from '../settings.ts';

const app: AppEntry = {
  appId: 'desk',
  tenantId: 'tenant-1',
  name: 'desk',
  says: '',
  credentials: [],
  isLocal: true,
  grants: { 'tenant-1': ['Calls.JoinGroupCall.All'] },
};
const ada: Party = { kind: 'person', id: 'ada', tenantId: 'tenant-1', name: 'Ada', number: '201' };
const desk: Party = { kind: 'app', id: 'desk', tenantId: 'tenant-1', name: 'desk', number: '100' };
const guest: Party = { kind: 'guest', id: 'g-1', tenantId: 'tenant-1', name: 'Visitor', number: '' };
const nobody: Party = { kind: 'nobody', id: '+15550100', tenantId: 'tenant-1', name: '+15550100', number: '+15550100' };
const group: Group = {
  threadId: '19:meeting_x@thread.v2',
  subject: 'Stand-up',
  invitations: [],
  routingGroups: [],
  rosterSequence: 4,
  rounds: [],
  givenRoles: {},
};

const common = {
  direction: 'incoming', state: 'connected', startedMs: 0, connectedMs: 1, peer: desk, isSoundUp: true,
  isMuted: false, isMutedByOther: false, isInLobby: false, isOnHold: false, isApart: false, pictures: { camera: false, screen: false }, spokenMs: 0,
} as const; // prettier-ignore

function person(participantId: string, fields: Partial<PersonLeg> = {}): PersonLeg {
  return { ...common, kind: 'person', legId: `leg of ${participantId}`, participantId, self: ada, userId: 'ada', ...fields };
}

const appLeg: AppLeg = {
  ...common,
  kind: 'app',
  legId: 'leg-1',
  participantId: '0000000a-0000-4000-8000-000000000000',
  self: desk,
  peer: ada,
  appId: 'desk',
  media: 'hosted',
  sharingRole: 'viewer',
  callbackUri: 'http://localhost/callback',
  tasks: [],
  toneSequence: 0,
  isSubscribedToTones: false,
  lastAliveMs: 0,
  isMediaActive: true,
  options: { isHiddenAfterEscalation: false, isDeltaRosterEnabled: false, isContentSharingNotificationEnabled: false },
  recording: 'recording',
};

const tokens = { make: (conversationId: string) => `token of ${conversationId}` };

function told(news: AppNews, by: AppEntry = app): NotificationItem {
  const callbackUri = 'http://localhost/callback';
  const notice: AppNotice = { callId: 'call-1', legId: 'leg-1', appId: 'desk', callbackUri, direction: 'incoming', ...news };
  return noticeItem(notice, { app: by, tenantId: 'tenant-1', settings: settingsWith(), tokens, sourceParticipantId: 'p-source' });
}

test('a full roster has all participants, the app among them, with what only the wire has', () => {
  const item = told({
    kind: 'roster',
    sequence: 5,
    participants: [person('00000010-0000-4000-8000-000000000000', { isMuted: true, isMutedByOther: true }), appLeg],
    changed: [],
    gone: [],
    isDelta: false,
  });
  expect(item).toMatchObject({ changeType: 'updated', resourceUrl: '/communications/calls/leg-1/participants' });
  const [first, second] = item.resourceData as readonly (Participant & Record<string, unknown>)[];
  expect(first).toEqual({
    '@odata.type': '#microsoft.graph.participant',
    id: '00000010-0000-4000-8000-000000000000',
    info: {
      '@odata.type': '#microsoft.graph.participantInfo',
      identity: {
        '@odata.type': '#microsoft.graph.communicationsIdentitySet',
        user: {
          '@odata.type': '#microsoft.graph.identity',
          id: 'ada',
          displayName: 'Ada',
          tenantId: 'tenant-1',
          identityProvider: 'AAD',
        },
      },
      endpointType: 'default',
      region: null,
      languageId: null,
      countryCode: null,
      participantId: '00000010-0000-4000-8000-000000000000',
    },
    isInLobby: false,
    isMuted: true,
    mediaStreams: [
      {
        '@odata.type': '#microsoft.graph.mediaStream',
        mediaType: 'audio',
        label: 'main-audio',
        sourceId: '16',
        direction: 'sendReceive',
        serverMuted: true,
      },
    ],
    metadata: null,
    recordingInfo: null,
    removedState: null,
    restrictedExperience: null,
    rosterSequenceNumber: 5,
    publishedStates: [],
    meetingRole: 'none',
    replacementLink: null,
    isIdentityAnonymized: false,
  });
  expect(second).toMatchObject({
    info: { identity: { application: { id: 'desk' } } },
    recordingInfo: { recordingStatus: 'recording', initiator: { application: { id: 'desk' } } },
  });
  expect(parseNotifications(notificationBody([item]))).toMatchObject([{ about: 'roster', callId: 'leg-1' }]);
});

test('a delta roster has those who changed and those who are gone, and its place in the order', () => {
  const gone = person('p-2', { state: 'ended', endedBecause: 'Ada hung up.' });
  const item = told({
    kind: 'roster',
    sequence: 6,
    participants: [person('p-3', { isInLobby: true }), person('p-1')],
    changed: ['p-3'],
    gone: [{ leg: gone, as: 'hungUp' }],
    isDelta: true,
  });
  expect(item.resourceData).toMatchObject({
    '@odata.type': '#microsoft.graph.deltaParticipants',
    sequenceNumber: 6,
    participants: [
      { id: 'p-3', isInLobby: true, removedState: null, mediaStreams: [{ direction: 'receiveOnly' }] },
      { id: 'p-2', mediaStreams: [], removedState: { '@odata.type': '#microsoft.graph.removedState', reason: 'Ada hung up.' } },
    ],
  });
  expect(parseNotifications(notificationBody([item]))).toMatchObject([{ about: 'rosterDelta', delta: { sequenceNumber: 6 } }]);
});

test('guests and telephones are shown as what they are; on hold one only receives', () => {
  const legs = [person('p-1', { self: guest, isOnHold: true }), person('p-2', { self: nobody, isSoundUp: false })];
  const item = told({ kind: 'roster', sequence: 1, participants: legs, changed: [], gone: [], isDelta: false });
  expect(item.resourceData).toMatchObject([
    { info: { identity: { guest: { id: 'g-1', displayName: 'Visitor' } } }, mediaStreams: [{ direction: 'receiveOnly' }] },
    { info: { identity: { phone: { id: '+15550100' } } }, mediaStreams: [{ direction: 'inactive' }] },
  ]);
});

test('an app without any permission to call learns of nobody who she is, the same each time, and no other app the same', () => {
  const roster: AppNews = { kind: 'roster', sequence: 1, participants: [person('p-1')], changed: [], gone: [], isDelta: false };
  const seenBy = (appId: string): unknown => {
    const [first] = told(roster, { ...app, appId, grants: { 'tenant-1': ['User.Read.All'] } }).resourceData as readonly Participant[];
    expect(JSON.stringify(first)).not.toContain('"ada"');
    return (first?.info?.identity as { encrypted?: { id?: string } } | undefined)?.encrypted?.id;
  };
  expect(seenBy('desk')).toMatch(/^[\w-]{43}$/);
  expect(seenBy('desk')).toBe(seenBy('desk'));
  expect(seenBy('desk')).not.toBe(seenBy('echo'));
});

test('an invitation to a group call names its chat, its token and who put the caller through', () => {
  const item = told({ kind: 'incoming', source: ada, target: desk, group, transferor: guest, participantId: 'p-me' });
  expect(item).toMatchObject({
    changeType: 'created',
    resourceData: {
      id: 'leg-1',
      state: 'incoming',
      subject: 'Stand-up',
      myParticipantId: 'p-me',
      source: { id: 'p-source', identity: { user: { id: 'ada' } } },
      chatInfo: { '@odata.type': '#microsoft.graph.chatInfo', threadId: '19:meeting_x@thread.v2', messageId: '0' },
      meetingInfo: { '@odata.type': '#microsoft.graph.tokenMeetingInfo', token: 'token of call-1' },
      incomingContext: { sourceParticipantId: 'p-source', transferor: { guest: { displayName: 'Visitor' } } },
    },
  });
});

test('a call that becomes a group call is established once more, with chat and token; in a meeting the token is of the meeting', () => {
  const meeting = {
    meetingId: 'm-1', tenantId: 'tenant-1', organizerId: 'ada', threadId: group.threadId, joinMeetingId: '123',
    startMs: 0, endMs: 1, lobby: { scope: 'everyone', invitedIds: [] },
  } as const; // prettier-ignore
  expect(told({ kind: 'established', isMediaActive: true, group }).resourceData).toMatchObject({
    state: 'established',
    mediaState: { audio: 'active' },
    chatInfo: { threadId: group.threadId },
    meetingInfo: { token: 'token of call-1' },
  });
  const inMeeting = told({ kind: 'established', isMediaActive: false, group: { ...group, meeting } });
  expect(inMeeting.resourceData).toMatchObject({ direction: 'incoming', meetingInfo: { token: 'token of m-1' } });
});

test.each([
  ['removed', 200, 5000],
  ['lobbyDenied', 200, 5300],
  ['lobbyTimedOut', 200, 5855],
  ['lastOneLeft', 200, 5010],
  ['nobodyJoined', 200, 5013],
  ['onlyAppsLeft', 200, 5012],
  ['othersLeft', 200, 5002],
  ['keepAliveMissed', 408, 8537],
] as const satisfies readonly (readonly [LegEnd, number, number])[])('an end by %s is %i/%i', (as, code, subcode) => {
  const { resourceData, changeType } = told({ kind: 'terminated', as, because: 'So it is.' });
  expect(changeType).toBe('deleted');
  expect(resourceData).toMatchObject({
    state: 'terminated',
    resultInfo: { code, subcode, message: `So it is. DiagCode: ${code === 200 ? '0' : String(code)}#${String(subcode)}.@` },
  });
  expect(resourceData).not.toHaveProperty('meetingInfo');
});

test('whoever leaves a conversation that goes on has the token to come back; one who was put through is told so', () => {
  const end = { kind: 'terminated', as: 'transferred', because: 'x', terminationReason: 'AppTransferred', group } as const;
  expect(told(end).resourceData).toMatchObject({
    terminationReason: 'AppTransferred',
    meetingInfo: { token: 'token of call-1' },
    resultInfo: { code: 0, subcode: 7015 },
  });
});

test('an invitation ends completed when one came, and failed with a code when nobody did', () => {
  const news = { kind: 'inviteEnded', operationId: 'op-1', clientContext: 'mine', targets: [ada] } as const;
  const good: InviteParticipantsOperation = told(news).resourceData;
  expect(told(news).resourceUrl).toBe('/communications/calls/leg-1/operations/op-1');
  expect(good).toMatchObject({
    '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
    id: 'op-1',
    status: 'completed',
    clientContext: 'mine',
    participants: [{ '@odata.type': '#microsoft.graph.invitationParticipantInfo', identity: { user: { id: 'ada' } } }],
    resultInfo: { code: 200, subcode: 0 },
  });
  expect(told({ ...news, failed: 'noAnswer' }).resourceData).toMatchObject({ status: 'failed', resultInfo: { code: 480, subcode: 10037 } });
  expect(told({ ...news, failed: 'declined' }).resourceData).toMatchObject({ status: 'failed', resultInfo: { code: 603 } });
});

test('music on hold begins and ends as operations, and fails with what failed', () => {
  const news = { kind: 'holdEnded', operationId: 'op-2', what: 'startHold' } as const;
  const begun: CommsOperation = told(news).resourceData;
  expect(begun).toMatchObject({
    '@odata.type': '#microsoft.graph.startHoldMusicOperation',
    status: 'completed',
    resultInfo: { code: 200 },
  });
  expect(told({ ...news, what: 'stopHold' }).resourceData).toMatchObject({ '@odata.type': '#microsoft.graph.stopHoldMusicOperation' });
  const problem = { kind: 'download', message: 'no answer' } as const;
  expect(told({ ...news, problem }).resourceData).toMatchObject({ status: 'failed', resultInfo: { code: 400, subcode: 8536 } });
});

test('keys that were sent end with the reason of their own', () => {
  const task = { kind: 'sendKeys', operationId: 'op-3', prompts: [], state: 'running', keys: ['1'], gapMs: 100 } as const;
  const ended = (end: AppNews & { kind: 'taskEnded' }): object => told(end).resourceData;
  expect(ended({ kind: 'taskEnded', task, end: { outcome: 'completed' } })).toMatchObject({
    '@odata.type': '#microsoft.graph.sendDtmfTonesOperation',
    status: 'completed',
    completionReason: 'completedSuccessfully',
  });
  expect(ended({ kind: 'taskEnded', task, end: { outcome: 'cancelled' } })).toMatchObject({
    status: 'failed',
    completionReason: 'mediaOperationCanceled',
    resultInfo: { code: 400, subcode: 8508 },
  });
  const failed = { outcome: 'failed', problem: { kind: 'media', message: 'x' } } as const;
  expect(ended({ kind: 'taskEnded', task, end: failed })).toMatchObject({ status: 'failed', completionReason: 'unknown' });
});
