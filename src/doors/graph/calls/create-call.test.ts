import type { Call, InvitationParticipantInfo } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { writeWav } from '../../../media/wav.ts';
import { bookOf, directory, meeting as weekly, taken } from '../../../switchboard/test-house.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import { answerBody, apps, atDesk, publicUrl, shortly, testDoor, type TestDoor } from '../test-door.ts';

const user = (id: string): InvitationParticipantInfo => ({ identity: { user: { id } } });
const phone = (id: string): object => ({ identity: { phone: { id } } });

async function placed(t: TestDoor, body: object): Promise<Call & { id: string }> {
  const response = await t.command('POST', '', { ...answerBody, ...body });
  expect(response.status, await response.clone().text()).toBe(201);
  return (await response.json()) as Call & { id: string };
}

async function refusal(response: Response): Promise<readonly [number, string, string]> {
  const { error } = (await response.json()) as ErrorBody;
  return [response.status, error.code, error.message];
}

test('several targets make a group call: all ring, and whoever comes is in the roster', async () => {
  const t = testDoor({ apps });
  const call = await placed(t, { targets: [user('ada'), user('grace')], subject: 'Fire drill' } satisfies Call);
  expect(call).toMatchObject({
    state: 'establishing',
    direction: 'outgoing',
    subject: 'Fire drill',
    source: { identity: { application: { id: 'desk' } } },
    targets: [{ identity: { user: { id: 'ada' } } }, { identity: { user: { id: 'grace' } } }],
    chatInfo: { threadId: expect.stringMatching(/^19:/) as string },
  });
  expect([t.h.personLeg('ada')?.state, t.h.personLeg('grace')?.state]).toEqual(['ringing', 'ringing']);
  await taken(t.h, 'ada');
  await taken(t.h, 'grace');
  await t.h.clock.settle();
  const roster = t.received.filter(({ item }) => item.resourceUrl.endsWith('/participants')).at(-1)?.item.resourceData;
  expect(roster).toMatchObject([
    { info: { identity: { user: { id: 'grace' } } } },
    { info: { identity: { user: { id: 'ada' } } } },
    { id: call.myParticipantId, info: { identity: { application: { id: 'desk' } } } },
  ]);
});

test('with a delta roster only what changed is told', async () => {
  const t = testDoor({ apps });
  const callOptions = { '@odata.type': '#microsoft.graph.outgoingCallOptions', isDeltaRosterEnabled: true };
  const call = await placed(t, { targets: [user('ada'), user('grace')], callOptions });
  expect(call).toMatchObject({ callOptions });
  await taken(t.h, 'ada');
  await taken(t.h, 'grace');
  await t.h.clock.settle();
  expect(t.received.filter(({ item }) => item.resourceUrl.endsWith('/participants')).at(-1)?.item.resourceData).toMatchObject({
    '@odata.type': '#microsoft.graph.deltaParticipants',
    participants: [{ info: { identity: { user: { id: 'grace' } } } }],
  });
});

test.each([
  ['202', 'grace'],
  ['+202', undefined],
  ['(2) 0-2', 'grace'],
])('the telephone number %s rings %s', async (number, userId) => {
  const t = testDoor({ apps });
  const response = await t.command('POST', '', { ...answerBody, targets: [phone(number)] });
  if (userId !== undefined) expect(t.h.personLeg(userId)?.state).toBe('ringing');
  else expect(shortly(t).at(-1) ?? String(response.status)).toMatch(/terminated|400/);
});

test('a beta client may say for how long it rings, and reads that again', async () => {
  const t = testDoor({ apps });
  const call = await placed(t, { targets: [user('grace')], ringingTimeoutInSeconds: 5 });
  expect(call).toMatchObject({ ringingTimeoutInSeconds: 5 });
  expect(await (await t.command('GET', `/${call.id}`)).json()).toMatchObject({ ringingTimeoutInSeconds: 5 });
  expect(await placed(t, { targets: [user('ada')] })).toMatchObject({ ringingTimeoutInSeconds: null });
  await t.h.clock.advance(5_000);
  expect(shortly(t).at(-1)).toBe('deleted * terminated');
});

test('prompts that are named in advance are fetched in advance, and not again when they are played', async () => {
  const t = testDoor({ apps });
  let fetched = 0;
  t.files.set('http://localhost/hello.wav', () => (fetched++, new Response(new Uint8Array(writeWav(new Int16Array(320))))));
  const mediaInfo = { uri: 'http://localhost/hello.wav', resourceId: 'hello' };
  const lost = { uri: 'http://localhost/lost.wav', resourceId: 'lost' };
  const mediaConfig = { ...answerBody.mediaConfig, preFetchMedia: [lost, mediaInfo, { uri: 'http://localhost/unnamed.wav' }] };
  const { id } = await placed(t, { targets: [user('grace')], mediaConfig });
  expect(fetched).toBe(1);
  await taken(t.h, 'grace');
  await t.command('POST', `/${id}/playPrompt`, { prompts: [{ mediaInfo }] });
  expect([fetched, t.h.engine.last('play')?.sounds.length]).toEqual([1, 1]);
});

