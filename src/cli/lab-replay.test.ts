/** `rollcall lab replay` with a call that was saved a moment ago. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bot as echo } from '../../bots/echo.ts';
import { writeBundle } from '../bundles/bundle.ts';
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
