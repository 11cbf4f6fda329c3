import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { joined } from '../../media/tones.ts';
import { finalText, inPieces, resultsOf, speechToTextConformance } from './conformance/speech-to-text.ts';
import { recognisedIn } from './openai-answer.ts';
import { openAiRecogniser, type OpenAiRecogniserOptions } from './openai-compatible.ts';
import { OpenAiServer, type Mischief } from './test-openai-server.ts';
import { TONE_TEXT, toneSpeech } from './test-tone-speech.ts';

const clock = realClock();
const sound = toneSpeech(TONE_TEXT);
let server: OpenAiServer;
beforeAll(async () => {
  server = await OpenAiServer.start();
});
afterAll(async () => server[Symbol.asyncDispose]());

const recogniser = (options: Partial<OpenAiRecogniserOptions> = {}) =>
  openAiRecogniser({ clock, baseUrl: server.baseUrl, apiKey: 'sk-canary', model: 'whisper-1', ...options });

speechToTextConformance('an OpenAI-compatible server', {
  make: (time) => recogniser({ clock: time }),
  sentence: async () => ({ sound, text: TONE_TEXT }),
  hears: 'at-the-end',
  working: async () => server.open,
  kill: async () => void server.next.push('cut'),
});

test('the utterance comes as a WAV file with the same sound, with language, names and what is wanted', async () => {
  server.requests.length = 0;
  const results = await resultsOf(recogniser(), inPieces(joined([sound, sound])), {
    language: 'en-GB',
    hints: ['Ada', 'Zürich', 'Rollcall'],
  });
  const [request] = server.requests;
  expect(request).toMatchObject({
    path: '/v1/audio/transcriptions',
    authorization: 'Bearer sk-canary',
    file: { name: 'speech.wav', type: 'audio/wav' },
    fields: {
      model: ['whisper-1'],
      response_format: ['verbose_json'],
      'timestamp_granularities[]': ['word', 'segment'],
      language: ['en'],
      prompt: ['Ada, Zürich, Rollcall'],
    },
  });
  expect(request?.file.samples).toEqual(joined([sound, sound]));
  expect(results).toMatchObject([
    { text: 'Alpha bravo charlie delta echo foxtrot.', startMs: 300, language: 'en-GB' },
    { text: 'Alpha bravo charlie delta echo foxtrot.', startMs: 300 + sound.length / 16 },
  ]);
  expect(results[0]?.confidence).toBeCloseTo(Math.exp(-0.25));
});

test('the language that it found is told, as a tag', async () => {
  expect(await resultsOf(recogniser(), inPieces(sound))).toMatchObject([{ language: 'en' }]);
});

describe('a model that tells less is asked for less, and once for all', () => {
  test.each([
    [['words'], false, true],
    [['verbose_json'], false, false],
  ] as const)('without %j', async (refuses, words, confidence) => {
    await using plain = await OpenAiServer.start({ refuses });
    const stt = recogniser({ baseUrl: plain.baseUrl });
    for (let i = 0; i < 2; i++) expect(finalText(await resultsOf(stt, inPieces(sound)))).toBe('Alpha bravo charlie delta echo foxtrot.');
    expect(stt.gives).toEqual({ interims: false, words, confidence });
    const steps = plain.requests.length;
    await resultsOf(stt, inPieces(sound));
    expect(plain.requests.length).toBe(steps + 1);
  });
});