test('each kind of call needs its own permission', async () => {
  const withGrants = (...permissions: string[]): TestDoor =>
    testDoor({ apps: directory.apps.map((app) => ({ ...app, grants: { 'tenant-1': permissions } })) });
  const one = { ...answerBody, targets: [user('grace')] };
  const several = { ...answerBody, targets: [user('grace'), user('ada')] };
  const meeting = { ...answerBody, meetingInfo: { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId: '1' } };
  const asGuest = { ...meeting, source: { identity: { guest: { id: 'g', displayName: 'G' } } } };
  const cases = [
    [one, 'Calls.Initiate.All'],
    [several, 'Calls.InitiateGroupCall.All'],
    [meeting, 'Calls.JoinGroupCall.All'],
    [meeting, 'Calls.JoinGroupCalls.Chat'],
    [asGuest, 'Calls.JoinGroupCallAsGuest.All'],
  ] as const;
  for (const [body, permission] of cases) {
    const good = await withGrants(permission).command('POST', '', body);
    expect([201, 404], permission).toContain(good.status);
    const others = cases
      .map(([, each]) => each)
      .filter((each) => each !== permission && !(body === meeting && /JoinGroupCall(s\.Chat|\.All)/.test(each)));
    const [status, code, message] = await refusal(await withGrants(...others).command('POST', '', body));
    expect([status, code]).toEqual([403, '7504']);
    expect(message).toContain(permission);
  }
});

test('a call of another tenant than the token is refused', async () => {
  const t = testDoor({ apps });
  const organizer = { user: { id: 'ada', tenantId: 'tenant-2' } };
  for (const body of [
    { targets: [user('grace')], tenantId: 'tenant-2' },
    { targets: [user('eve')] },
    { targets: [user('grace'), user('eve')] },
    { chatInfo: { threadId: '19:x' }, meetingInfo: { '@odata.type': '#microsoft.graph.organizerMeetingInfo', organizer } },
  ])
    expect(await refusal(await t.command('POST', '', { ...answerBody, ...body }))).toEqual([
      403,
      '7505',
      expect.stringContaining('tenant mismatch'),
    ]);
  expect(t.h.switchboard.calls()).toEqual([]);
});

test('an app that has no webhook for calling is not registered for it', async () => {
  const t = testDoor({ apps: apps.map((app) => ({ ...app, webhook: undefined })) });
  const response = await t.command('POST', '', { ...answerBody, targets: [user('grace')] });
  expect(await refusal(response)).toEqual([403, '7503', expect.stringContaining('not registered')]);
  const lenient = testDoor({ apps: apps.map((app) => ({ ...app, webhook: undefined })), settings: { needsWebhookToCall: false } });
  await placed(lenient, { targets: [user('grace')] });
});

