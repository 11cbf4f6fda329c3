/** The command that runs scenarios: what is printed, what is written, and how it exits. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lab } from './lab.ts';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-lab-'));
afterAll(() => rmSync(folder, { recursive: true }));

const menu = `
import { defineBot } from 'rollcall';
import { scenario } from 'rollcall/testing';
const bot = defineBot({ name: 'greeter', async onCall(call) { await call.answer(); await call.say('Good morning.'); } });
export const greets = scenario('a caller is greeted', { bots: [bot] }, async (lab) => {
  const line = await lab.person('Ada').dial('100');
  await line.hears(/good morning/i);
  await line.isHungUpOn();
});
export const asks = scenario('a caller is asked', { bots: [bot] }, async (lab) => {
  const line = await lab.person('Ada').dial('100');
  await line.hears(/press 1/i);
});
export const answers = scenario('Grace takes the call', { bots: [bot] }, async (lab) => {
  const line = await lab.person('Ada').dial('202');
  await lab.person('Grace').answers();
  await line.isAnswered();
});
export const notOne = 3;
`;

function fileWith(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function run(...words: readonly string[]): Promise<{ exit: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const exit = await lab(words, { out: (text) => (out += text), error: (text) => (error += text) });
  return { exit, out, error };
}

const usual = ['--voice', 'built-in', '--keep', join(folder, 'kept')];

test('each scenario of a file is run; a failure is told in full, kept, and makes the exit code 1', { timeout: 60_000 }, async () => {
  const file = fileWith('menu.ts', menu);
  const [junit, page] = [join(folder, 'reports', 'junit.xml'), join(folder, 'reports', 'page.html')];
  const { exit, out } = await run('run', file, ...usual, '--junit', junit, '--page', page);
  expect(exit).toBe(1);
  expect(out).toMatch(/✓ a caller is greeted {2}\d[^\n]*\n {2}✗ a caller is asked [^\n]*\n {2}✓ Grace takes the call/);
  expect(out).toMatch(/\/press 1\/i was waited for, and was not heard[^]*POST playPrompt \(200\)[^]*menu\.ts:12:/);
  expect(out).toContain('2 of 3 scenarios passed.');
  expect(existsSync(join(folder, 'kept', 'a-caller-is-asked', 'index.html'))).toBe(true);
  expect(readFileSync(junit, 'utf8')).toContain('tests="3" failures="1"');
  expect(readFileSync(page, 'utf8')).toContain('1 of 3 failed');
});

test('one of them alone, with several seeds, tells how a failing seed is run again', { timeout: 60_000 }, async () => {
  const file = fileWith('menu.ts', menu);
  const { exit, out } = await run('run', file, ...usual, '--only', 'ASKED', '--seed', '8', '--repeat', '2');
  expect(exit).toBe(1);
  expect(out).toContain('✗ a caller is asked  2 of 2 seeds failed');
  expect(out).toMatch(/fails with seed 9 each time: rollcall lab run \S*menu\.ts --seed 9 --only 'a caller is asked'\n/);
  expect(out).not.toContain('is greeted');
});

test('many callers at once share whom they are put through to, and each has a call of its own', { timeout: 60_000 }, async () => {
  const file = fileWith('menu.ts', menu);
  const junit = join(folder, 'load.xml');
  const { exit, out } = await run('run', file, ...usual, '--only', 'grace', '--callers', '3', '--every', '50', '--junit', junit);
  expect(out).toContain('✓ Grace takes the call');
  expect(out).toMatch(/callers +3, begun within .+, \d of them at once/);
  expect(out).toMatch(/dialled to connected +p50 .* ms · p95 .* ms · p99 .* ms · max .* ms/);
  expect(exit).toBe(0);
  expect(readFileSync(junit, 'utf8')).toMatch(/<property name="passed" value="3"\/>/);
});

test('more callers than the switchboard takes are refused before anybody dials', async () => {
  const file = fileWith('menu.ts', menu);
  const { exit, error } = await run('run', file, '--only', 'greeted', '--callers', '5000');
  expect([exit, error]).toEqual([
    2,
    expect.stringMatching(/5000 callers at once, and its switchboard takes 1000 calls.*limits: \{ calls: 5000 \}/) as string,
  ]);
});

test.each([
  [['walk'], /“rollcall lab walk” is not understood/],
  [['run'], /Name at least one file/],
  [['run', 'x.ts', '--bogus'], /--bogus/],
  [['run', 'x.ts', '--seed', '1.5'], /--seed is a whole number, and not “1\.5”/],
  [['run', 'x.ts', '--repeat', '0'], /--repeat is a whole number from 1 on/],
  [['run', 'x.ts', '--callers', '2', '--repeat', '2'], /give one of them/],
  [['run', 'x.ts', '--every', '5'], /wants --callers/],
  [['run', 'x.ts', '--voice', 'loud'], /--voice is built-in, local or auto, and not “loud”/],
])('%j is answered in words', async (words, message) => {
  const { exit, error } = await run(...words);
  expect([exit, error]).toEqual([2, expect.stringMatching(message) as string]);
  expect(error).toContain('rollcall lab run <file …>');
});

test('no scenario by those words', async () => {
  const file = fileWith('menu.ts', menu);
  expect(await run('run', file, '--only', 'parrot')).toMatchObject({
    exit: 2,
    error: expect.stringMatching(/“parrot” in its name[^]*– a caller is greeted/) as string,
  });
});

test('a file without scenarios, and one that cannot be loaded, say what to do', async () => {
  const tried = async (file: string): Promise<string> => {
    const { exit, error } = await run('run', file);
    expect(exit).toBe(2);
    return error;
  };
  expect(await tried(fileWith('none.ts', 'export const x = 1;'))).toMatch(
    /none\.ts exports no scenario \(it exports x\)\.\n→ Write: import \{ scenario \}[^]*scenario\('/,
  );
  expect(await tried(fileWith('broken.ts', 'export const x = {'))).toMatch(/broken\.ts cannot be loaded: .*\n[^]*→ Name a file/);
  expect(await tried(join(folder, 'nowhere.ts'))).toMatch(/nowhere\.ts cannot be loaded: Cannot find module .*nowhere\.ts'\n→/);
});
