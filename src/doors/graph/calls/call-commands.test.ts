import type { Call } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { taken } from '../../../switchboard/test-house.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import { answerBody, apps, atDesk, shortly, testDoor, type TestDoor } from '../test-door.ts';

const target = (id: string, more: object = {}): object => ({
  '@odata.type': '#microsoft.graph.invitationParticipantInfo',
  identity: { '@odata.type': '#microsoft.graph.identitySet', user: { '@odata.type': '#microsoft.graph.identity', id } },
  ...more,
});

async function refusal(response: Response): Promise<readonly [number, string, string]> {
  const { error } = (await response.json()) as ErrorBody;
  return [response.status, error.code, error.message];
}

/** Ada calls the desk, which has not answered yet; gives the desk's call id. */
async function dialled({ h }: TestDoor): Promise<string> {
  const call = h.switchboard.dial({ userId: 'ada', pageId: 'page-ada', number: '100' });
  if (!call.ok) throw new Error(call.message);
  await h.engine.connect({ roomId: call.callId, legId: call.legId, offer: '' });
  await h.clock.settle();
  return h.appLeg('desk')?.legId ?? '';
}

/** The desk asks Grace before it puts Ada through: both calls. */
async function consulted(t: TestDoor): Promise<{ readonly ada: string; readonly grace: string }> {
  const ada = await atDesk(t);
  const call = (await (await t.command('POST', '', { ...answerBody, targets: [target('grace')] })).json()) as Call;
  await taken(t.h, 'grace');
  await t.h.clock.settle();
  t.received.length = 0;
  return { ada, grace: call.id ?? '' };
}

test('with replacesCallId the caller is put through to whom the app talked with; both calls of the app end', async () => {
  const t = testDoor({ apps });
  const { ada, grace } = await consulted(t);
  const response = await t.command('POST', `/${ada}/transfer`, { transferTarget: target('grace', { replacesCallId: grace }) });
  expect([response.status, await response.text()]).toEqual([202, '']);
  await t.h.clock.settle();
  const ends = t.received
    .filter(({ item }) => item.changeType === 'deleted')
    .map(({ item }) => [item.resourceUrl.split('/').at(-1), item.resourceData] as const);
  expect(new Map(ends).get(ada)).toMatchObject({ state: 'terminated', resultInfo: { code: 0, subcode: 7015 } });
  expect(new Map(ends).get(grace)).toMatchObject({ state: 'terminated', terminationReason: 'AppTransferred' });
  expect([t.h.personLeg('ada')?.state, t.h.personLeg('grace')?.state]).toEqual(['connected', 'connected']);
});

test('a call that is not the app’s replaces nothing', async () => {
  const t = testDoor({ apps });
  const { ada } = await consulted(t);
  const got = await refusal(await t.command('POST', `/${ada}/transfer`, { transferTarget: target('grace', { replacesCallId: 'x' }) }));
  expect(got[0]).toBe(404);
});

test('who cannot be put through to is told apart: not the other side, here already, unknown', async () => {
  const t = testDoor({ apps });
  const { ada, grace } = await consulted(t);
  for (const [transferTarget, words] of [
    [target('linus', { replacesCallId: grace }), /is with Grace, not with Linus/],
    [target('ada', { replacesCallId: grace }), /Ada takes part in this call already/],
    [target('ada'), /Ada takes part in this call already/],
    [target('zoe'), /in no directory/],
  ] as const) {
    const got = await refusal(await t.command('POST', `/${ada}/transfer`, { transferTarget }));
    expect(got).toEqual([400, 'BadRequest', expect.stringMatching(words)]);
  }
});

test('out of a group call the transferee is named by participant or by who she is', async () => {
  for (const transferee of ['participantId', 'identity'] as const) {
    const t = testDoor({ apps });
    const callId = await atDesk(t);
    await t.command('POST', `/${callId}/participants/invite`, { participants: [target('grace')] });
    await taken(t.h, 'grace');
    const id = t.h.personLeg('ada')?.participantId;
    const named = transferee === 'identity' ? { identity: { user: { id: 'ada' } } } : { participantId: id, identity: {} };
    const response = await t.command('POST', `/${callId}/transfer`, { transferTarget: target('linus'), transferee: named });
    expect(response.status, await response.clone().text()).toBe(202);
    expect(t.h.personLeg('linus')?.state).toBe('ringing');
    const unknown = await t.command('POST', `/${callId}/transfer`, {
      transferTarget: target('linus'),
      transferee: { identity: { user: { id: 'eve' } } },
    });
    expect(await refusal(unknown)).toEqual([404, 'NotFound', expect.stringContaining('eve does not take part')]);
    const empty = await t.command('POST', `/${callId}/transfer`, { transferTarget: target('linus'), transferee: {} });
    expect(await refusal(empty)).toEqual([400, 'BadRequest', expect.stringContaining('transferee')]);
  }
});

