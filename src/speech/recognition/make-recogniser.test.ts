import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { makeRecogniser, recogniserConfigSchema, type RecogniserConfig } from './make-recogniser.ts';
import { optionalPackage } from './optional-package.ts';

const clock = realClock();

test.each<[RecogniserConfig, object]>([
  [
    { kind: 'pocketsphinx', atOnce: 3 },
    { name: 'pocketsphinx', leavesMachine: false, atOnce: 3 },
  ],
  [
    { kind: 'openai', apiKey: 'k' },
    { name: 'openai', leavesMachine: true, sendsTo: 'api.openai.com' },
  ],
  [
    { kind: 'openai', baseUrl: 'http://localhost:8000/v1', model: 'tiny', name: 'whisper here' },
    { name: 'whisper here', leavesMachine: false },
  ],
  [
    { kind: 'azure', key: 'k', region: 'westeurope' },
    { name: 'azure', sendsTo: 'westeurope.stt.speech.microsoft.com' },
  ],
  [
    { kind: 'deepgram', apiKey: 'k' },
    { name: 'deepgram', sendsTo: 'api.deepgram.com' },
  ],
])('%j is a recogniser', (config, expected) => {
  expect(makeRecogniser(recogniserConfigSchema.parse(config), { clock })).toMatchObject(expected);
});

test('a model is known by its manifest, and its files are beside it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
  const files = { model: { file: 'model.onnx' }, tokens: { file: 'tokens.txt' } };
  await writeFile(join(folder, 'model.json'), JSON.stringify({ name: 'Tiny', family: 'zipformer2Ctc', languages: ['en'], files }));
  const made = makeRecogniser(recogniserConfigSchema.parse({ kind: 'sherpa', manifest: 'model.json', name: 'mine' }), { clock, folder });
  expect(made).toMatchObject({ name: 'mine', leavesMachine: false, languages: ['en'], gives: { interims: true } });
  expect(await made.missing()).toContain(`are not in ${folder}`);
  await writeFile(join(folder, 'model.json'), '{"name":"Tiny"}');
  for (const manifest of ['model.json', 'none.json'])
    expect(() => makeRecogniser({ kind: 'sherpa', manifest }, { clock, folder })).toThrow(
      expect.objectContaining({ code: 'speech/model-failed' }),
    );
  await rm(folder, { recursive: true });
});

test.each([
  [{ kind: 'gramophone' }],
  [{ kind: 'openai', baseUrl: 'ftp://example.com' }],
  [{ kind: 'openai', apikey: 'k' }],
  [{ kind: 'azure', key: 'k' }],
  [{ kind: 'azure', key: 'k', region: 'westeurope', host: 'ws://localhost:5000' }],
  [{ kind: 'azure', key: 'k', region: 'evil.example.com/' }],
  [{ kind: 'deepgram' }],
  [{ kind: 'pocketsphinx', atOnce: 0 }],
  [{ kind: 'sherpa' }],
])('%j is refused', (config) => {
  expect(recogniserConfigSchema.safeParse(config).success).toBe(false);
});

test('a library that is not installed is named with the line that installs it', async () => {
  const name = 'no-such-speech-sdk';
  await expect(optionalPackage(name, async () => (await import(name)) as object)).rejects.toMatchObject({
    code: 'speech/no-provider',
    isRecoverable: false,
    message: `the package ${name} is not installed; npm install ${name}`,
  });
});
