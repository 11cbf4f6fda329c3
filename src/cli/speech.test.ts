/** `rollcall speech`: what there is, and a text translated, by apertium where it is installed. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { canBeStarted } from '../speech/program.ts';
import { whyNoApertium } from '../speech/translation/test-apertium.ts';
import type { SpeechList } from '../server/transcription/speech-list.ts';
import type { TextInLanguage } from '../server/transcription/translate-text.ts';
import type { TranscriptionConfig } from '../server/transcription/transcription-config.ts';
import { manifestOf, NOBODY, SpeechPrompt } from './test-speech-prompt.ts';

const isCi = process.env['CI'] === 'true';
const noSphinx = isCi || (await canBeStarted(realClock())('pocketsphinx_continuous')) ? undefined : 'pocketsphinx is not installed';
const noApertium = await whyNoApertium();
const NO_MODES: TranscriptionConfig = { translators: [{ kind: 'apertium', modesFolder: '/nowhere' }] };
let prompt: SpeechPrompt;
beforeEach(async () => void (prompt = await SpeechPrompt.open()));
afterEach(() => prompt[Symbol.asyncDispose]());

/** Azure's own list of languages, which it tells without a key; anything else it refuses. */
const azureLanguages: typeof globalThis.fetch = async (input) => {
  const url = input instanceof Request ? input.url : String(input);
  if (url.includes('/languages')) return Response.json({ translation: { de: {}, es: {}, en: {} } });
  return Response.json({ error: { code: 401000, message: 'wrong key' } }, { status: 401 });
};

describe('the list', () => {
  test('says in order who is there, what is missing and how to get it, and what leaves the machine', async () => {
    await writeFile(
      join(prompt.folder, 'model.json'),
      JSON.stringify(manifestOf({ model: { file: 'model.onnx' }, tokens: { file: 'tokens.txt' } })),
    );
    const config: TranscriptionConfig = {
      recognisers: [
        { kind: 'openai', name: 'elsewhere', apiKey: 'k' },
        { kind: 'sherpa', manifest: join(prompt.folder, 'model.json') },
        { kind: 'sherpa', name: 'lost', manifest: '/nowhere/model.json' },
        { kind: 'pocketsphinx', command: 'no-such-sphinx' },
      ],
      translators: [
        { kind: 'azure', key: 'k', region: 'westeurope' },
        { kind: 'apertium', modesFolder: '/nowhere' },
      ],
      language: 'en-GB',
      redact: { rules: ['card'], words: ['Nightingale'] },
      glossary: [{ word: 'Rollcall' }, { word: 'Contoso' }],
    };
    prompt.surroundings = { fetch: azureLanguages };
    expect(await prompt.type(config)).toBe(0);
    expect(prompt.printed).toMatch(/^ {4}✓ elsewhere {5}any language {2}leaves this machine, to api\.openai\.com$/m);
    expect(prompt.printed).toMatch(/^ {4}✗ sherpa {8}en {12}stays on this machine\n {6}.*model\.onnx, tokens\.txt are not in .*\n {6}→ rollcall speech fetch .*model\.json$/m); // prettier-ignore
    expect(prompt.printed).toMatch(/^ {4}✗ lost .*\n {6}.*\/nowhere\/model\.json cannot be read.*\n {4}✗ pocketsphinx/m);
    expect(prompt.printed).toMatch(/^ {4}✗ pocketsphinx .*\n {6}.*no-such-sphinx.*apt-get install/m);
    expect(prompt.printed).toMatch(/^ {4}✓ azure .*from en-GB into de, es .*leaves this machine, to api\.cognitive/m);
    expect(prompt.printed).toMatch(/^ {4}✗ apertium .*from en-GB into none.*\n {6}.*apt-get install/m);
    expect(prompt.printed).toMatch(/^ {2}Spoken here {4}en-GB$/m);
    expect(prompt.printed).toMatch(/^ {2}Taken out {6}card numbers; 1 word$/m);
    expect(prompt.printed).toMatch(/^ {2}Glossary {7}2 words$/m);
    expect(prompt.printed).not.toContain('Nightingale');

    const list = await prompt.answer<SpeechList>(config, 0, 'list');
    expect(list.recognisers.map(({ name, isThere, leavesMachine }) => [name, isThere, leavesMachine])).toEqual([
      ['elsewhere', true, true],
      ['sherpa', false, false],
      ['lost', false, false],
      ['pocketsphinx', false, false],
    ]);
    expect(list).toMatchObject({ language: 'en-GB', redaction: { rules: ['card'], words: 1 }, glossary: 2, hints: 0 });
    expect(list.secondPass).toBeUndefined();
  });

  test('where nobody recognises the exit code is 1', async () => {
    expect(await prompt.type({ ...NOBODY, redact: false })).toBe(1);
    expect(prompt.printed).toMatch(/^ {2}Taken out {6}nothing$/m);
    expect((await prompt.answer<SpeechList>(NOBODY, 1)).recognisers).toMatchObject([{ isThere: false }]);
    expect(await prompt.type({ recognisers: [], translators: [] })).toBe(1);
    expect(prompt.printed).toContain('No recogniser is configured.');
  });

  test.skipIf(noSphinx !== undefined)('with nothing configured pocketsphinx is there, and says what it knows', async () => {
    expect(await prompt.type({})).toBe(0);
    expect(prompt.printed).toMatch(/^ {4}✓ pocketsphinx {2}en-US {2}stays on this machine$/m);
    expect(prompt.printed).toMatch(/^ {2}Taken out {6}card, account and health numbers$/m);
  });
});

