import type { CommsOperation, InviteParticipantsOperation, Participant } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { taken } from '../../../switchboard/test-house.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import { apps, atDesk, publicUrl, shortly, testDoor, type TestDoor } from '../test-door.ts';

const grace = { '@odata.type': '#microsoft.graph.invitationParticipantInfo', identity: { user: { id: 'grace' } } };

/** Ada, the desk and Grace talk; gives the desk's call id. What was sent until then is forgotten. */
async function threeTalk(t: TestDoor): Promise<string> {
  const callId = await atDesk(t);
  await t.command('POST', `/${callId}/participants/invite`, { participants: [grace] });
  await taken(t.h, 'grace');
  await t.h.clock.settle();
  t.received.length = 0;
  return callId;
}

function participantId(t: TestDoor, userId: string): string {
  return t.h.personLeg(userId)?.participantId ?? '';
}

async function rosterOf(t: TestDoor, callId: string, query = ''): Promise<readonly Participant[]> {
  return ((await (await t.command('GET', `/${callId}/participants${query}`)).json()) as { value: Participant[] }).value;
}

async function refusal(response: Response): Promise<readonly [number, string, string]> {
  const { error } = (await response.json()) as ErrorBody;
  return [response.status, error.code, error.message];
}

test('inviting a third makes a group call of a call between two: operation, roster, chat and token', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  const response = await t.command('POST', `/${callId}/participants/invite`, { participants: [grace], clientContext: 'mine' });
  const operation = (await response.json()) as InviteParticipantsOperation;
  expect([response.status, operation]).toMatchObject([
    200,
    { '@odata.type': '#microsoft.graph.inviteParticipantsOperation', status: 'running', clientContext: 'mine', participants: [grace] },
  ]);
  expect(response.headers.get('location')).toBe(`${publicUrl.origin}/v1.0/communications/calls/${callId}/operations/${operation.id ?? ''}`);
  await taken(t.h, 'grace');
  await t.h.clock.settle();
  const told = t.received.map(({ item }) => item);
  expect(told.find(({ resourceUrl }) => resourceUrl.endsWith(operation.id ?? ''))).toMatchObject({
    changeType: 'deleted',
    resourceData: { status: 'completed', participants: [{ identity: { user: { id: 'grace' } } }] },
  });
  expect(told.find(({ resourceData }) => 'chatInfo' in resourceData)?.resourceData).toMatchObject({
    state: 'established',
    chatInfo: { threadId: expect.stringMatching(/^19:/) as string },
    meetingInfo: { '@odata.type': '#microsoft.graph.tokenMeetingInfo', token: expect.stringMatching(/^eyJ/) as string },
  });
  expect(await rosterOf(t, callId)).toMatchObject([{ id: participantId(t, 'grace') }, {}, {}]);
  const call = await (await t.command('GET', `/${callId}`)).json();
  expect(call).toMatchObject({ chatInfo: {}, meetingInfo: { token: expect.stringMatching(/^eyJ/) as string } });
});

test('the profile of the documents has the status of an invitation in Pascal case', async () => {
  const t = testDoor({ apps, settings: { profile: 'documents' } });
  const response = await t.command('POST', `/${await atDesk(t)}/participants/invite`, { participants: [grace] });
  expect(await response.json()).toMatchObject({ status: 'Running' });
});

test('whoever does not come is told of as a failed operation', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  await t.command('POST', `/${callId}/participants/invite`, { participants: [grace] });
  await t.h.clock.advance(60_000);
  expect(t.received.find(({ item }) => item.changeType === 'deleted')?.item.resourceData).toMatchObject({
    '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
    status: 'failed',
    resultInfo: { code: 480, subcode: 10037 },
  });
});

test('participants are listed, selected, cut, counted, filtered and read one by one', async () => {
  const t = testDoor({ apps });
  const callId = await threeTalk(t);
  const all = await rosterOf(t, callId);
  expect(all.map(({ info }) => info?.identity?.user?.id ?? info?.identity?.application?.id)).toEqual(['grace', 'desk', 'ada']);
  const body = await (await t.command('GET', `/${callId}/participants?$top=1&$count=true&$select=id`)).json();
  expect(body).toMatchObject({
    '@odata.context': `${publicUrl.origin}/v1.0/$metadata#communications/calls('${callId}')/participants(id)`,
    '@odata.count': 3,
    value: [{ '@odata.type': '#microsoft.graph.participant', id: participantId(t, 'grace') }],
  });
  expect(await rosterOf(t, callId, "?$filter=info/identity/user/id eq 'ada'")).toMatchObject([{ id: participantId(t, 'ada') }]);
  const one = await (await t.command('GET', `/${callId}/participants/${participantId(t, 'ada')}`)).json();
  expect(one).toEqual({
    '@odata.context': `${publicUrl.origin}/v1.0/$metadata#communications/calls('${callId}')/participants/$entity`,
    ...all[2],
  });
});

