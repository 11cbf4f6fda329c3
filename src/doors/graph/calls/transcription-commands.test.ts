/** `startTranscription` and `stopTranscription` of beta, and groups that duck, as an app sees them. */
import { beforeEach, expect, test } from 'vitest';
import { taken } from '../../../switchboard/test-house.ts';
import { TestSpeech } from '../../../switchboard/transcribing/test-speech.ts';
import type { Call } from '../../../wire/graph/call.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import type { Operation } from '../../../wire/graph/operation.ts';
import type { AudioRoutingGroup, Participant } from '../../../wire/graph/participant.ts';
import { apps, atDesk, testDoor, type TestDoor } from '../test-door.ts';

const root = '/beta/communications/calls';
const grace = { '@odata.type': '#microsoft.graph.invitationParticipantInfo', identity: { user: { id: 'grace' } } };
let speech: TestSpeech;
let t: TestDoor;
beforeEach(() => {
  speech = new TestSpeech();
  t = testDoor({ apps, speech });
});

async function threeTalk(): Promise<string> {
  const callId = await atDesk(t);
  await t.command('POST', `/${callId}/participants/invite`, { participants: [grace] });
  await taken(t.h, 'grace');
  await t.h.clock.settle();
  t.received.length = 0;
  return callId;
}

const told = (end: string): unknown => t.received.findLast(({ item }) => item.resourceUrl.endsWith(end))?.item.resourceData;
const read = async (callId: string): Promise<Call> => (await (await t.command('GET', `/${callId}`)).json()) as Call;

async function refusal(response: Response): Promise<readonly [number, string, string]> {
  const { error } = (await response.json()) as ErrorBody;
  return [response.status, error.code, error.message];
}

test('a transcript is begun and ended: operations, notifications, and what the call says of it', async () => {
  const callId = await threeTalk();
  expect((await read(callId)).transcription).toBeNull();
  const begun = await t.command('POST', `/${callId}/startTranscription`, { language: 'en-us', clientContext: 'minutes' }, { root });
  const start = (await begun.json()) as Operation & { id: string };
  expect([begun.status, start]).toMatchObject([
    202,
    { '@odata.type': '#microsoft.graph.startTranscriptionOperation', status: 'running', clientContext: 'minutes' },
  ]);
  expect(begun.headers.get('location')).toMatch(new RegExp(`/beta/communications/calls/${callId}/operations/${start.id}$`));
  await t.h.clock.advance(10);
  expect(speech.asked).toMatchObject([{ language: 'en-US' }]);
  expect(told(start.id)).toMatchObject({
    '@odata.type': '#microsoft.graph.startTranscriptionOperation',
    status: 'completed',
    resultInfo: { code: 200 },
  });
  const active = {
    '@odata.type': '#microsoft.graph.callTranscriptionInfo',
    state: 'active',
    lastModifiedDateTime: expect.stringMatching(/Z$/) as string,
  };
  expect(told(`/calls/${callId}`)).toMatchObject({ state: 'established', transcription: active });
  expect((await read(callId)).transcription).toEqual(active);

  const over = await t.command('POST', `/${callId}/microsoft.graph.stopTranscription`, undefined, { root });
  const stop = (await over.json()) as Operation & { id: string };
  expect([over.status, stop]).toMatchObject([202, { '@odata.type': '#microsoft.graph.stopTranscriptionOperation', status: 'running' }]);
  await t.h.clock.advance(10);
  expect(told(stop.id)).toMatchObject({ '@odata.type': '#microsoft.graph.stopTranscriptionOperation', status: 'completed' });
  expect(told(`/calls/${callId}`)).toMatchObject({ transcription: { state: 'inactive' } });
  expect((await read(callId)).transcription?.state).toBe('inactive');
  expect(speech.told).toEqual(['t1 begun', 't1 finished: The bot “desk” ended it']);
});

