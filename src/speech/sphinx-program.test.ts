/** What is known of pocketsphinx by looking at it, also on a machine that kills what it has started. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { pocketsphinx } from './recognition/pocketsphinx-recogniser.ts';
import { sphinxDictionary } from './sphinx-program.ts';

const clock = realClock();
const DICTIONARY = 'echo "-debug		0" >&2; echo "-dict			/models/english words.dict" >&2; echo "-dictcase	no	no" >&2';
/** As the program does it where its model is not installed. */
const NO_MODEL = 'echo "-dict				" >&2; echo "-dictcase	no	no" >&2; exit 1';
const KILLED = 'kill -9 $$';
let folder: string;
let command: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-sphinx-'));
  command = join(folder, 'sphinx');
});
afterEach(() => rm(folder, { recursive: true }));

/** A program that does something else each time it is looked at, the last for ever. */
async function does(...deeds: string[]): Promise<void> {
  const cases = deeds.map((deed, at) => `${at + 1 < deeds.length ? String(at + 1) : '*'}) ${deed} ;;`).join('\n');
  const script = `#!/bin/sh
case "$*" in *--version*) exit 0 ;; *stdin*) exit 1 ;; esac
echo look >> '${folder}/looks'
case $(grep -c look '${folder}/looks') in
${cases}
esac
`;
  await writeFile(join(folder, 'looks'), '');
  await writeFile(command, script, { mode: 0o755 });
}
const looks = async (): Promise<number> => (await readFile(join(folder, 'looks'), 'utf8')).split('\n').length - 1;

test('a look that was killed is made again at once', async () => {
  await does(KILLED, 'exit 3', DICTIONARY);
  expect(await sphinxDictionary(command, clock)).toBe('/models/english words.dict');
  expect(await looks()).toBe(3);
});

test('one that is killed time and again tells nothing of what is missing, and may be better soon', async () => {
  await does(KILLED);
  const failed = {
    code: 'speech/provider-failed',
    isRecoverable: true,
    message: expect.stringMatching(/looked at 3 times.*137/) as string,
  };
  await expect(sphinxDictionary(command, clock)).rejects.toMatchObject(failed);
  expect(await looks()).toBe(3);
  await expect(pocketsphinx({ clock, command }).missing()).rejects.toMatchObject(failed);
});

test.each([NO_MODEL, 'exit 0'])('one that came to its end and told of no dictionary has no model: %s', async (deed) => {
  await does(deed);
  await expect(sphinxDictionary(command, clock)).rejects.toMatchObject({
    code: 'speech/no-provider',
    message: expect.stringMatching(/no English model: apt-get install/) as string,
  });
  expect(await looks()).toBe(1);
});

test('a good look outlives later ones that failed, but not one that shows that the model is gone', async () => {
  const recogniser = pocketsphinx({ clock, command });
  await does(DICTIONARY, KILLED, KILLED, KILLED, NO_MODEL, KILLED);
  expect(await recogniser.missing()).toBeUndefined();
  expect(await recogniser.missing()).toBeUndefined();
  expect(await looks()).toBe(4);
  expect(await recogniser.missing()).toMatch(/no English model/);
  await expect(recogniser.missing()).rejects.toMatchObject({ code: 'speech/provider-failed' });
});

test('an utterance that failed where it cannot be looked why may be tried again', async () => {
  await does(KILLED);
  const sound = (async function* () {
    yield new Int16Array(1_600);
  })();
  const results = pocketsphinx({ clock, command }).recognise(sound);
  await expect(results[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'speech/provider-failed', isRecoverable: true });
});