test('a call between two has both in its list', async () => {
  const t = testDoor({ apps });
  expect(await rosterOf(t, await atDesk(t))).toHaveLength(2);
});

test('a participant is muted for all, and everybody is told; nobody unmutes her but she', async () => {
  const t = testDoor({ apps });
  const callId = await threeTalk(t);
  const id = participantId(t, 'ada');
  const response = await t.command('POST', `/${callId}/participants/${id}/microsoft.graph.mute`, { clientContext: 'hush' });
  const operation = (await response.json()) as CommsOperation;
  expect([response.status, operation]).toMatchObject([
    200,
    { '@odata.type': '#microsoft.graph.muteParticipantOperation', status: 'completed', clientContext: 'hush' },
  ]);
  expect(await rosterOf(t, callId, '?$filter=isMuted eq true')).toMatchObject([
    { id, mediaStreams: [{ label: 'main-audio', serverMuted: true }, { label: 'main-video' }, { label: 'applicationsharing-video' }] },
  ]);
  expect(shortly(t)).toEqual(['updated */participants']);
  expect(await refusal(await t.command('POST', `/${callId}/participants/${id}/unmute`, {}))).toEqual([
    404,
    'ResourceNotFound',
    expect.anything(),
  ]);
});

test('the app mutes itself and is heard again', async () => {
  const t = testDoor({ apps });
  const callId = await threeTalk(t);
  const muted = await t.command('POST', `/${callId}/mute`, {});
  expect(await muted.json()).toMatchObject({ '@odata.type': '#microsoft.graph.muteParticipantOperation', status: 'completed' });
  expect(await rosterOf(t, callId, '?$filter=isMuted eq true')).toMatchObject([{ info: { identity: { application: { id: 'desk' } } } }]);
  const unmuted = await t.command('POST', `/${callId}/unmute`, {});
  expect(await unmuted.json()).toMatchObject({ '@odata.type': '#microsoft.graph.unmuteParticipantOperation', status: 'completed' });
  expect(await rosterOf(t, callId, '?$filter=isMuted eq true')).toEqual([]);
});

test('beta mutes all others at once, or those who are named', async () => {
  const t = testDoor({ apps });
  const callId = await threeTalk(t);
  const root = '/beta/communications/calls';
  const some = await t.command('POST', `/${callId}/participants/muteAll`, { participants: [participantId(t, 'ada')] }, { root });
  expect(await some.json()).toMatchObject({ '@odata.type': '#microsoft.graph.muteParticipantsOperation', status: 'completed' });
  const muted = async (): Promise<readonly unknown[]> =>
    (await rosterOf(t, callId, '?$filter=isMuted eq true')).map(({ info }) => info?.identity?.user?.id ?? 'the app');
  expect(await muted()).toEqual(['ada']);
  const unknown = await t.command('POST', `/${callId}/participants/muteAll`, { participants: [participantId(t, 'grace'), 'x'] }, { root });
  expect(await refusal(unknown)).toMatchObject([404, 'NotFound', expect.stringContaining('x does not take part')]);
  expect(await muted()).toEqual(['ada']);
  await t.command('POST', `/${callId}/participants/muteAll`, undefined, { root });
  expect(await muted()).toEqual(['grace', 'ada']);
  const got = await refusal(await t.command('POST', `/${callId}/participants/muteAll`, {}));
  expect(got).toEqual([404, 'ResourceNotFound', expect.stringContaining('of beta alone')]);
});

test('a participant is removed without a word before or after', async () => {
  const t = testDoor({ apps });
  const callId = await threeTalk(t);
  const response = await t.command('DELETE', `/${callId}/participants/${participantId(t, 'grace')}`);
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(t.h.personLeg('grace')).toMatchObject({ state: 'ended', endedAs: 'removed' });
});

