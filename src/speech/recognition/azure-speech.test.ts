import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { azurePhrase } from './azure-phrases.ts';
import { azureSpeech, type AzureSpeechOptions } from './azure-speech.ts';
import { finalText, inPieces, resultsOf, speechToTextConformance } from './conformance/speech-to-text.ts';
import { AzureServer } from './test-azure-server.ts';
import { TONE_TEXT, toneSpeech } from './test-tone-speech.ts';

const clock = realClock();
const sound = toneSpeech(TONE_TEXT);
let server: AzureServer;
beforeAll(async () => {
  server = await AzureServer.start();
});
afterAll(async () => server[Symbol.asyncDispose]());

const recogniser = (options: Partial<AzureSpeechOptions> = {}) => azureSpeech({ clock, host: server.host, key: 'az-canary', ...options });

speechToTextConformance('Azure Speech', {
  make: (time) => recogniser({ clock: time }),
  sentence: async () => ({ sound, text: TONE_TEXT }),
  working: async () => server.busy,
  kill: async () => server.cut(),
});

test('language, detail and names come with the request', async () => {
  await using stt = recogniser();
  const results = await resultsOf(stt, inPieces(sound), { language: 'de-DE', hints: ['Ada', 'Zürich'] });
  const line = server.lines.find(({ url }) => url.searchParams.get('language') === 'de-DE');
  expect(line?.url.pathname).toBe('/speech/recognition/conversation/cognitiveservices/v1');
  expect(line?.url.searchParams.get('format')).toBe('detailed');
  const context = line?.told.find(({ path }) => path === 'speech.context')?.body ?? '';
  expect(context).toContain('Ada');
  expect(context).toContain('Zürich');
  expect(line?.told.some(({ path }) => path === 'telemetry')).toBe(false);
  expect(results.at(-1)).toMatchObject({
    kind: 'final',
    text: 'Alpha bravo charlie delta echo foxtrot.',
    language: 'de-DE',
    confidence: 0.87,
  });
});

describe('connections', () => {
  test('the next one is open before the next utterance, and is closed when nobody needs it', async () => {
    await using own = await AzureServer.start();
    await using stt = recogniser({ host: own.host });
    const first = await resultsOf(stt, inPieces(sound));
    await vi.waitFor(() => expect(own.lines).toHaveLength(2));
    const second = await resultsOf(stt, inPieces(sound));
    expect(second.at(-1)).toEqual(first.at(-1));
    await vi.waitFor(() => expect(own.lines).toHaveLength(3));
    expect(own.lines.filter(({ told }) => told.length > 0).length).toBe(2);
    await stt[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(own.open).toBe(0));
  });

  test('one that broke while nobody spoke is not used', async () => {
    await using own = await AzureServer.start();
    await using stt = recogniser({ host: own.host });
    await resultsOf(stt, inPieces(sound));
    await vi.waitFor(() => expect(own.lines).toHaveLength(2));
    own.cut();
    await vi.waitFor(() => expect(own.open).toBe(0));
    await clock.sleep(50);
    expect(finalText(await resultsOf(stt, inPieces(sound)))).toMatch(/^Alpha/);
  });
});

test.each([
  [401, 'speech/not-allowed', false],
  [403, 'speech/not-allowed', false],
  [429, 'speech/throttled', true],
  [503, 'speech/provider-failed', true],
] as const)('refused with %i: %s', async (status, code, isRecoverable) => {
  await using own = await AzureServer.start();
  own.refusal = status;
  await using stt = recogniser({ host: own.host });
  const error: unknown = await resultsOf(stt, inPieces(sound)).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code, isRecoverable });
  expect(String(error)).not.toContain('az-canary');
});

test('a server that is not there', async () => {
  await using stt = recogniser({ host: 'ws://127.0.0.1:9' });
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject({ code: 'speech/provider-failed', isRecoverable: true });
});

test('the region says to whom the sound goes; a container of your own keeps it here', () => {
  const there = azureSpeech({ clock, key: 'k', region: 'westeurope' });
  expect(there).toMatchObject({ leavesMachine: true, sendsTo: 'westeurope.stt.speech.microsoft.com' });
  expect(recogniser()).toMatchObject({ leavesMachine: false, sendsTo: undefined });
  expect(() => azureSpeech({ clock, key: 'k' })).toThrow(TypeError);
});

test('words as they are written come before words as they were said', () => {
  const said = { Offset: 10_000_000, Duration: 20_000_000 };
  const best = {
    Confidence: 0.9,
    Display: 'At 10.',
    Words: [
      { Word: 'at', Offset: 10_000_000, Duration: 5_000_000 },
      { Word: 'ten', Offset: 15_000_000, Duration: 5_000_000 },
    ],
    DisplayWords: [
      { DisplayText: 'At', Offset: 10_000_000, Duration: 5_000_000 },
      { DisplayText: '10.', Offset: 15_000_000, Duration: 5_000_000 },
    ],
  };
  expect(azurePhrase(JSON.stringify({ ...said, NBest: [best] }), 'en-US')).toEqual({
    kind: 'final',
    text: 'At 10.',
    startMs: 1_000,
    endMs: 3_000,
    confidence: 0.9,
    language: 'en-US',
    words: [
      { text: 'At', startMs: 1_000, endMs: 1_500, confidence: 0.9 },
      { text: '10.', startMs: 1_500, endMs: 2_000, confidence: 0.9 },
    ],
  });
  expect(azurePhrase(JSON.stringify({ ...said, NBest: [{ ...best, Display: ' ' }] }), 'en-US')).toBeUndefined();
});
