/** The command that explains codes: what is printed where, and how it exits. */
import { expect, test } from 'vitest';
import { explain } from './explain.ts';

async function run(words: readonly string[], stdin = ''): Promise<{ exit: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const exit = await explain(words, {
    out: (text) => (out += text),
    error: (text) => (error += text),
    input: () => Promise.resolve(stdin),
  });
  return { exit, out, error };
}

test('a code is told with its causes, what to do, and where that is known from', async () => {
  const { exit, out, error } = await run(['408/8537']);
  expect(exit).toBe(0);
  expect(error).toBe('');
  expect(out).toMatch(
    /^408\/8537: .*45 minutes.*\n {2}Likely causes\n {4}– .*\n[^]*What to do\n {4}– Send keepAlive[^]*Source: Graph docs/,
  );
});

test('words that the shell has parted are one question', async () => {
  expect((await run(['Server', 'Internal', 'Error.', 'DiagCode:', '500#7117.@'])).out).toMatch(/^500\/7117: /);
});

test('a body comes by standard input', async () => {
  const { exit, out } = await run(['-'], '{"error":{"code":"7505","message":"Request authorization tenant mismatch."}}\n');
  expect(exit).toBe(0);
  expect(out).toMatch(/^7505: The token is for another tenant/);
});

test('what holds no code, and nothing at all, are told apart', async () => {
  expect(await run(['hello'])).toMatchObject({ exit: 1, out: '', error: expect.stringContaining('No code') as string });
  expect(await run([])).toMatchObject({ exit: 2, out: '', error: expect.stringContaining('rollcall explain') as string });
});
