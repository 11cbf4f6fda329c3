import type { AudioRoutingGroup } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { bookOf, meeting } from '../../../switchboard/test-house.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import { answerBody, apps, atDesk, publicUrl, testDoor, type TestDoor } from '../test-door.ts';

const meetingInfo = { '@odata.type': '#microsoft.graph.joinMeetingIdMeetingInfo', joinMeetingId: '5550100' };

/** The desk and the echo in a meeting: the desk's call id, and the participants' ids. */
async function inMeeting(): Promise<{ t: TestDoor; callId: string; desk: string; echo: string }> {
  const t = testDoor({ apps, meetings: bookOf(meeting()) });
  for (const appId of ['desk', 'echo']) await t.command('POST', '', { ...answerBody, meetingInfo }, { appId });
  const [desk, echo] = [t.h.appLeg('desk'), t.h.appLeg('echo')];
  return { t, callId: desk?.legId ?? '', desk: desk?.participantId ?? '', echo: echo?.participantId ?? '' };
}

async function refusal(response: Response): Promise<readonly [number, string, string]> {
  const { error } = (await response.json()) as ErrorBody;
  return [response.status, error.code, error.message];
}

test('a group is made, read, changed and deleted, and who hears whom is as it says', async () => {
  const { t, callId, desk, echo } = await inMeeting();
  const path = `/${callId}/audioRoutingGroups`;
  const asked = { '@odata.type': '#microsoft.graph.audioRoutingGroup', routingMode: 'OneToOne', sources: [desk], receivers: [echo] };
  const made = await t.command('POST', path, asked);
  const group = (await made.json()) as AudioRoutingGroup & { id: string };
  expect([made.status, group]).toMatchObject([200, { routingMode: 'oneToOne', sources: [desk], receivers: [echo] }]);
  expect(made.headers.get('location')).toBe(`${publicUrl.origin}/v1.0/communications/calls${path}/${group.id}`);
  const [from, to] = [t.h.appLeg('desk')?.legId, t.h.appLeg('echo')?.legId];
  expect(t.h.engine.last('route')).toMatchObject({ groups: [{ sources: [from], receivers: [to] }] });
  expect(await (await t.command('GET', `${path}/${group.id}`)).json()).toMatchObject({ id: group.id, sources: [desk] });
  const changed = await t.command('PATCH', `${path}/${group.id}`, { routingMode: 'multicast', sources: [desk, echo] });
  expect([changed.status, await changed.json()]).toMatchObject([
    200,
    { id: group.id, routingMode: 'multicast', sources: [desk, echo], receivers: [echo] },
  ]);
  expect(await (await t.command('GET', `${path}?$count=true`)).json()).toMatchObject({ '@odata.count': 1, value: [{ id: group.id }] });
  const gone = await t.command('DELETE', `${path}/${group.id}`);
  expect([gone.status, await gone.text()]).toEqual([204, '']);
  expect(t.h.engine.last('route')).toMatchObject({ groups: [] });
  expect(await (await t.command('GET', path)).json()).toMatchObject({ value: [] });
});

test.each([
  ['no mode', 'POST', '', { sources: [], receivers: [] }, 400, 'BadRequest', /routingMode/],
  ['a mode that is none', 'POST', '', { routingMode: 'all' }, 400, 'BadRequest', /“all”|"all"/],
  ['a source that is no list', 'POST', '', { routingMode: 'multicast', sources: 'x' }, 400, 'BadRequest', /sources/],
  ['a pair of three', 'POST', '', { routingMode: 'oneToOne', sources: ['x', 'y'], receivers: ['z'] }, 400, 'BadRequest', /exactly one/],
  ['one who is not there', 'POST', '', { routingMode: 'multicast', sources: ['x'], receivers: [] }, 404, 'NotFound', /./],
  ['reading what is not there', 'GET', '/x', undefined, 404, 'NotFound', /no x/],
  ['changing what is not there', 'PATCH', '/x', { receivers: [] }, 404, 'NotFound', /no x/],
  ['deleting what is not there', 'DELETE', '/x', undefined, 404, 'NotFound', /./],
  ['counting', 'GET', '/$count', undefined, 405, 'MethodNotAllowed', /metadataOnly/],
  ['putting', 'PUT', '/x', {}, 405, 'MethodNotAllowed', /does not take PUT/],
] as const)('%s is refused', async (_, method, path, body, status, code, message) => {
  const { t, callId } = await inMeeting();
  const got = await refusal(await t.command(method, `/${callId}/audioRoutingGroups${path}`, body));
  expect(got).toEqual([status, code, expect.stringMatching(message)]);
});

test('a call between two has no groups', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  expect(await (await t.command('GET', `/${callId}/audioRoutingGroups`)).json()).toMatchObject({ value: [] });
  const made = await t.command('POST', `/${callId}/audioRoutingGroups`, { routingMode: 'multicast' });
  expect(await refusal(made)).toEqual([409, 'Conflict', expect.anything()]);
});
