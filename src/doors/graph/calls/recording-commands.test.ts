/** `startRecording` and `stopRecording` of beta, as an app sees them. */
import { beforeEach, expect, test } from 'vitest';
import { TestPlaces } from '../../../switchboard/keeping/test-places.ts';
import { taken } from '../../../switchboard/test-house.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import type { Operation } from '../../../wire/graph/operation.ts';
import type { Participant } from '../../../wire/graph/participant.ts';
import { apps, atDesk, testDoor, type TestDoor } from '../test-door.ts';

const root = '/beta/communications/calls';
const grace = { '@odata.type': '#microsoft.graph.invitationParticipantInfo', identity: { user: { id: 'grace' } } };
let places: TestPlaces;
let t: TestDoor;
beforeEach(() => {
  places = new TestPlaces();
  t = testDoor({ apps, recordings: places });
});

async function threeTalk(): Promise<string> {
  const callId = await atDesk(t);
  await t.command('POST', `/${callId}/participants/invite`, { participants: [grace] });
  await taken(t.h, 'grace');
  await t.h.clock.settle();
  t.received.length = 0;
  return callId;
}

const told = (id: string): unknown => t.received.find(({ item }) => item.resourceUrl.endsWith(id))?.item.resourceData;

async function refusal(response: Response): Promise<readonly [number, string]> {
  return [response.status, ((await response.json()) as ErrorBody).error.code];
}

test('a recording is begun and ended: operations, notifications, and who records is in the roster meanwhile', async () => {
  const callId = await threeTalk();
  const begun = await t.command('POST', `/${callId}/startRecording`, { clientContext: 'minutes' }, { root });
  const start = (await begun.json()) as Operation & { id: string };
  expect([begun.status, start]).toMatchObject([
    202,
    { '@odata.type': '#microsoft.graph.startRecordingOperation', status: 'running', clientContext: 'minutes' },
  ]);
  expect(begun.headers.get('location')).toMatch(new RegExp(`/beta/communications/calls/${callId}/operations/${start.id}$`));
  await t.h.clock.advance(10);
  expect(told(start.id)).toMatchObject({
    '@odata.type': '#microsoft.graph.startRecordingOperation',
    status: 'completed',
    clientContext: 'minutes',
    resultInfo: { code: 200 },
  });
  const { value } = (await (await t.command('GET', `/${callId}/participants`)).json()) as { value: Participant[] };
  expect(value.map(({ recordingInfo }) => recordingInfo?.recordingStatus)).toEqual([undefined, 'recording', undefined]);
  expect(value[1]?.recordingInfo).toMatchObject({ initiator: { application: { id: 'desk' } } });

  t.received.length = 0;
  const over = await t.command('POST', `/${callId}/stopRecording`, undefined, { root });
  const stop = (await over.json()) as Operation & { id: string };
  expect([over.status, stop]).toMatchObject([202, { '@odata.type': '#microsoft.graph.stopRecordingOperation', status: 'running' }]);
  await t.h.clock.advance(10);
  expect(told(stop.id)).toMatchObject({ '@odata.type': '#microsoft.graph.stopRecordingOperation', status: 'completed' });
  expect(places.told).toEqual(['r1 lent', 'r1 finished: it was ended']);
  const after = (await (await t.command('GET', `/${callId}/participants`)).json()) as { value: Participant[] };
  expect(after.value.every(({ recordingInfo }) => recordingInfo == null)).toBe(true);
});

test('what cannot be kept is told as a failure', async () => {
  const callId = await threeTalk();
  places.refuse = new Error('the disk is full');
  const { id } = (await (await t.command('POST', `/${callId}/startRecording`, {}, { root })).json()) as { id: string };
  await t.h.clock.advance(10);
  expect(told(id)).toMatchObject({ status: 'failed', resultInfo: { message: expect.stringMatching(/the disk is full/) as string } });
});

test('a second one, one that does not run, a call between two and a call of another app are refused; v1.0 has neither', async () => {
  const two = await atDesk(t);
  const between = await t.command('POST', `/${two}/startRecording`, {}, { root });
  expect((await refusal(between))[0]).toBeGreaterThanOrEqual(400);
  await t.command('POST', `/${two}/participants/invite`, { participants: [grace] });
  await taken(t.h, 'grace');
  const stopped = await refusal(await t.command('POST', `/${two}/stopRecording`, {}, { root }));
  expect((await t.command('POST', `/${two}/startRecording`, {}, { root })).status).toBe(202);
  const again = await refusal(await t.command('POST', `/${two}/startRecording`, {}, { root }));
  expect(again).toEqual(stopped);
  expect(again[0]).toBe(between.status);
  expect((await t.command('POST', `/${two}/startRecording`, {}, { root, appId: 'echo' })).status).toBe(404);
  expect((await t.command('POST', `/${two}/startRecording`, {})).status).toBe(404);
  expect((await t.command('POST', `/${two}/startRecording`, { clientContext: 7 }, { root })).status).toBe(400);
  expect((await t.command('GET', `/${two}/startRecording`, undefined, { root })).status).toBe(405);
});

test('it needs Calls.JoinGroupCall.All', async () => {
  t = testDoor({ recordings: places });
  const callId = await atDesk(t);
  const [status, code] = await refusal(await t.command('POST', `/${callId}/startRecording`, {}, { root }));
  expect([status, code]).toEqual([403, '7504']);
});
