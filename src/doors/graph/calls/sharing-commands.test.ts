import { expect, test } from 'vitest';
import { bookOf, meeting } from '../../../switchboard/test-house.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import type { Participant } from '../../../wire/graph/participant.ts';
import type { MediaBridge } from '../media-bridge.ts';
import { answerBody, apps, testDoor, type TestDoor } from '../test-door.ts';

const meetingInfo = { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId: '5550100', passcode: null };
const own = { mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob: 'b' } };
/** Takes any blob. */
const bridge = (): MediaBridge => ({
  claim: () => ({ ok: true, limits: { soundsApart: 4, pictures: 11 }, bind: () => undefined, release: () => undefined }),
});

async function inMeeting(extra: object = {}): Promise<{ readonly t: TestDoor; readonly callId: string }> {
  const t = testDoor({ apps, meetings: bookOf(meeting()), bridge });
  const response = await t.command('POST', '', { ...answerBody, tenantId: 'tenant-1', meetingInfo, ...extra });
  expect(response.status, await response.clone().text()).toBe(201);
  const { id } = (await response.json()) as { id: string };
  t.h.engine.attach(id, { kind: 'messages', socket: { send: () => undefined, bufferedBytes: 0, close: () => undefined, listen: () => undefined } }); // prettier-ignore
  await t.h.clock.settle();
  return { t, callId: id };
}

async function comes(t: TestDoor, userId: string): Promise<string> {
  const come = t.h.switchboard.dial({ userId, pageId: `page-${userId}`, number: '5550100' });
  if (!come.ok) throw new Error(come.message);
  await t.h.engine.connect({ roomId: come.callId, legId: come.legId, offer: '' });
  await t.h.clock.settle();
  return come.legId;
}

async function rosterOf(t: TestDoor, callId: string): Promise<readonly Participant[]> {
  const response = await t.command('GET', `/${callId}/participants`);
  return ((await response.json()) as { value: Participant[] }).value;
}

async function refusal(response: Response): Promise<readonly [number, string, string]> {
  const { error } = (await response.json()) as ErrorBody;
  return [response.status, error.code, error.message];
}

const directions = ({ mediaStreams }: Participant): readonly string[] => (mediaStreams ?? []).map(({ label, direction }) => `${label ?? ''} ${direction}`); // prettier-ignore
const shared = (t: TestDoor): readonly (readonly [string, unknown])[] =>
  t.received.flatMap(({ item }) => (item.resourceUrl.endsWith('/contentsharingsessions') ? [[item.changeType, item.resourceData] as const] : [])); // prettier-ignore

test('an app that asked for it is told who shows a screen, that another took over, and that it is over', async () => {
  const { t, callId } = await inMeeting({ callOptions: { isContentSharingNotificationEnabled: true } });
  const ada = await comes(t, 'ada');
  const grace = await comes(t, 'grace');
  t.h.engine.facts.tell('picturesBegan', { legId: ada, of: 'screen' });
  await t.h.clock.settle();
  const { value } = (await (await t.command('GET', `/${callId}/contentSharingSessions`)).json()) as { value: { id: string }[] };
  const [session] = value;
  expect(value).toEqual([{ '@odata.type': '#microsoft.graph.contentSharingSession', id: session?.id }]);
  t.h.engine.facts.tell('picturesBegan', { legId: grace, of: 'screen' });
  await t.h.clock.settle();
  const presenter = (await rosterOf(t, callId)).find((each) => each.info.identity.user?.id === 'grace');
  const beta = await t.command('GET', `/${callId}/contentSharingSessions/${session?.id ?? ''}`, undefined, { root: '/beta/communications/calls' }); // prettier-ignore
  expect(await beta.json()).toMatchObject({ id: session?.id, presenterParticipantId: presenter?.id });
  t.h.engine.facts.tell('picturesEnded', { legId: grace, of: 'screen' });
  await t.h.clock.settle();
  const data = [{ '@odata.type': '#microsoft.graph.contentSharingSession', id: session?.id }];
  expect(shared(t)).toEqual([['created', data], ['updated', data], ['deleted', data]]); // prettier-ignore
  expect((await t.command('GET', `/${callId}/contentSharingSessions/${session?.id ?? ''}`)).status).toBe(404);
});

test('an app that did not ask is told nothing of what is shared', async () => {
  const { t } = await inMeeting();
  t.h.engine.facts.tell('picturesBegan', { legId: await comes(t, 'ada'), of: 'screen' });
  await t.h.clock.settle();
  expect(shared(t)).toEqual([]);
});