test('an answer may settle options; the capacity for policy recording is read and has nothing to do', async () => {
  const t = testDoor({ apps });
  const callId = await dialled(t);
  const callOptions = { '@odata.type': '#microsoft.graph.incomingCallOptions', hideBotAfterEscalation: true, isDeltaRosterEnabled: true };
  const response = await t.command('POST', `/${callId}/answer`, { ...answerBody, callOptions, participantCapacity: 200 });
  expect(response.status).toBe(202);
  expect(await (await t.command('GET', `/${callId}`)).json()).toMatchObject({ callOptions });
});

test('a call is read in part', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  const body = (await (await t.command('GET', `/${callId}?$select=id,state`)).json()) as object;
  expect(Object.keys(body).filter((name) => !name.startsWith('@'))).toEqual(['id', 'state']);
  expect(await refusal(await t.command('GET', `/${callId}?$expand=operations`))).toEqual([
    400,
    'BadRequest',
    expect.stringContaining('$expand'),
  ]);
});

test('ids count letter by letter, all else in any case and by any name', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  const answered = await t.command('GET', `/${callId}`, undefined, { root: '/BETA/App/CALLS' });
  expect(answered.status).toBe(200);
  expect((await t.command('POST', `/${callId}/Microsoft.Graph.KEEPALIVE`)).status).toBe(200);
  if (callId.toUpperCase() !== callId) expect((await t.command('GET', `/${callId.toUpperCase()}`)).status).toBe(404);
});

test('a redirected call takes what beta may ask for as far as it is done anyway', async () => {
  const t = testDoor({ apps });
  const callId = await dialled(t);
  for (const [extra, status] of [
    [{ maskCaller: true }, 501],
    [{ maskCallee: true }, 501],
    [{ targetDisposition: 'forward' }, 501],
    [{ targetDisposition: 'sideways' }, 400],
    [{ targets: [target('grace', { replacesCallId: 'x' })] }, 400],
    [{ targetDisposition: 'simultaneousRing', maskCaller: false }, 202],
  ] as const)
    expect((await t.command('POST', `/${callId}/redirect`, { targets: [target('grace')], ...extra })).status).toBe(status);
  expect(shortly(t)).not.toContain('updated * redirecting');
  expect(t.h.personLeg('grace')?.state).toBe('ringing');
});

test('a gallery put together of many pictures is refused in words', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  expect(await refusal(await t.command('POST', `/${callId}/addLargeGalleryView`, {}))).toEqual([
    501,
    'NotImplemented',
    expect.stringContaining('forwarded here and never put together'),
  ]);
});

test('nobody shares content', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  expect(await (await t.command('GET', `/${callId}/contentSharingSessions`)).json()).toMatchObject({ value: [] });
  expect(await refusal(await t.command('GET', `/${callId}/contentSharingSessions/x`))).toEqual([
    404,
    'NotFound',
    expect.stringContaining('not what is shown'),
  ]);
  expect(await refusal(await t.command('GET', '/x/contentSharingSessions'))).toEqual([404, '8522', 'Call not found.']);
});

test('an app without any permission answers a call between two, and is not told who calls', async () => {
  const t = testDoor({ apps: apps.map((app) => ({ ...app, grants: {} })) });
  const callId = await dialled(t);
  const incoming = JSON.stringify(t.received[0]?.item.resourceData);
  expect(incoming).toContain('"encrypted"');
  expect(incoming).not.toContain('"Ada');
  expect((await t.command('POST', `/${callId}/answer`, answerBody)).status).toBe(202);
  expect(await refusal(await t.command('GET', `/${callId}`))).toEqual([403, '7504', expect.anything()]);
});
