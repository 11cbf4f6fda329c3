/** `rollcall lab replay` with a call that was saved a moment ago. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bot as echo } from '../../bots/echo.ts';
import { writeBundle } from '../bundles/bundle.ts';
import { readBundle } from '../bundles/read-bundle.ts';
import { bundleOf } from '../testing/replay/bundle-of.ts';
import { withLab } from '../testing/with-lab.ts';
import { lab } from './lab.ts';

const bots = join(import.meta.dirname, '../../bots');
const savedCall = async (): Promise<string> => {
  const bundle = await withLab({ bots: { '101': echo }, voice: 'built-in' }, async (here) => {
    const line = await here.person('Ada').dial('101');
    await line.hears(/say something/i);
    await line.hangsUp();
    return bundleOf(here, line);
  });
  const file = join(await mkdtemp(join(tmpdir(), 'rollcall-replay-')), 'call.json');
  await writeFile(file, writeBundle(bundle));
  return file;
};
const run = async (...words: readonly string[]): Promise<{ readonly code: number; readonly told: string }> => {
  let told = '';
  const code = await lab(['replay', ...words], { out: (text) => (told += text), error: (text) => (told += text) });
  return { code, told };
};

test('the same bot does as before, another is found out', async () => {
  const file = await savedCall();
  expect(await run(file, `101=${bots}/echo.ts`, '--voice', 'built-in')).toEqual({
    code: 0,
    told: expect.stringMatching(/as before, all \d+ messages/) as string,
  });
  const other = await run(file, `101=${bots}/front-desk.ts`, '--voice', 'built-in');
  expect(other.code).toBe(1);
  expect(other.told).toMatch(/not as before/);
});

test('wrong words are told with what to do', async () => {
  expect(await run()).toEqual({ code: 2, told: expect.stringMatching(/100=bot\.ts/) as string });
  expect(await run('call.json', 'bot.ts')).toMatchObject({
    code: 2,
    told: expect.stringMatching(/“bot.ts” is no number and bot/) as string,
  });
  expect(await run('call.json', '100=bot.ts', '--seed', 'x')).toMatchObject({ code: 2 });
  expect(await run('nowhere.json', `101=${bots}/echo.ts`)).toMatchObject({
    code: 2,
    told: expect.stringMatching(/nowhere.json cannot be read/) as string,
  });
});

test('what cannot be used is 2, and never taken for a difference', async () => {
  const file = await savedCall();
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-replay-'));
  const written = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const saved = await readFile(file, 'utf8');
  const bot = `101=${bots}/echo.ts`;
  expect(await run(file, bot, '--bogus')).toEqual({ code: 2, told: expect.stringMatching(/--bogus/) as string });
  expect(await run(await written('no.json', '{'), bot)).toEqual({
    code: 2,
    told: expect.stringMatching(/no\.json: .*one JSON file/) as string,
  });
  const newer = await written('newer.json', saved.replace('"version": 1', '"version": 2'));
  expect(await run(newer, bot)).toEqual({ code: 2, told: expect.stringMatching(/version 2 of the format/) as string });
  const broken = await written('broken.ts', 'export const bot = {');
  expect(await run(file, `101=${broken}`)).toEqual({ code: 2, told: expect.stringMatching(/broken\.ts cannot be loaded/) as string });
  expect(await run(file, `105=${bots}/echo.ts`)).toEqual({
    code: 2,
    told: expect.stringMatching(/give the bots by their numbers/) as string,
  });
});

test('what was not compared is told, also where everything else is as before', async () => {
  const bundle = readBundle(await readFile(await savedCall(), 'utf8'));
  const file = join(await mkdtemp(join(tmpdir(), 'rollcall-replay-')), 'house.json');
  await writeFile(file, writeBundle({ ...bundle, made: { ...bundle.made, where: 'switchboard' }, heard: [] }));
  const { code, told } = await run(file, `101=${bots}/echo.ts`, '--voice', 'built-in');
  expect(told).toMatch(/^What people heard was not compared: this call was saved from a switchboard, which does not keep it\./);
  expect(told).toMatch(/as far as it was compared as before, all \d+ messages/);
  expect(code).toBe(0);
});
