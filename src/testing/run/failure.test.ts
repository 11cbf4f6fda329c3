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
  expect(error.message).toMatch(/Seed 7: with ROLLCALL_LAB_SEED=7/);
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
