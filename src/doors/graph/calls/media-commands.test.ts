import type { SendDtmfTonesOperation } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { writeWav } from '../../../media/wav.ts';
import type { ErrorBody } from '../../../wire/graph/error-body.ts';
import { apps, atDesk, shortly, testDoor } from '../test-door.ts';

async function refusal(response: Response): Promise<readonly [number, string, string]> {
  const { error } = (await response.json()) as ErrorBody;
  return [response.status, error.code, error.message];
}

test('tones are pressed as keys, and their operation ends with a reason of its own', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  const tones = ['Tone1', 'tone0', 'star', 'pound', 'd'];
  const response = await t.command('POST', `/${callId}/sendDtmfTones`, { tones, delayBetweenTonesMs: 40, clientContext: 'pin' });
  const operation = (await response.json()) as SendDtmfTonesOperation & { id: string };
  expect([response.status, operation]).toMatchObject([
    200,
    { '@odata.type': '#microsoft.graph.sendDtmfTonesOperation', status: 'running', clientContext: 'pin', completionReason: null },
  ]);
  expect(t.h.engine.last('sendKeys')).toMatchObject({ legId: callId, keys: ['1', '0', '*', '#', 'D'], gapMs: 40 });
  t.h.engine.facts.tell('keysEnded', { legId: callId, operationId: operation.id, outcome: 'completed' });
  await t.h.clock.settle();
  expect(t.received.at(-1)?.item).toMatchObject({
    changeType: 'deleted',
    resourceData: { id: operation.id, status: 'completed', completionReason: 'completedSuccessfully', clientContext: 'pin' },
  });
});

test('a prompt of beta plays in a loop until it is cancelled', async () => {
  const t = testDoor({ apps });
  t.files.set('http://localhost/hello.wav', () => new Response(new Uint8Array(writeWav(new Int16Array(320)))));
  const callId = await atDesk(t);
  const prompts = [{ mediaInfo: { uri: 'http://localhost/hello.wav' } }];
  await t.command('POST', `/${callId}/playPrompt`, { prompts, loop: true }, { root: '/beta/communications/calls' });
  expect(t.h.engine.last('play')).toMatchObject({ isLooping: true });
});

test('the older name of beta records as well, and is not of v1.0', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  const old = await t.command('POST', `/${callId}/record`, {}, { root: '/beta/communications/calls' });
  expect(await old.json()).toMatchObject({ '@odata.type': '#microsoft.graph.recordOperation' });
  expect(await refusal(await t.command('POST', `/${callId}/record`, {}))).toEqual([404, 'ResourceNotFound', expect.anything()]);
});

test('what the app says of its recording is in the list of participants', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  const response = await t.command('POST', `/${callId}/updateRecordingStatus`, { status: 'Recording', clientContext: 'law' });
  expect(await response.json()).toMatchObject({
    '@odata.type': '#microsoft.graph.updateRecordingStatusOperation',
    status: 'completed',
    clientContext: 'law',
  });
  const { value } = (await (await t.command('GET', `/${callId}/participants`)).json()) as { value: object[] };
  expect(value).toContainEqual(
    expect.objectContaining({ recordingInfo: expect.objectContaining({ recordingStatus: 'recording' }) as object }),
  );
});

test('twenty tasks may wait, the next is too many', async () => {
  const t = testDoor({ apps });
  const callId = await atDesk(t);
  for (let task = 0; task < 20; task++) await t.command('POST', `/${callId}/sendDtmfTones`, { tones: ['tone1'] });
  const response = await t.command('POST', `/${callId}/sendDtmfTones`, { tones: ['tone1'] });
  expect(response.headers.get('retry-after')).toBe('1');
  expect(await refusal(response)).toEqual([429, 'TooManyRequests', expect.anything()]);
  await t.command('POST', `/${callId}/cancelMediaProcessing`, {});
  expect(shortly(t).filter((each) => each.startsWith('deleted')).length).toBeGreaterThanOrEqual(19);
});

test.each([
  ['no tones', 'sendDtmfTones', { tones: [] }, 400, /tones/],
  ['flash', 'sendDtmfTones', { tones: ['tone1', 'flash'] }, 501, /“flash”/],
  ['a digit for a tone', 'sendDtmfTones', { tones: ['1'] }, 400, /“1” is none of tone0/],
  ['a delay below nothing', 'sendDtmfTones', { tones: ['star'], delayBetweenTonesMs: -1 }, 400, /delayBetweenTonesMs/],
  ['a delay of minutes', 'sendDtmfTones', { tones: ['star'], delayBetweenTonesMs: 60_001 }, 400, /delayBetweenTonesMs/],
  ['a recording that is perhaps', 'updateRecordingStatus', { status: 'perhaps' }, 400, /status/],
  ['a recording without a word', 'updateRecordingStatus', {}, 400, /status/],
  ['muting between two', 'mute', {}, 409, /./],
  ['unmuting between two', 'unmute', {}, 409, /./],
] as const)('%s: %s is refused', async (_, action, body, status, message) => {
  const t = testDoor({ apps });
  const got = await refusal(await t.command('POST', `/${await atDesk(t)}/${action}`, body));
  expect([got[0], got[2]]).toEqual([status, expect.stringMatching(message)]);
});