test('what cannot be kept is told as a failure', async () => {
  const callId = await threeTalk();
  speech.refuse = new Error('the disk is full');
  const { id } = (await (await t.command('POST', `/${callId}/startTranscription`, {}, { root })).json()) as { id: string };
  await t.h.clock.advance(10);
  expect(told(id)).toMatchObject({ status: 'failed', resultInfo: { message: expect.stringMatching(/the disk is full/) as string } });
  expect((await read(callId)).transcription).toBeNull();
});

test('another language, a second one, one that does not run and a call between two are refused; v1.0 has neither', async () => {
  const two = await atDesk(t);
  expect((await t.command('POST', `/${two}/startTranscription`, {}, { root })).status).toBeGreaterThanOrEqual(400);
  await t.command('POST', `/${two}/participants/invite`, { participants: [grace] });
  await taken(t.h, 'grace');
  expect((await refusal(await t.command('POST', `/${two}/startTranscription`, { language: 'fr-fr' }, { root }))).slice(0, 2)).toEqual([
    400,
    'BadRequest',
  ]);
  expect((await t.command('POST', `/${two}/startTranscription`, { language: 7 }, { root })).status).toBe(400);
  const stopped = await t.command('POST', `/${two}/stopTranscription`, {}, { root });
  expect(stopped.status).toBe(409);
  expect((await t.command('POST', `/${two}/startTranscription`, {}, { root })).status).toBe(202);
  expect((await t.command('POST', `/${two}/startTranscription`, {}, { root })).status).toBe(409);
  expect((await t.command('POST', `/${two}/startTranscription`, {}, { root, appId: 'echo' })).status).toBe(404);
  expect((await t.command('POST', `/${two}/startTranscription`, {})).status).toBe(404);
  expect((await t.command('GET', `/${two}/startTranscription`, undefined, { root })).status).toBe(405);
});

test('where nothing recognises it is refused, and the message says what to do', async () => {
  const callId = await threeTalk();
  speech.state = { remedy: 'Install pocketsphinx.' };
  const [status, code, message] = await refusal(await t.command('POST', `/${callId}/startTranscription`, {}, { root }));
  expect([status, code]).toEqual([501, 'NotImplemented']);
  expect(message).toMatch(/Install pocketsphinx/);
});

test('it needs Calls.JoinGroupCall.All', async () => {
  t = testDoor({ speech });
  const callId = await atDesk(t);
  const [status, code] = await refusal(await t.command('POST', `/${callId}/startTranscription`, {}, { root }));
  expect([status, code]).toEqual([403, '7504']);
});

test('a routing group may carry how much lower the others are: kept, changed, and taken off', async () => {
  const callId = await threeTalk();
  const { value } = (await (await t.command('GET', `/${callId}/participants`)).json()) as { value: Participant[] };
  const [first, second] = value.map(({ id }) => id);
  const path = `/${callId}/audioRoutingGroups`;
  const made = await t.command('POST', path, { routingMode: 'multicast', sources: [first], receivers: [], '@rollcall.duckDb': 12 });
  const group = (await made.json()) as AudioRoutingGroup;
  expect(group).toMatchObject({ receivers: [], '@rollcall.duckDb': 12 });
  const patch = async (body: object): Promise<AudioRoutingGroup> =>
    (await (await t.command('PATCH', `${path}/${group.id ?? ''}`, body)).json()) as AudioRoutingGroup;
  expect(await patch({ receivers: [second] })).toMatchObject({ receivers: [second], '@rollcall.duckDb': 12 });
  expect(t.h.engine.last('route')?.groups[0]).toMatchObject({ duckDb: 12 });
  expect(await patch({ '@rollcall.duckDb': null })).not.toHaveProperty('@rollcall.duckDb');
  expect(t.h.engine.last('route')).toMatchObject({ apart: [] });
  expect((await t.command('POST', path, { routingMode: 'multicast', '@rollcall.duckDb': -3 })).status).toBe(400);
});
