import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { inPieces, resultsOf, speechToTextConformance } from './conformance/speech-to-text.ts';
import type { ModelFamily, ModelManifest } from './models/manifest.ts';
import { sherpaConfig } from './sherpa-messages.ts';
import { sherpaOnnx, type SherpaOptions } from './sherpa-onnx.ts';
import { recognisedBy } from './sherpa-words.ts';
import { TONE_TEXT, toneSpeech } from './test-tone-speech.ts';

const clock = realClock();
const sound = toneSpeech(TONE_TEXT);
/** No model is small enough to come with these tests: one of tones stands for it. What is beyond the library's own door is the real thing. */
const library = fileURLToPath(new URL('./test-sherpa-library.ts', import.meta.url));
const manifest: ModelManifest = {
  name: 'tones',
  family: 'zipformer2Ctc',
  languages: ['en'],
  files: { model: { file: 'model.onnx' }, tokens: { file: 'tokens.txt' } },
};
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
  for (const file of ['model.onnx', 'tokens.txt', 'broken.onnx']) await writeFile(join(folder, file), 'tones');
});
afterAll(() => rm(folder, { recursive: true }));

const recogniser = (options: Partial<SherpaOptions> = {}) =>
  sherpaOnnx({ clock, manifest: { ...manifest, family: 'transducer', files: parts }, folder, library, ...options });
const parts = {
  encoder: { file: 'model.onnx' },
  decoder: { file: 'model.onnx' },
  joiner: { file: 'model.onnx' },
  tokens: { file: 'tokens.txt' },
};

let busy = 0;
speechToTextConformance('sherpa-onnx', {
  make: (time) => {
    const stt = recogniser({ clock: time });
    return {
      ...stt,
      async *recognise(said, options) {
        busy++;
        try {
          yield* stt.recognise(said, options);
        } finally {
          busy--;
        }
      },
    };
  },
  sentence: async () => ({ sound, text: TONE_TEXT }),
  working: async () => busy,
  kill: async () => {
    for (const pid of await ours()) process.kill(pid, 'SIGKILL');
  },
});

test('a model that is asked at the end gives no interims', async () => {
  await using stt = recogniser({ manifest: { ...manifest, family: 'whisper', languages: 'any', files: parts } });
  expect(await resultsOf(stt, inPieces(sound, { paceMs: 1 }))).toMatchObject([{ kind: 'final', text: TONE_TEXT }]);
  expect(stt.gives.interims).toBe(false);
});

test('files that are not there are named', async () => {
  await using stt = recogniser({ folder: join(folder, 'nowhere') });
  expect(await stt.missing()).toMatch(/model\.onnx.*tokens\.txt are not in .*nowhere/);
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject({ code: 'speech/model-failed', isRecoverable: false });
});

test('a library that is not there is named with the line that installs it', async () => {
  await using stt = recogniser({ library: 'no-such-library' });
  expect(await stt.missing()).toMatch(/sherpa-onnx-node.*npm install sherpa-onnx-node/);
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject({ code: 'speech/no-provider' });
});

test('a model that ends the process is told of with what it said', async () => {
  await using stt = recogniser({ manifest: { ...manifest, files: { ...manifest.files, model: { file: 'broken.onnx' } } } });
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject({
    code: 'speech/model-failed',
    isRecoverable: false,
    message: expect.stringContaining('could not be parsed'),
  });
});

test('the real library refuses files that are no model, and only its own process ends of it', { timeout: 30_000 }, async () => {
  await using stt = sherpaOnnx({ clock, manifest, folder });
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject({ code: 'speech/model-failed', isRecoverable: false });
});

test.each<[ModelFamily, object]>([
  ['transducer', { transducer: { encoder: '/m/e.onnx', decoder: '/m/d.onnx', joiner: '/m/j.onnx' } }],
  ['zipformer2Ctc', { zipformer2Ctc: { model: '/m/m.onnx' } }],
  ['whisper', { whisper: { encoder: '/m/e.onnx', decoder: '/m/d.onnx' } }],
  ['nemoTransducer', { transducer: { encoder: '/m/e.onnx', decoder: '/m/d.onnx', joiner: '/m/j.onnx' }, modelType: 'nemo_transducer' }],
])('a model of the family %s is configured as the library has it', (family, expected) => {
  const files = {
    encoder: { file: 'e.onnx' },
    decoder: { file: 'd.onnx' },
    joiner: { file: 'j.onnx' },
    model: { file: 'm.onnx' },
    tokens: { file: 't.txt' },
  };
  const config = sherpaConfig({ name: 'm', family, languages: 'any', files }, { folder: '/m', threads: 2 });
  expect(config).toMatchObject({ modelConfig: { ...expected, tokens: '/m/t.txt', numThreads: 2 }, featConfig: { sampleRate: 16_000 } });
});

test('pieces become words, at their times; what never ends of itself ends soon', () => {
  const result = {
    text: ' HELLO I AM',
    tokens: [' HE', 'LLO', ' I', ' AM'],
    times: [0.1, 0.2, 1, 1.9],
    chances: [-0.1, -0.3, 0, 0],
    startTime: 2,
    language: undefined,
  };
  expect(recognisedBy(result, { kind: 'final', lengthMs: 4_000, language: 'en' })).toEqual({
    kind: 'final',
    text: 'hello I am',
    startMs: 2_100,
    endMs: 4_000,
    confidence: expect.closeTo((Math.exp(-0.2) + 2) / 3),
    language: 'en',
    words: [
      { text: 'hello', startMs: 2_100, endMs: 2_500, confidence: Math.exp(-0.2) },
      { text: 'I', startMs: 3_000, endMs: 3_300, confidence: 1 },
      { text: 'am', startMs: 3_900, endMs: 4_000, confidence: 1 },
    ],
  });
});

test('languages without spaces have a word for each piece', () => {
  const result = { text: '你好', tokens: ['你', '好'], times: [0, 0.2], chances: [], startTime: 0, language: 'zh' };
  expect(recognisedBy(result, { kind: 'final', lengthMs: 1_000, language: 'zh' })?.words).toEqual([
    { text: '你', startMs: 0, endMs: 200 },
    { text: '好', startMs: 200, endMs: 500 },
  ]);
});

/** The processes of sherpa-onnx that this one has started. */
async function ours(): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,args=']);
  const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/u));
  return lines
    .filter(([, parent, ...args]) => Number(parent) === process.pid && args.join(' ').includes('sherpa-child'))
    .map(([pid]) => Number(pid));
}
