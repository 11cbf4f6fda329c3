/** Bots in files: found, loaded anew when saved, and kept as they were when what was saved cannot be loaded. */
import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { Facts } from '../base/facts.ts';
import type { Bot } from '../bot/bot.ts';
import { loadBot, watchBot } from './bot-file.ts';

const clock = realClock();
const named = (name: string): string =>
  `import { defineBot } from 'rollcall';\nexport const bot = defineBot({ name: '${name}', async onCall(call: { answer(): Promise<unknown> }) { await call.answer(); } });\n`;

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'rollcall-bot-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function saved(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

describe('a file', () => {
  test('with one bot gives it, under whatever name and as often as it is exported', async () => {
    const file = await saved('bot.ts', `${named('one')}export { bot as same };\nexport default bot;\nexport const answer = 42;\n`);
    expect((await loadBot(file)).name).toBe('one');
  });

  test('of plain JavaScript is loaded as well', async () => {
    const file = await saved('bot.mjs', "export const bot = { name: 'plain', async onCall() {} };\n");
    expect((await loadBot(file)).name).toBe('plain');
  });

  test.each([
    ['with two bots', `${named('one')}export const other = { ...bot };\n`, /more than one bot \(it exports bot, other\)/],
    ['with none', 'export const answer = 42;\n', /no bot \(it exports answer\)/],
    ['that is empty', '', /no bot \(it exports nothing\)/],
    ['with a mistake in its grammar', 'export const bot = {;\n', /bot\.ts cannot be loaded: /],
    ['that throws', "throw new Error('no database');\n", /cannot be loaded: no database/],
    ['that imports what is not there', "import './gone.ts';\n", /cannot be loaded: .*gone/],
  ])('%s is told so', async (_, text, words) => {
    const file = await saved('bot.ts', text);
    await expect(loadBot(file)).rejects.toMatchObject({ code: 'server/bad-bot', message: expect.stringMatching(words) as string });
  });

  test('that is not there is named', async () => {
    await expect(loadBot(join(folder, 'gone.ts'))).rejects.toThrow(/gone\.ts cannot be loaded/);
  });
});

describe('a file that is saved', () => {
  type Told = { loaded: { readonly bot: Bot }; failed: { readonly error: unknown } };

  async function watching(file: string): Promise<{ told: Facts<Told>; times: () => number } & AsyncDisposable> {
    const told = new Facts<Told>();
    let times = 0;
    const watcher = await watchBot(file, {
      clock,
      onLoaded: (bot) => {
        times++;
        told.tell('loaded', { bot });
      },
      onFailed: (error) => told.tell('failed', { error }),
    });
    return { told, times: () => times, [Symbol.asyncDispose]: () => Promise.resolve(watcher[Symbol.asyncDispose]()) };
  }

  test('gives the new bot', async () => {
    const file = await saved('bot.ts', named('old'));
    await using watched = await watching(file);
    const next = watched.told.next('loaded');
    await saved('bot.ts', named('new'));
    expect((await next).bot.name).toBe('new');
  });

  test('with a mistake in it is told, and the next good one counts', async () => {
    const file = await saved('bot.ts', named('old'));
    await using watched = await watching(file);
    const failed = watched.told.next('failed');
    await saved('bot.ts', 'export const bot = {;\n');
    expect((await failed).error).toMatchObject({ code: 'server/bad-bot' });
    expect(watched.times()).toBe(0);
    const next = watched.told.next('loaded');
    await saved('bot.ts', named('mended'));
    expect((await next).bot.name).toBe('mended');
  });

  test('by an editor that puts another file in its place counts', async () => {
    const file = await saved('bot.ts', named('old'));
    await using watched = await watching(file);
    const next = watched.told.next('loaded');
    await rename(await saved('.bot.ts.tmp', named('swapped')), file);
    expect((await next).bot.name).toBe('swapped');
  });

  test('several times in a row is loaded once, as it was last', async () => {
    const file = await saved('bot.ts', named('old'));
    await using watched = await watching(file);
    const next = watched.told.next('loaded');
    for (const name of ['a', 'b', 'c']) writeFileSync(file, named(name));
    expect((await next).bot.name).toBe('c');
    expect(watched.times()).toBe(1);
  });

  test.each(['words.ts', 'texts/greetings/words.ts'])('and only imported (%s) counts too', async (neighbour) => {
    await saved(neighbour, "export const name: string = 'old';\n");
    const file = await saved('bot.ts', `import { name } from './${neighbour}';\nexport const bot = { name, async onCall() {} };\n`);
    expect((await loadBot(file)).name).toBe('old');
    await using watched = await watching(file);
    const next = watched.told.next('loaded');
    await saved(neighbour, "export const name: string = 'new';\n");
    expect((await next).bot.name).toBe('new');
  });

  test('counts in a project below a folder called dist or vendor, while their own are passed over', async () => {
    const file = await saved('vendor/dist/my-bot/bot.ts', named('old'));
    await saved('vendor/dist/my-bot/node_modules/x/index.js', '');
    await using watched = await watching(file);
    await saved('vendor/dist/my-bot/node_modules/x/index.js', '// changed');
    const next = watched.told.next('loaded');
    await saved('vendor/dist/my-bot/bot.ts', named('new'));
    expect((await next).bot.name).toBe('new');
    expect(watched.times()).toBe(1);
  });
});