describe('refusals', () => {
  const body = JSON.stringify({ error: { message: 'no such luck' } });
  test.each<[string, Mischief, object]>([
    ['a wrong key', { status: 401, body }, { code: 'speech/not-allowed', isRecoverable: false }],
    ['too much sound', { status: 413, body }, { code: 'speech/sound-too-long', isRecoverable: false }],
    [
      'too many requests',
      { status: 429, body, headers: { 'retry-after': '7' } },
      { code: 'speech/throttled', isRecoverable: true, retryAfterMs: 7_000 },
    ],
    ['an unknown model', { status: 404, body }, { code: 'speech/provider-failed', isRecoverable: false }],
    ['a bad request', { status: 400, body }, { code: 'speech/provider-failed', isRecoverable: false }],
    ['a broken server', { status: 500, body }, { code: 'speech/provider-failed', isRecoverable: true, retryAfterMs: undefined }],
    ['a server in repair', { status: 503, body: '<h1>no such luck</h1>' }, { code: 'speech/provider-failed', isRecoverable: true }],
  ])('%s', async (_, mischief, expected) => {
    server.next.push(mischief);
    const error: unknown = await resultsOf(recogniser(), inPieces(sound)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ ...expected, message: expect.stringMatching(/127\.0\.0\.1.*status \d+.*no such luck/) });
    expect(String(error)).not.toContain('sk-canary');
  });

  test('neither the sound nor the key follows a redirection', async () => {
    server.next.push({ status: 307, body: '', headers: { location: `${server.baseUrl}/audio/transcriptions` } });
    await expect(resultsOf(recogniser(), inPieces(sound))).rejects.toMatchObject({ code: 'speech/provider-failed' });
  });

  test('a date of return is told as a time from now', async () => {
    const now = virtualClock(Date.UTC(2026, 0, 1));
    server.next.push({ status: 429, body, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' } });
    await expect(resultsOf(recogniser({ clock: now }), inPieces(sound))).rejects.toMatchObject({ retryAfterMs: 30_000 });
  });

  test('a connection that is cut within the answer may be better the next time', async () => {
    server.next.push('cut-in-answer');
    await expect(resultsOf(recogniser(), inPieces(sound))).rejects.toMatchObject({ code: 'speech/provider-failed', isRecoverable: true });
  });

  test('a server that says nothing is given up', async () => {
    server.next.push('silence');
    await expect(resultsOf(recogniser({ withinMs: 50 }), inPieces(sound))).rejects.toMatchObject({
      isRecoverable: true,
      message: expect.stringContaining('0.05 s'),
    });
  });

  test('whoever hangs up while it thinks gets the reason, and the request is over', async () => {
    server.next.push('silence');
    const stop = new AbortController();
    const reason = new Error('hung up');
    const heard = resultsOf(recogniser(), inPieces(sound), { signal: stop.signal });
    clock.after(50, () => stop.abort(reason));
    await expect(heard).rejects.toBe(reason);
  });

  test.each(['<html>welcome</html>', '{"words":[]}', '{"text":7}'])('%j is no transcription', async (answer) => {
    server.next.push({ status: 200, body: answer });
    await expect(resultsOf(recogniser(), inPieces(sound))).rejects.toMatchObject({ code: 'speech/provider-failed', isRecoverable: false });
  });

  test('a server that is not there', async () => {
    await using gone = await OpenAiServer.start();
    const baseUrl = gone.baseUrl;
    await gone[Symbol.asyncDispose]();
    await expect(resultsOf(recogniser({ baseUrl }), inPieces(sound))).rejects.toMatchObject({
      isRecoverable: true,
      message: expect.stringContaining('could not be reached'),
    });
  });
});

test('it says whether the sound leaves the machine, and to whom', () => {
  const where = (baseUrl: string): object => {
    const { leavesMachine, sendsTo } = recogniser({ baseUrl });
    return { leavesMachine, sendsTo };
  };
  for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '[::1]', 'asr.localhost'])
    expect(where(`http://${host}:8000/v1`)).toEqual({ leavesMachine: false, sendsTo: undefined });
  for (const host of ['api.openai.com', '10.0.0.7', 'localhost.example.com', '127.0.0.1.example.com'])
    expect(where(`https://${host}/v1/`)).toEqual({ leavesMachine: true, sendsTo: host });
});

test('what a model makes up of noise is left out, and times do not lie outside of the utterance', () => {
  const answer = {
    text: ' Hello. Thanks for watching!',
    words: [
      { word: 'Hello', start: -0.1, end: 0.4 },
      { word: 'Thanks', start: 1.1, end: 1.3 },
    ],
    segments: [
      { text: ' Hello.', start: 0, end: 0.5, avg_logprob: -0.2, no_speech_prob: 0.02 },
      { text: ' Thanks for watching!', start: 1, end: 30, avg_logprob: -1.4, no_speech_prob: 0.8 },
    ],
  };
  expect(recognisedIn(answer, { lengthMs: 2_000 })).toEqual([
    {
      kind: 'final',
      text: 'Hello.',
      startMs: 0,
      endMs: 400,
      confidence: Math.exp(-0.2),
      words: [{ text: 'Hello', startMs: 0, endMs: 400 }],
    },
  ]);
  expect(recognisedIn({ text: ' ' }, { lengthMs: 10 })).toEqual([]);
  expect(recognisedIn({ text: 'Servus', language: 'german' }, { lengthMs: 10 })).toMatchObject([{ startMs: 0, endMs: 10, language: 'de' }]);
});
