/** What `rollcall init` refuses, and how it names what it writes. The way through is walked in `test/walks/init.test.ts`. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { init } from './init.ts';
import { newBotFiles } from './new-bot.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'rollcall-init-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([[[]], [['']], [['one', 'two']]])('words that are not one folder are told so: %j', (words) => {
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(init(words)).toBe(2);
  expect(told).toHaveBeenCalledWith(expect.stringContaining('rollcall init my-bot'));
  told.mockRestore();
});

test('a folder that is not empty is left as it is', async () => {
  await writeFile(join(folder, 'precious.txt'), 'mine');
  expect(() => init([folder])).toThrow(expect.objectContaining({ code: 'server/bad-config', remedy: expect.any(String) as string }));
  expect(await readdir(folder)).toEqual(['precious.txt']);
});

test('a file in the place of the folder is told', async () => {
  const file = join(folder, 'my-bot');
  await writeFile(file, '');
  expect(() => init([file])).toThrow(/my-bot cannot be made/);
  expect(() => init([join(file, 'below')])).toThrow(/below cannot be made/);
});

test.each([
  ['my-bot', 'my-bot'],
  ['My Bot!', 'my-bot'],
  ['_private', 'private'],
  ['Über Uns', 'uber-uns'],
  ['...', 'my-bot'],
  ['日本', 'my-bot'],
  ['rollcall', 'my-bot'],
  ['node_modules', 'my-bot'],
])('a project in %s is called %s', (name, expected) => {
  expect(JSON.parse(newBotFiles(name, {})['package.json'] ?? '')).toMatchObject({ name: expected, private: true });
});