describe('a text', () => {
  test.skipIf(noApertium !== undefined)('is translated by apertium, a line for each language', async () => {
    expect(await prompt.type({}, 'translate', '--from', 'en', '--to', 'es', '--to', 'ca,en', 'The meeting is on Monday')).toBe(0);
    expect(prompt.printed).toMatch(/^es {2}La reunión.*lunes\nca {2}.*dilluns\nen {2}The meeting is on Monday\n$/);
    prompt.surroundings = { input: async () => 'The meeting\nis on Rollcall\n' };
    const texts = await prompt.answer<TextInLanguage[]>({ glossary: [{ word: 'Rollcall' }] }, 0, 'translate', '--to', 'es');
    expect(texts).toEqual([{ to: 'es', text: expect.stringMatching(/Rollcall/) as string, by: 'apertium', leftMachine: false }]);
    expect(await prompt.type({}, 'translate', '--to', 'es')).toBe(0);
    expect(prompt.printed.match(/\n/g)).toHaveLength(1);
  });

  test('that nobody can translate is told for each language, with what is missing', async () => {
    expect(await prompt.type(NO_MODES, 'translate', '--to', 'es', '--to', 'en', 'Good morning')).toBe(1);
    expect(prompt.printed).toBe('en  Good morning\n');
    expect(prompt.problems).toMatch(/nobody here translates from en-US to es: apertium .*apt-get install/);
    expect(await prompt.type({ translators: [] }, 'translate', '--to', 'es', 'Good morning')).toBe(1);
    expect(prompt.problems).toContain('no translator is configured');
    await expect(prompt.type(NO_MODES, 'translate', '--to', '12', 'Good morning')).rejects.toThrow('“12” is no language.');
    prompt.surroundings = { input: async () => ' \n' };
    expect(await prompt.type(NO_MODES, 'translate', '--to', 'es')).toBe(2);
    expect(prompt.problems).toContain('There is no text to translate.');
  });

  test('that a provider refuses is told with what it said', async () => {
    prompt.surroundings = { fetch: azureLanguages };
    expect(await prompt.type({ translators: [{ kind: 'azure', key: 'k' }] }, 'translate', '--to', 'es', 'Good morning')).toBe(1);
    expect(prompt.problems).toMatch(/azure failed: .*401/);
    expect(prompt.problems).toMatch(/nobody could translate from en-US to es: .*401/);
    expect(prompt.printed).toBe('');
    prompt.surroundings = { fetch: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('no way to it') })) };
    expect(await prompt.type({ translators: [{ kind: 'azure', key: 'k' }] }, 'translate', '--to', 'es', 'Good morning')).toBe(1);
    expect(prompt.problems).toMatch(/nobody here translates from en-US to es: .*no way to it/);
    expect(await prompt.type({ translators: [{ kind: 'azure', key: 'k' }] })).toBeLessThanOrEqual(1);
    expect(prompt.printed).toMatch(/^ {4}✗ azure .*\n {6}.*no way to it/m);
  });
});

test.each([
  [['explode'], 'There is no “rollcall speech explode”'],
  [['list', 'x'], '“x” means nothing here'],
  [['try'], 'Name one WAV file'],
  [['try', 'a.wav', 'b.wav'], 'Name one WAV file'],
  [['try', 'a.wav', '--to', 'es'], '--to means nothing'],
  [['translate', 'hello'], 'into which language'],
  [['fetch'], 'Name one manifest'],
  [['--colour'], '--colour'],
])('rollcall speech %j is not understood, and what is, is told', async (words, why) => {
  expect(await prompt.type({}, ...words)).toBe(2);
  expect(prompt.problems).toContain(why);
  expect(prompt.problems).toContain('rollcall speech fetch <manifest.json');
  expect(prompt.printed).toBe('');
});

test('--help tells what there is', async () => {
  expect(await prompt.type({}, '--help')).toBe(0);
  expect(prompt.printed).toContain('rollcall speech try <file.wav>');
});
