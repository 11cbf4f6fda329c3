import { DeepgramClient } from '@deepgram/sdk';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { joined } from '../../media/tones.ts';
import { finalText, inPieces, resultsOf, speechToTextConformance } from './conformance/speech-to-text.ts';
import { deepgram, type DeepgramOptions } from './deepgram.ts';
import { DeepgramServer } from './test-deepgram-server.ts';
import { TONE_TEXT, toneSpeech } from './test-tone-speech.ts';

const clock = realClock();
const sound = toneSpeech(TONE_TEXT);
let server: DeepgramServer;
beforeAll(async () => {
  server = await DeepgramServer.start();
});
afterAll(async () => server[Symbol.asyncDispose]());

const recogniser = (options: Partial<DeepgramOptions> = {}) =>
  deepgram({ clock, baseUrl: server.baseUrl, apiKey: 'dg-canary', ...options });

speechToTextConformance('Deepgram', {
  make: (time) => recogniser({ clock: time }),
  sentence: async () => ({ sound, text: TONE_TEXT }),
  working: async () => server.busy,
  kill: async () => server.cut(),
});

test('what is wanted stands in the address: model, sound, language, names', async () => {
  await using stt = recogniser();
  const results = await resultsOf(stt, inPieces(sound), { language: 'en-GB', hints: ['Ada', 'Rollcall & Co'] });
  const asked = server.lines.at(-1)?.url;
  expect(asked?.pathname).toBe('/v1/listen');
  expect(Object.fromEntries(asked?.searchParams ?? [])).toMatchObject({
    model: 'nova-3',
    encoding: 'linear16',
    sample_rate: '16000',
    interim_results: 'true',
    language: 'en-GB',
  });
  expect(asked?.searchParams.getAll('keyterm')).toEqual(['Ada', 'Rollcall & Co']);
  expect(results.at(-1)).toMatchObject({ kind: 'final', language: 'en-GB', text: 'Alpha bravo charlie delta Echo foxtrot' });
});

test('a sentence that is settled in pieces is told as one', async () => {
  await using stt = recogniser();
  const results = await resultsOf(stt, inPieces(sound, { paceMs: 1 }));
  expect(results.filter(({ kind }) => kind === 'final')).toHaveLength(1);
  const longest = results.filter(({ kind }) => kind === 'interim').at(-1);
  expect(longest?.text.split(' ').length).toBeGreaterThan(4);
});

describe('connections', () => {
  test('are used again, with times of the utterance itself', async () => {
    await using own = await DeepgramServer.start();
    await using stt = recogniser({ baseUrl: own.baseUrl });
    const first = await resultsOf(stt, inPieces(sound));
    const second = await resultsOf(stt, inPieces(sound));
    expect(own.lines).toHaveLength(1);
    expect(second.at(-1)).toEqual(first.at(-1));
    await resultsOf(stt, inPieces(sound), { language: 'de' });
    expect(own.lines).toHaveLength(2);
    await stt[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(own.open).toBe(0));
  });

  test('are kept alive between utterances, and given up after a minute', async () => {
    await using own = await DeepgramServer.start();
    const turned = virtualClock();
    await using stt = recogniser({ clock: turned, baseUrl: own.baseUrl });
    const heard = resultsOf(stt, inPieces(sound));
    await turned.settle();
    await heard;
    await turned.advance(59_000);
    await vi.waitFor(() => expect(own.lines[0]?.told.filter((type) => type === 'KeepAlive').length).toBeGreaterThan(10));
    expect(own.open).toBe(1);
    await turned.advance(2_000);
    await vi.waitFor(() => expect(own.open).toBe(0));
  });

  test('that broke while nobody spoke are not used', async () => {
    await using own = await DeepgramServer.start();
    await using stt = recogniser({ baseUrl: own.baseUrl });
    await resultsOf(stt, inPieces(sound));
    own.cut();
    await vi.waitFor(() => expect(own.open).toBe(0));
    await clock.sleep(20);
    expect(finalText(await resultsOf(stt, inPieces(sound)))).toMatch(/^Alpha.*foxtrot$/);
  });
});

test('a `Finalize` that is not answered ends the connection instead, and nothing is lost', async () => {
  await using own = await DeepgramServer.start({ finalizes: 'never' });
  await using stt = recogniser({ baseUrl: own.baseUrl });
  const said = joined([sound, toneSpeech('alpha echo')]).subarray(0, -4_800);
  expect(finalText(await resultsOf(stt, inPieces(said)))).toMatch(/foxtrot Alpha echo$/);
  expect(own.lines[0]?.told).toEqual(['Finalize', 'CloseStream']);
});

test.each([
  [401, 'speech/not-allowed', false],
  [402, 'speech/provider-failed', false],
  [429, 'speech/throttled', true],
  [503, 'speech/provider-failed', true],
] as const)('refused with %i: %s', async (status, code, isRecoverable) => {
  server.refusal = { status, said: 'no such luck' };
  await using stt = recogniser();
  const error: unknown = await resultsOf(stt, inPieces(sound)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code, isRecoverable, message: expect.stringContaining('no such luck') });
  expect(String(error)).not.toContain('dg-canary');
});

test('a wrong key is told as such', async () => {
  await using stt = recogniser({ apiKey: 'wrong' });
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject({
    code: 'speech/not-allowed',
    message: expect.stringContaining('Invalid credentials'),
  });
});

test('a server that is not there', async () => {
  await using stt = recogniser({ baseUrl: 'ws://127.0.0.1:9' });
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject({ code: 'speech/provider-failed', isRecoverable: true });
});

test('the official client understands the server of these tests', async () => {
  const client = new DeepgramClient({ apiKey: 'dg-canary', baseUrl: server.baseUrl });
  const socket = await client.listen.v1.connect({
    model: 'nova-3',
    encoding: 'linear16',
    sample_rate: 16_000,
    Authorization: 'Token dg-canary',
  });
  const texts: string[] = [];
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('message', (message) => {
    if (message.type === 'Results' && message.is_final) texts.push(message.channel.alternatives[0]?.transcript ?? '');
  });
  socket.connect();
  await socket.waitForOpen();
  for await (const piece of inPieces(sound)) socket.sendMedia(new Uint8Array(new Int16Array(piece).buffer));
  socket.sendCloseStream({ type: 'CloseStream' });
  await closed;
  socket.close();
  expect(texts.join(' ').trim()).toBe(TONE_TEXT);
});