test('one participant hears music on hold, the house’s or the app’s own', async () => {
  const t = testDoor({ apps });
  const callId = await threeTalk(t);
  const path = `/${callId}/participants/${participantId(t, 'ada')}`;
  const response = await t.command('POST', `${path}/startHoldMusic`, { clientContext: 'wait' });
  expect([response.status, await response.json()]).toMatchObject([
    202,
    { '@odata.type': '#microsoft.graph.startHoldMusicOperation', status: 'running', clientContext: 'wait' },
  ]);
  expect(t.h.engine.last('hold')).toMatchObject({ legId: t.h.personLeg('ada')?.legId, music: new Uint8Array([9]) });
  expect(shortly(t)).toContain('deleted */operations/* completed');
  const stopped = await t.command('POST', `${path}/stopHoldMusic`, {});
  expect([stopped.status, await stopped.json()]).toMatchObject([202, { '@odata.type': '#microsoft.graph.stopHoldMusicOperation' }]);
  expect(t.h.engine.last('hold')?.music).toBeUndefined();
  const customPrompt = { '@odata.type': '#microsoft.graph.mediaPrompt', mediaInfo: { uri: 'http://localhost/lost.wav' } };
  t.received.length = 0;
  await t.command('POST', `${path}/startHoldMusic`, { customPrompt });
  expect(t.received.at(-1)?.item.resourceData).toMatchObject({ status: 'failed', resultInfo: { code: 400, subcode: 8536 } });
});

test.each([
  ['reading one who is not there', 'GET', '/participants/x', undefined, 404, 'NotFound', /x does not take part/],
  ['muting one who is not there', 'POST', '/participants/x/mute', {}, 404, 'NotFound', /./],
  ['removing one who is not there', 'DELETE', '/participants/x', undefined, 404, 'NotFound', /./],
  ['putting one on hold who is not there', 'POST', '/participants/x/startHoldMusic', {}, 404, 'NotFound', /./],
  ['taking one from hold who is not on hold', 'POST', '/participants/{ada}/stopHoldMusic', {}, 409, 'Conflict', /./],
  ['inviting nobody', 'POST', '/participants/invite', { participants: [] }, 400, 'BadRequest', /participants/],
  [
    'inviting six',
    'POST',
    '/participants/invite',
    { participants: Array.from({ length: 6 }, () => grace) },
    400,
    'BadRequest',
    /participants/,
  ],
  [
    'inviting an unknown',
    'POST',
    '/participants/invite',
    { participants: [{ identity: { user: { id: 'zoe' } } }] },
    400,
    'BadRequest',
    /directory/,
  ],
  ['inviting the hidden', 'POST', '/participants/invite', { participants: [{ ...grace, hidden: true }] }, 501, 'NotImplemented', /hidden/],
  [
    'a music that is none',
    'POST',
    '/participants/{ada}/startHoldMusic',
    { customPrompt: {} },
    400,
    'BadRequest',
    /customPrompt\.mediaInfo/,
  ],
  ['a long context', 'POST', '/participants/{ada}/mute', { clientContext: 'x'.repeat(257) }, 400, 'BadRequest', /clientContext/],
  ['ordering', 'GET', '/participants?$orderby=id', undefined, 400, 'BadRequest', /\$orderby/],
  ['counting', 'GET', '/participants/$count', undefined, 405, 'MethodNotAllowed', /metadataOnly/],
  ['mixing', 'POST', '/participants/configureMixer', {}, 501, 'NotImplemented', /configuremixer/],
] as const)('%s is refused', async (_, method, path, body, status, code, message) => {
  const t = testDoor({ apps });
  const callId = await threeTalk(t);
  const got = await refusal(await t.command(method, `/${callId}${path.replace('{ada}', participantId(t, 'ada'))}`, body));
  expect(got).toEqual([status, code, expect.stringMatching(message)]);
});

test('in a call between two nobody is muted or removed', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  const id = participantId(t, 'ada');
  for (const [method, path] of [
    ['POST', `/participants/${id}/mute`],
    ['DELETE', `/participants/${id}`],
    ['POST', '/mute'],
  ] as const)
    expect(await refusal(await t.command(method, `/${callId}${path}`, method === 'POST' ? {} : undefined))).toEqual([
      409,
      'Conflict',
      expect.anything(),
    ]);
});

test("another app's participants are not found", async () => {
  const t = testDoor({ apps });
  const callId = await threeTalk(t);
  const got = await refusal(await t.command('GET', `/${callId}/participants`, undefined, { appId: 'echo' }));
  expect(got).toEqual([404, '8522', 'Call not found.']);
});
