/** What a failed test says, and what it leaves behind. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { defineBot, type Bot } from '../../bot/bot.ts';
import { readWav } from '../../media/wav.ts';
import { LabError } from '../errors.ts';
import type { Lab } from '../lab.ts';
import { withLab, type LabOptions } from '../with-lab.ts';

const keep = mkdtempSync(join(tmpdir(), 'rollcall-kept-'));
afterAll(() => rmSync(keep, { recursive: true }));

const greeter: Bot = defineBot({
  name: 'greeter',
  async onCall(call) {
    await call.answer();
    await call.say('Good morning. You have reached the greeter.');
  },
});

async function failed(body: (lab: Lab) => Promise<void>, options: Partial<LabOptions> = {}): Promise<Error> {
  try {
    await withLab({ bots: [greeter], voice: 'built-in', keep, ...options }, body);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it was to fail, and did not');
}

async function waitsForTheWrongWords(lab: Lab): Promise<void> {
  const line = await lab.person('Ada').dial('100');
  await line.hears(/press 1/i, { within: '10 s' });
}

test('a failure tells what was heard instead, shows the sound and the ladder, and names the seed', async () => {
  const error = await failed(waitsForTheWrongWords, { seed: 7, name: 'Wrong words' });
  expect(error).toBeInstanceOf(LabError);
  expect(error.message).toMatch(/^\/press 1\/i was waited for, and was not heard/);
  expect(error.message).toContain('You have reached the greeter.');
  expect(error.message).toMatch(/[▃▄▅▆▇█]{3}/);
  expect(error.message).toMatch(/The call from Ada Lovelace to greeter:\n +┌ Ada Lovelace\n +│ {2}┌ Switchboard\n +│ {2}│ {2}┌ greeter\n/);
  expect(error.message).toMatch(/●.*Ada Lovelace dials 100[^]*├─▶│ {2}.*\(20\d.*[^]*│◀─┤ {2}POST answer \(202/);
  expect(error.message).toMatch(/Seed 7: run with ROLLCALL_LAB_SEED=7 to have the same run\./);
});

test('its stack begins at the line of the test that waited', async () => {
  const error = await failed(waitsForTheWrongWords, { keep: false });
  const line = readFileSync(import.meta.filename, 'utf8').split('\n').findIndex((text) => text.includes("hears(/press 1/i, { within")) + 1; // prettier-ignore
  const [first] = (error.stack ?? '').split('\n').filter((text) => /^ {4}at /.test(text));
  expect(first).toContain(`failure.test.ts:${String(line)}`);
});

test('what was recorded is kept in a folder of that test, which the next failure replaces', async () => {
  const folder = join(keep, 'a-bot-that-is-misheard');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'old.txt'), 'of last time');
  const error = await failed(waitsForTheWrongWords, { name: 'A bot that is misheard!' });
  expect(error.message).toContain(`Kept in ${folder}`);
  expect(readdirSync(folder).toSorted()).toEqual(['1-ada-lovelace.wav', 'index.html', 'ladder.txt']);
  const heard = readWav(readFileSync(join(folder, '1-ada-lovelace.wav')));
  expect(heard.length / 16_000).toBeGreaterThan(1);
  expect(Math.max(...heard.subarray(0, 80_000))).toBeGreaterThan(1_000);
  expect(readFileSync(join(folder, 'ladder.txt'), 'utf8')).toContain('POST playPrompt');
});

test('without a name the folder is called after the file and line of the test', async () => {
  const error = await failed(waitsForTheWrongWords);
  expect(error.message).toMatch(/Kept in .*failure-test-\d+: /);
});

test('failures that share one place have a folder each, and the last of very many is replaced', async () => {
  const folders = new Set<string>();
  for (let at = 0; at < 22; at++) {
    const error = await failed(() => Promise.reject(new Error(`number ${String(at)}`)), { name: 'alike' });
    folders.add(/Kept in (.*): index\.html and ladder\.txt; nobody heard anything\./.exec(error.message)?.[1] ?? '');
  }
  expect([...folders].map((folder) => folder.split('/').at(-1))).toEqual([
    'alike',
    ...Array.from({ length: 19 }, (_, at) => `alike-${String(at + 2)}`),
  ]);
  expect(readFileSync(join(keep, 'alike-20', 'index.html'), 'utf8')).toContain('number 21');
  expect(readFileSync(join(keep, 'alike-2', 'index.html'), 'utf8')).toContain('number 1');
});

test('whoever heard nothing has no recording', async () => {
  const silent = defineBot({ name: 'silent', onCall: async (call) => void (await call.answer()) });
  const error = await failed(
    async (lab) => {
      const [line] = [await lab.person('Ada').dial('100'), await lab.person('Grace').dial('101')];
      await line.hears(/press 1/i, { within: '10 s' });
    },
    { name: 'one of two', bots: [greeter, silent] },
  );
  expect(error.message).toContain('ladder.txt, and what each person heard.');
  expect(readdirSync(join(keep, 'one-of-two')).filter((file) => file.endsWith('.wav'))).toEqual(['1-ada-lovelace.wav']);
  expect(readFileSync(join(keep, 'one-of-two', 'index.html'), 'utf8')).toContain('Heard nothing.');
});

test('a bot whose code waits for something of its own is told of', async () => {
  const late = defineBot({
    name: 'late',
    async onCall(call) {
      await call.answer();
      await new Promise(() => undefined);
    },
  });
  const error = await failed(waitsForTheWrongWords, { bots: [late], keep: false });
  expect(error.message).toMatch(/The code of a bot still waits[^]*by context\.clock\.\n[^]*What Ada/);
  expect((await failed(waitsForTheWrongWords, { keep: false })).message).not.toContain('still waits');
});

test('a process that is killed is on the ladder', async () => {
  const error = await failed(async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/good morning/i);
    lab.house.killBot('100');
    await line.hears(/press 1/i, { within: '2 s' });
  });
  expect(error.message).toMatch(/✗ {2}greeter is killed/);
});

test('an assertion of the test runner gets the same company, and stays the error that it was', async () => {
  const wrong = Object.assign(new Error('1 is not 2'), { name: 'AssertionError' });
  const error = await failed(async (lab) => {
    await (await lab.person('Ada').dial('100')).hears(/greeter/);
    throw wrong;
  });
  expect(error).toBe(wrong);
  expect(error.message).toMatch(/^1 is not 2\n[^]*POST answer[^]*Seed 1[^]*Kept in/);
});

test('a disk that refuses does not hide the failure', async () => {
  const file = join(keep, 'file');
  writeFileSync(file, '');
  const error = await failed(waitsForTheWrongWords, { keep: file });
  expect(error.message).toMatch(/^\/press 1\/i was waited for[^]*Nothing of it could be kept in .*file/);
});

test('a failure that was expected leaves nothing behind, nor does one of which nothing is to be kept', async () => {
  const empty = join(keep, 'nothing');
  await withLab({ bots: [greeter], voice: 'built-in', keep: empty }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await expect(line.hears(/press 1/)).rejects.toThrow(/was waited for/);
  });
  expect((await failed(waitsForTheWrongWords, { keep: false })).message).not.toContain('ept in');
  expect(existsSync(empty)).toBe(false);
});

test('what the test made to go wrong is told, and what it meant to and did not', async () => {
  const error = await failed(async (lab) => {
    lab.faults.voice.slow('2 s', { times: 1 });
    lab.faults.graph.fails(500, { of: /neverAsked/ });
    await waitsForTheWrongWords(lab);
  });
  expect(error.message).toMatch(/Faults that the test asked for:\n.+ s {2}.*slow/i);
  expect(error.message).toMatch(/never struck: .*500/);
});
