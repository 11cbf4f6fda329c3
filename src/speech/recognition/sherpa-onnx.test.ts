import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { joined } from '../../media/tones.ts';
import { finalText, inPieces, resultsOf, speechToTextConformance } from './conformance/speech-to-text.ts';
import type { ModelFamily, ModelManifest } from './models/manifest.ts';
import { writeToneModel, type ToneFamily } from './models/test-tone-model.ts';
import { sherpaConfig } from './sherpa-messages.ts';
import { sherpaOnnx, type SherpaOptions } from './sherpa-onnx.ts';
import { recognisedBy } from './sherpa-words.ts';
import type { Recognised } from './speech-to-text.ts';
import { sherpaProcesses, sherpaSubject } from './test-sherpa-subject.ts';
import { TONE_TEXT, toneSpeech } from './test-tone-speech.ts';

const clock = realClock();
const sound = toneSpeech(TONE_TEXT);
/** Of a model of tones; its weights are arithmetic, the library is the real one. */
const families: readonly ToneFamily[] = ['zipformer2Ctc', 'transducer', 'senseVoice', 'nemoTransducer'];
let folder: string;
const manifests = new Map<ToneFamily, ModelManifest>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
  for (const family of families) manifests.set(family, await writeToneModel(family, folder));
});
afterAll(() => rm(folder, { recursive: true }));

const manifestOf = (family: ToneFamily): ModelManifest => {
  const manifest = manifests.get(family);
  if (!manifest) throw new TypeError(`no model of the family ${family} was written`);
  return manifest;
};
const recogniser = (family: ToneFamily, options: Partial<SherpaOptions> = {}) =>
  sherpaOnnx({ clock, manifest: manifestOf(family), folder, ...options });
/** With another file in the place of one of its own. */
const instead = async (family: ToneFamily, part: string, content: string | Uint8Array): Promise<ModelManifest> => {
  const manifest = manifestOf(family);
  const file = `${family}-other-${part}`;
  await writeFile(join(folder, file), content);
  return { ...manifest, files: { ...manifest.files, [part]: { file } } };
};

// One that tells words while somebody speaks, and one that tells them at the end.
for (const family of ['zipformer2Ctc', 'nemoTransducer'] as const)
  speechToTextConformance(`sherpa-onnx with a model of the family ${family}`, {
    ...sherpaSubject(family, () => ({ manifest: manifestOf(family), folder })),
    sentence: async () => ({ sound, text: TONE_TEXT }),
  });

test.each(families)(
  'each word of a model of the family %s is where it was said, after a pause as before it',
  { timeout: 60_000 },
  async (family) => {
    await using stt = recogniser(family);
    const rest = new Int16Array(2 * 16_000);
    const results = await resultsOf(stt, inPieces(joined([sound, rest, sound])));
    const finals = results.filter(({ kind }) => kind === 'final');
    // Those that stream tell a sentence when it is over, the others all of it at the end.
    expect(finals).toHaveLength(stt.gives.interims ? 2 : 1);
    const words = finals.flatMap((result) => result.words ?? []);
    expect(words.map(({ text }) => text).join(' ')).toBe(`${TONE_TEXT} ${TONE_TEXT}`);
    for (const [i, { startMs, endMs }] of words.entries()) {
      const second = i < 6 ? 0 : (sound.length + rest.length) / 16;
      const saidMs = second + 300 + (i % 6) * 300;
      // These models hear 80 ms ahead, and in steps of 40 ms.
      expect(Math.abs(startMs - saidMs), `${String(i)}: ${String(startMs)} for ${String(saidMs)}`).toBeLessThanOrEqual(120);
      expect(endMs).toBeGreaterThan(startMs);
    }
  },
);

test.each(families)('a model of the family %s hears the same in pieces of any size', { timeout: 60_000 }, async (family) => {
  await using stt = recogniser(family);
  const finals = async (size: number): Promise<readonly Recognised[]> =>
    (await resultsOf(stt, inPieces(sound, { size }))).filter(({ kind }) => kind === 'final');
  const inOne = await finals(sound.length);
  for (const size of [33, 320, 333]) expect(await finals(size), `pieces of ${String(size)} samples`).toEqual(inOne);
});

test.each([96, 192, 320])('the last word leaves a model that works on %i0 ms at a time', async (shift) => {
  const long = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
  await using stt = sherpaOnnx({ clock, manifest: await writeToneModel('zipformer2Ctc', long, shift), folder: long });
  for (const pauseMs of [0, 300, 700]) {
    const results = await resultsOf(stt, inPieces(joined([new Int16Array(pauseMs * 16), sound])));
    expect(finalText(results)).toBe(TONE_TEXT);
  }
  await rm(long, { recursive: true });
});

