import type { CommsOperation, PlayPromptOperation } from '@microsoft/microsoft-graph-types';
import { expect, test } from 'vitest';
import { writeWav } from '../../../media/wav.ts';
import { atDesk, publicUrl, shortly, testDoor } from '../test-door.ts';

const wav = writeWav(new Int16Array(320));

function prompt(uri: string, resourceId?: string): object {
  return { '@odata.type': '#microsoft.graph.mediaPrompt', mediaInfo: { '@odata.type': '#microsoft.graph.mediaInfo', uri, resourceId } };
}

test('a prompt is fetched, played, and ends as a deleted operation in lower case', async () => {
  const t = testDoor();
  t.files.set('http://localhost/hello.wav', () => new Response(new Uint8Array(wav)));
  const callId = await atDesk(t);
  const response = await t.command('POST', `/${callId}/playPrompt`, {
    prompts: [prompt('http://localhost/hello.wav')],
    clientContext: 'greeting',
  });
  const operation = (await response.json()) as PlayPromptOperation;
  expect([response.status, operation]).toMatchObject([
    200,
    { '@odata.type': '#microsoft.graph.playPromptOperation', status: 'running', clientContext: 'greeting' },
  ]);
  expect(response.headers.get('location')).toBe(`${publicUrl.origin}/v1.0/communications/calls/${callId}/operations/${operation.id ?? ''}`);
  expect(t.h.engine.last('play')?.sounds).toEqual([wav]);
  t.h.engine.played();
  await t.h.clock.settle();
  expect(t.received.map(({ item }) => item)).toEqual([
    {
      '@odata.type': '#microsoft.graph.commsNotification',
      changeType: 'deleted',
      resource: `/app/calls/${callId}/operations/${operation.id ?? ''}`,
      resourceUrl: `/communications/calls/${callId}/operations/${operation.id ?? ''}`,
      resourceData: {
        '@odata.type': '#microsoft.graph.playPromptOperation',
        id: operation.id,
        status: 'completed',
        completionReason: 'completedSuccessfully',
        clientContext: 'greeting',
        prompts: [
          {
            '@odata.type': '#microsoft.graph.mediaPrompt',
            mediaInfo: { '@odata.type': '#microsoft.graph.mediaInfo', uri: 'http://localhost/hello.wav', resourceId: null },
          },
        ],
        resultInfo: { '@odata.type': '#microsoft.graph.resultInfo', code: 200, subcode: 0, message: 'Action completed successfully.' },
      },
    },
  ]);
});

test('a recording can be fetched with its token, and with no other, until a while after the call', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  const response = await t.command('POST', `/${callId}/recordResponse`, {
    maxRecordDurationInSeconds: 30,
    stopTones: ['#', 'tone1'],
    playBeep: false,
  });
  const { id: operationId = '' } = (await response.json()) as CommsOperation;
  expect(t.h.engine.last('record')).toMatchObject({ maxDurationMs: 30_000, initialSilenceMs: 5_000, stopTones: ['#', '1'], beep: false });
  t.h.engine.facts.tell('recordEnded', { legId: callId, operationId, outcome: 'stopTone', stopTone: '#', wav, durationMs: 20 });
  await t.h.clock.settle();
  const ended = t.received[0]?.item.resourceData as { recordingLocation: string; recordingAccessToken: string };
  expect(ended).toMatchObject({
    '@odata.type': '#microsoft.graph.recordOperation',
    status: 'completed',
    completionReason: 'stopToneDetected',
    resultInfo: { code: 200, subcode: 8514, message: 'Action completed, stop tone detected.' },
  });
  const read = (token: string): Promise<Response> =>
    t.door.fetch(new Request(ended.recordingLocation, { headers: { authorization: `Bearer ${token}` } }));
  const good = await read(ended.recordingAccessToken);
  expect(good.headers.get('content-type')).toBe('application/octet-stream');
  expect(new Uint8Array(await good.arrayBuffer())).toEqual(wav);
  expect((await read('guess')).status).toBe(401);
  await t.command('DELETE', `/${callId}`);
  await t.h.clock.advance(599_000);
  expect((await read(ended.recordingAccessToken)).status).toBe(200);
  await t.h.clock.advance(1_000);
  expect((await read(ended.recordingAccessToken)).status).toBe(404);
});

test('a cancelled recording ends failed, with nothing to fetch', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  await t.command('POST', `/${callId}/recordResponse`, {});
  const response = await t.command('POST', `/${callId}/cancelMediaProcessing`, { clientContext: 'enough' });
  expect(await response.json()).toMatchObject({
    '@odata.type': '#microsoft.graph.cancelMediaProcessingOperation',
    status: 'completed',
    clientContext: 'enough',
  });
  expect(t.received[0]?.item.resourceData).toMatchObject({
    status: 'failed',
    completionReason: 'operationCanceled',
    recordingLocation: '',
    resultInfo: { code: 400, subcode: 8508, message: 'Action failed, the operation was cancelled.' },
  });
});

test('keys come as toneInfo with a sequence', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  const response = await t.command('POST', `/${callId}/subscribeToTone`, {});
  expect(await response.json()).toMatchObject({ '@odata.type': '#microsoft.graph.subscribeToToneOperation', status: 'completed' });
  t.h.switchboard.pressKey({ legId: t.h.personLeg('ada')?.legId ?? '', userId: 'ada', key: '#' });
  await t.h.clock.settle();
  expect(t.received.map(({ item }) => item.resourceData)).toEqual([
    {
      '@odata.type': '#microsoft.graph.call',
      state: 'established',
      toneInfo: { '@odata.type': '#microsoft.graph.toneInfo', sequenceId: 1, tone: 'pound' },
    },
  ]);
});

test('what a caller said until she hung up can be fetched, though the operation counts as cancelled', async () => {
  const t = testDoor();
  const callId = await atDesk(t);
  t.h.engine.heard = wav;
  await t.command('POST', `/${callId}/recordResponse`, {});
  t.h.switchboard.hangUp({ legId: t.h.personLeg('ada')?.legId ?? '', userId: 'ada' });
  await t.h.clock.settle();
  expect(shortly(t)).toEqual(['deleted */operations/* failed', 'deleted * terminated']);
  const ended = t.received[0]?.item.resourceData as { recordingLocation: string; recordingAccessToken: string };
  const headers = { authorization: `Bearer ${ended.recordingAccessToken}` };
  const response = await t.door.fetch(new Request(ended.recordingLocation, { headers }));
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(wav);
});