test('the roster says what everybody sends and receives, by the numbers of the bridge, and who organizes the meeting', async () => {
  const { t, callId } = await inMeeting(own);
  const ada = await comes(t, 'ada');
  t.h.engine.facts.tell('picturesBegan', { legId: ada, of: 'camera' });
  await t.h.clock.settle();
  const [person, app] = await rosterOf(t, callId);
  expect(directions(person ?? expect.fail('nobody'))).toEqual(['main-audio sendReceive', 'main-video sendReceive', 'applicationsharing-video receiveOnly']); // prettier-ignore
  expect(directions(app ?? expect.fail('no app'))).toEqual(['main-audio sendReceive', 'main-video receiveOnly', 'applicationsharing-video receiveOnly']); // prettier-ignore
  expect([person?.meetingRole, app?.meetingRole]).toEqual(['organizer', 'presenter']);
  const sources = (person?.mediaStreams ?? []).map(({ sourceId }) => Number(sourceId));
  expect(sources).toEqual([sources[0], (sources[0] ?? 0) + 1, (sources[0] ?? 0) + 2]);
  expect((sources[0] ?? 1) % 4).toBe(0);
});

test('an app whose media are the service’s has sound alone', async () => {
  const { t, callId } = await inMeeting();
  expect(directions((await rosterOf(t, callId))[0] ?? expect.fail('nobody'))).toEqual(['main-audio sendReceive']);
});

test('an app with media of its own takes the role of one who shares, and gives it back; everybody is told by the roster', async () => {
  const { t, callId } = await inMeeting(own);
  await comes(t, 'ada');
  for (const [role, direction] of [
    ['sharer', 'sendOnly'],
    ['viewer', 'receiveOnly'],
  ] as const) {
    t.received.length = 0;
    const response = await t.command('POST', `/${callId}/microsoft.graph.changeScreenSharingRole`, { role });
    expect([response.status, await response.text()]).toEqual([202, '']);
    await t.h.clock.settle();
    const told = t.received.at(-1)?.item.resourceData as readonly Participant[];
    expect(told.flatMap(directions)).toContain(`applicationsharing-video ${direction}`);
  }
});

test.each([
  ['a role that is none', own, { role: 'dancer' }, 400],
  ['no role', own, {}, 400],
  ['service-hosted media', {}, { role: 'sharer' }, 400],
] as const)('%s: the role to share is refused', async (_, media, body, status) => {
  const { t, callId } = await inMeeting(media);
  expect((await t.command('POST', `/${callId}/changeScreenSharingRole`, body)).status).toBe(status);
});

test.each([
  ['playPrompt', { prompts: [{ '@odata.type': '#microsoft.graph.mediaPrompt', mediaInfo: { uri: 'http://localhost/a.wav' } }] }, 400],
  ['recordResponse', { prompts: [{ '@odata.type': '#microsoft.graph.mediaPrompt', mediaInfo: { uri: 'http://localhost/a.wav' } }] }, 400],
  ['subscribeToTone', {}, 400],
  ['sendDtmfTones', { tones: ['tone1'] }, 501],
] as const)('%s is not for a call with media of the app’s own', async (path, body, status) => {
  const { t, callId } = await inMeeting(own);
  const [got, , message] = await refusal(await t.command('POST', `/${callId}/${path}`, body));
  expect(got).toBe(status);
  expect(message).toMatch(/media bridge/);
});

test('an answer tells the media as they were asked for, and the blob to nobody who asks later', async () => {
  const t = testDoor({ apps, meetings: bookOf(meeting()), bridge });
  const asked = {
    ...answerBody,
    tenantId: 'tenant-1',
    meetingInfo,
    ...own,
    requestedModalities: ['audio', 'video', 'videoBasedScreenSharing'],
  };
  const call = (await (await t.command('POST', '', asked)).json()) as { id: string; mediaConfig: object; requestedModalities: string[] };
  expect(call.requestedModalities).toEqual(asked.requestedModalities);
  expect(call.mediaConfig).toEqual(own.mediaConfig);
  const read = (await (await t.command('GET', `/${call.id}`)).json()) as { mediaConfig: object };
  expect(read.mediaConfig).toEqual({ '@odata.type': '#microsoft.graph.appHostedMediaConfig' });
});

test.each([
  ['without a blob', { '@odata.type': '#microsoft.graph.appHostedMediaConfig' }, /blob: must be there/],
  ['with a blob that is no text', { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob: 7 }, /blob/],
  ['of no known kind', { '@odata.type': '#microsoft.graph.otherMediaConfig', blob: 'x' }, /no media configuration/],
] as const)('media %s are refused in words', async (_, mediaConfig, words) => {
  const t = testDoor({ apps, meetings: bookOf(meeting()), bridge });
  const [status, , message] = await refusal(await t.command('POST', '', { ...answerBody, meetingInfo, mediaConfig }));
  expect(status).toBe(400);
  expect(message).toMatch(words);
});

test('where there is no bridge, media of an app’s own are refused in words', async () => {
  const t = testDoor({ apps, meetings: bookOf(meeting()) });
  const [status, , message] = await refusal(await t.command('POST', '', { ...answerBody, meetingInfo, ...own }));
  expect(status).toBe(501);
  expect(message).toMatch(/serviceHostedMediaConfig/);
});