test('a model that knows very many languages says which one it heard', async () => {
  await using stt = recogniser('senseVoice', { manifest: { ...manifestOf('senseVoice'), languages: 'any' } });
  expect(await resultsOf(stt, inPieces(sound))).toMatchObject([{ kind: 'final', text: TONE_TEXT, language: 'en' }]);
});

test.each([1, 79, 81])('of %i samples nothing is understood, and nothing ends of it', async (count) => {
  for (const family of families) {
    await using stt = recogniser(family);
    expect(await resultsOf(stt, inPieces(sound.subarray(5_000, 5_000 + count)))).toEqual([]);
    expect(await resultsOf(stt, inPieces(sound))).toContainEqual(expect.objectContaining({ kind: 'final', text: TONE_TEXT }));
  }
});

test('what was begun and left again and again leaves the others alone', async () => {
  await using stt = recogniser('transducer');
  const others = Array.from({ length: 6 }, async () => {
    for await (const { kind } of stt.recognise(inPieces(joined([sound, sound])))) if (kind === 'interim') break;
  });
  const whole = resultsOf(stt, inPieces(sound, { paceMs: 1 }));
  await Promise.all(others);
  expect((await whole).at(-1)).toMatchObject({ kind: 'final', text: TONE_TEXT });
});

test('to let go of it ends its process, and whoever still speaks is told', async () => {
  const before = await sherpaProcesses();
  const stt = recogniser('zipformer2Ctc');
  await stt.missing();
  expect(await sherpaProcesses()).toHaveLength(before.length + 1);
  const cut = (async function* () {
    yield* inPieces(sound);
    await stt[Symbol.asyncDispose]();
    yield sound;
  })();
  await expect(resultsOf(stt, cut)).rejects.toMatchObject({ code: 'speech/provider-failed' });
  expect(await sherpaProcesses()).toEqual(before);
});

test.each<[string, ToneFamily, string, () => string | Uint8Array, string]>([
  ['half of a file', 'zipformer2Ctc', 'model', () => half('zipformer2Ctc-model.onnx'), 'Protobuf parsing failed'],
  ['an empty file', 'transducer', 'encoder', () => '', 'does not have a graph'],
  ['text', 'senseVoice', 'model', () => 'tones', 'Protobuf parsing failed'],
  ['a model of another family', 'zipformer2Ctc', 'model', () => whole('senseVoice-model.onnx'), "'encoder_dims' does not exist"],
  ['a joiner as decoder', 'transducer', 'decoder', () => whole('transducer-joiner.onnx'), "'vocab_size' does not exist"],
  ['pieces without a blank', 'zipformer2Ctc', 'tokens', () => 'AL 0\nPHA 1\n', 'We expect that tokens.txt contains'],
])('%s is no model, and told of with what the library says', async (_, family, part, content, said) => {
  await using stt = recogniser(family, { manifest: await instead(family, part, content()) });
  const failure = { code: 'speech/model-failed', isRecoverable: false, message: expect.stringContaining(said) as string };
  expect(await stt.missing()).toContain(said);
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject(failure);
});
const whole = (file: string): Uint8Array => readFileSync(join(folder, file));
const half = (file: string): Uint8Array => whole(file).subarray(0, whole(file).length / 2);

test('the pieces of another model end the process when somebody speaks, and that is told', async () => {
  await using stt = recogniser('transducer', { manifest: await instead('transducer', 'tokens', '<blk> 0\nAL 1\n') });
  expect(await stt.missing()).toBeUndefined();
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject({ code: 'speech/provider-failed', isRecoverable: true });
});

test('a model that tells no times has no words', async () => {
  const files = {
    encoder: { file: 'senseVoice-model.onnx' },
    decoder: { file: 'senseVoice-model.onnx' },
    tokens: { file: 'senseVoice-tokens.txt' },
  };
  // No model of Whisper is small enough: one of tones stands for the library of it.
  const library = fileURLToPath(new URL('./test-sherpa-library.ts', import.meta.url));
  await using stt = recogniser('senseVoice', { manifest: { name: 'tones', family: 'whisper', languages: 'any', files }, library });
  expect(await resultsOf(stt, inPieces(sound, { paceMs: 1 }))).toMatchObject([{ kind: 'final', text: TONE_TEXT }]);
  expect(stt.gives).toMatchObject({ interims: false, words: false });
});

test('files that are not there are named', async () => {
  await using stt = recogniser('zipformer2Ctc', { folder: join(folder, 'nowhere') });
  expect(await stt.missing()).toMatch(/model\.onnx.*tokens\.txt are not in .*nowhere/);
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject({ code: 'speech/model-failed', isRecoverable: false });
});

test('a library that is not there is named with the line that installs it', async () => {
  await using stt = recogniser('zipformer2Ctc', { library: 'no-such-library' });
  expect(await stt.missing()).toMatch(/sherpa-onnx-node.*npm install sherpa-onnx-node/);
  await expect(resultsOf(stt, inPieces(sound))).rejects.toMatchObject({ code: 'speech/no-provider' });
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
