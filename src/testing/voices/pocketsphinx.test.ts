import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { joined } from '../../media/tones.ts';
import { readWav } from '../../media/wav.ts';
import { openLocalRecogniser, pocketsphinx } from './pocketsphinx.ts';

const clock = realClock();
const fixtures = new URL('../../../test/fixtures/speech/', import.meta.url);
const recogniser = await openLocalRecogniser({ clock });
const missing = recogniser === undefined ? ' (skipped: the program pocketsphinx_batch is not installed)' : '';

describe.skipIf(recogniser === undefined)(`pocketsphinx${missing}`, () => {
  test('of all that the spoken fixtures say it understands most words', { timeout: 60_000 }, async () => {
    const sounds: Int16Array[] = [];
    const said: string[] = [];
    for (const { file, text } of await spokenFixtures()) {
      sounds.push(readWav(await readFile(new URL(file, fixtures))), new Int16Array(16_000));
      said.push(...wordsOf(text));
    }
    expect(said.length).toBeGreaterThan(50);
    const heard = (await recogniser?.recognise(joined(sounds))) ?? '';
    // 8 of 59 with Debian's program and model.
    expect(distance(said, wordsOf(heard)) / said.length, heard).toBeLessThanOrEqual(0.2);
  });

  test('it does not mind a quiet line, in virtual time as well, which stands still', async () => {
    const turned = virtualClock();
    const samples = readWav(await readFile(new URL('sales.wav', fixtures))).map((sample) => sample / 10);
    const listening = pocketsphinx({ clock: turned }).recognise(samples);
    await turned.settle();
    expect(await listening).toBe('i would like to speak to sales');
    expect(turned.now()).toBe(0);
  });

  test.each([
    ['nothing', 0],
    ['a click', 100],
    ['silence', 32_000],
  ])('there are no words in %s', async (_, length) => {
    expect(await recogniser?.recognise(new Int16Array(length))).toBe('');
  });

  test('who gives up has the reason, and no sound is left behind', async () => {
    const temporaryFolder = await mkdtemp(join(tmpdir(), 'rollcall-test-'));
    const listener = pocketsphinx({ clock, temporaryFolder });
    const reason = new Error('enough');
    const controller = new AbortController();
    const listening = listener.recognise(new Int16Array(1_600_000), { signal: controller.signal });
    while ((await readdir(temporaryFolder)).length === 0);
    controller.abort(reason);
    await expect(listening).rejects.toBe(reason);
    await expect(listener.recognise(new Int16Array(100), { signal: controller.signal })).rejects.toBe(reason);
    expect(await readdir(temporaryFolder)).toEqual([]);
    await rm(temporaryFolder, { recursive: true });
  });
});

test.each(['no-such-program', 'false'])('the program %s cannot listen, and the error says what to install', async (command) => {
  await expect(pocketsphinx({ clock, command }).recognise(new Int16Array(100))).rejects.toMatchObject({
    code: 'testing/recogniser-failed',
    message: expect.stringMatching(new RegExp(`${command}.*pocketsphinx-en-us`)),
  });
});

/** The table of the README beside them. */
async function spokenFixtures(): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const readme = await readFile(new URL('README.md', fixtures), 'utf8');
  return [...readme.matchAll(/^\| `(\S+\.wav)`[^|]*\|[^|]*\|[^|]*\|([^|]*)\|$/gmu)].map(([, file = '', text = '']) => ({ file, text }));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}']+/gu) ?? [];
}

/** How many words have to be put in, taken out or changed to make one of the other. */
function distance(said: readonly string[], heard: readonly string[]): number {
  let before = Array.from({ length: heard.length + 1 }, (_, i) => i);
  for (const [i, word] of said.entries()) {
    const after = [i + 1];
    for (const [j, other] of heard.entries()) {
      after.push(Math.min((before[j] ?? 0) + (word === other ? 0 : 1), (before[j + 1] ?? 0) + 1, (after[j] ?? 0) + 1));
    }
    before = after;
  }
  return before.at(-1) ?? 0;
}