test.each([
  ['nobody to call', { targets: [] }, 400, /targets: at least one/],
  ['six to call', { targets: Array.from({ length: 6 }, () => user('grace')) }, 400, /at most 5/],
  ['a number that is none', { targets: [phone('ring me')] }, 400, /“ring me” is no telephone number/],
  ['a number that is too long', { targets: [phone('+1234567890123456')] }, 400, /no telephone number/],
  ['an unknown user', { targets: [user('zoe')] }, 400, /directory/],
  [
    'sound of its own',
    { targets: [user('grace')], mediaConfig: { '@odata.type': '#microsoft.graph.appHostedMediaConfig', blob: 'x' } },
    501,
    /raw sound/,
  ],
  ['a media configuration of no kind', { targets: [user('grace')], mediaConfig: { '@odata.type': '#microsoft.graph.shoe' } }, 400, /shoe/],
  ['a modality that is none', { targets: [user('grace')], requestedModalities: ['Audio', 'smell'] }, 400, /smell/],
  ['a direction that is none', { targets: [user('grace')], direction: 'up' }, 400, /direction.*up/],
  ['a call that comes in', { targets: [user('grace')], direction: 'incoming' }, 400, /direction/],
  ['a routing policy that is none', { targets: [user('grace')], routingPolicies: ['faster'] }, 400, /routingPolicies.*faster/],
  ['no word of a missed call', { targets: [user('grace')], routingPolicies: ['noMissedCall'] }, 501, /noMissedCall/],
  ['Skype for Business', { targets: [user('grace')], routingPolicies: ['none', 'preferSkypeForBusiness'] }, 501, /routingPolicies/],
  ['a target who is named twice', { targets: [user('grace'), user('GRACE')] }, 400, /named twice/],
  ['pictures only', { targets: [user('grace')], requestedModalities: ['video'] }, 400, /requestedModalities must contain audio/],
  [
    'being apart',
    { targets: [user('grace')], mediaConfig: { ...answerBody.mediaConfig, removeFromDefaultAudioGroup: true } },
    501,
    /removeFromDefaultAudioGroup/,
  ],
  ['a hidden target', { targets: [{ ...user('grace'), hidden: true }] }, 501, /hidden/],
  ['ringing at voicemail', { targets: [{ ...user('grace'), endpointType: 'Voicemail' }] }, 501, /endpointType/],
  ['an endpoint that is none', { targets: [{ ...user('grace'), endpointType: 'pigeon' }] }, 400, /endpointType.*pigeon/],
  ['an interactive roster', { targets: [user('grace')], callOptions: { isInteractiveRosterEnabled: true } }, 501, /InteractiveRoster/],
  ['another source', { targets: [user('grace')], source: { identity: { application: { id: 'echo' } } } }, 400, /the token is of desk/],
  ['a guest who calls', { targets: [user('grace')], source: { identity: { guest: { displayName: 'G' } } } }, 400, /only a meeting/],
  ['116 s of ringing', { targets: [user('grace')], ringingTimeoutInSeconds: 116 }, 400, /ringingTimeoutInSeconds/],
  ['a meeting and targets', { targets: [user('grace')], meetingInfo: { token: 'x' } }, 400, /calls nobody/],
  ['a meeting without a name', { meetingInfo: {} }, 400, /none of organizer/],
  ['a chat alone', { chatInfo: { threadId: '19:x' } }, 400, /none of organizer/],
  ['an organizer without a chat', { meetingInfo: { organizer: { user: { id: 'ada' } } } }, 400, /chatInfo\.threadId/],
  ['a token that is none', { meetingInfo: { token: 'x' } }, 400, /meetingInfo\.token cannot be used/],
  ['a guest without a name', { meetingInfo: { joinMeetingId: '1' }, source: { identity: { guest: { id: 'g' } } } }, 400, /displayName/],
] as const)('%s is refused', async (_, body, status, message) => {
  const t = testDoor({ apps });
  const got = await refusal(await t.command('POST', '', { ...answerBody, ...body }));
  expect(got).toEqual([status, status === 501 ? 'NotImplemented' : 'BadRequest', expect.stringMatching(message)]);
  expect(t.h.switchboard.calls()).toEqual([]);
});

test('what beta may ask of the routing holds: a call of an app goes to no voicemail', async () => {
  const t = testDoor({ apps, noAnswer: { afterMs: 20_000, forwardTo: 'voicemail' } });
  const routingPolicies = ['DisableForwarding', 'disableForwardingExceptPhone', 'none'];
  await placed(t, { targets: [user('grace')], routingPolicies });
  await t.h.clock.advance(120_000);
  expect(t.h.appLeg('voicemail')).toBeUndefined();
  expect(shortly(t).at(-1)).toBe('deleted * terminated');
});

test('people and apps are found by their ids in letters of either size, calls only as they are', async () => {
  const t = testDoor({ apps, meetings: bookOf(weekly()) });
  const { id } = await placed(t, { targets: [user('GRACE')], source: { identity: { application: { id: 'DESK' } } } });
  expect(t.h.personLeg('grace')?.state).toBe('ringing');
  await placed(t, { targets: [{ identity: { application: { id: 'Echo' } } }] });
  expect(t.h.appLeg('echo')?.state).toBe('ringing');
  await placed(t, { chatInfo: { threadId: weekly().threadId }, meetingInfo: { organizer: { user: { id: 'ADA' } } } });
  expect((await t.command('GET', `/${id.toUpperCase()}`)).status).toBe(404);
});

test('links name the host by which the request came when it is one of ours, and the public one otherwise', async () => {
  for (const [origin, expected] of [
    ['https://graph.microsoft.com', 'https://graph.microsoft.com'],
    ['http://localhost:9999', 'http://localhost:9999'],
    ['https://evil.example', publicUrl.origin],
  ] as const) {
    const t = testDoor({ apps });
    const response = await t.command('POST', '', { ...answerBody, targets: [user('grace')] }, { origin, root: '/beta/app/calls' });
    expect(response.headers.get('location')).toMatch(new RegExp(`^${expected}/beta/communications/calls/`));
    expect(((await response.json()) as Record<string, unknown>)['@odata.context']).toBe(`${expected}/beta/$metadata#app/calls/$entity`);
  }
});

test('an incoming call between two names no conversation', async () => {
  const t = testDoor({ apps });
  const body = await (await t.command('GET', `/${await atDesk(t)}`)).json();
  expect(body).not.toHaveProperty('chatInfo');
  expect(body).not.toHaveProperty('meetingInfo');
});
