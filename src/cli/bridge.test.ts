/** `rollcall bridge check`: its words, what it prints of each check, and how it exits. What the checks find is tested with them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bridge } from './bridge.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-bridge-'));
  await writeFile(join(folder, 'driver.ts'), 'export const call = async () => ({ people: [], end: async () => {} });\n');
  await writeFile(join(folder, 'other.ts'), 'export const dial = 1;\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Run = { readonly code: number; readonly out: string; readonly error: string };

/** A bridge that lets nobody in without a token, whatever else is asked. */
async function run(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
  let [out, error] = ['', ''];
  const fetch: typeof globalThis.fetch = async (_, init) => {
    const isLetIn = new Headers(init?.headers).get('authorization') === 'Bearer good';
    return Response.json(isLetIn ? {} : { error: { code: 'unauthenticated', message: 'no' } }, { status: isLetIn ? 201 : 401 });
  };
  const code = await bridge(words, { out: (text) => (out += text), error: (text) => (error += text) }, { fetch, environment });
  return { code, out, error };
}

const good = (): string[] => ['check', '--url', 'https://bridge.example/media/', '--token', 'good', '--driver', join(folder, 'driver.ts')];

test('a rule that is kept is told, and all is well', async () => {
  const { code, out } = await run([...good(), '--only', 'without a token there is no session']);
  expect([code, out]).toEqual([0, '  ✓ without a token there is no session\n\n1 checks: 1 passed, 0 failed, 0 skipped\n']);
});

test('a rule that is broken is told with what was found and the sentence that says otherwise', async () => {
  const { code, out } = await run([...good(), '--only', 'another version is refused']);
  expect(code).toBe(1);
  expect(out).toMatch(
    /✗ another version is refused\n {6}the answer was 201, and not 400.*docs\/media-bridge\.md#opening-a-session: “Anything else is a refusal/,
  );
});

test('the report is JSON where that is asked for, and the token may stand in the environment', async () => {
  const words = good().filter((word) => word !== '--token' && word !== 'good');
  const { code, out } = await run([...words, '--json', '--only', 'with a bad token'], { ROLLCALL_BRIDGE_TOKEN: 'good' });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual([
    { check: 'with a bad token there is no session', outcome: 'passed', message: '', anchor: 'opening-a-session' },
  ]);
});

test.each([
  ['no verb', () => [], /“rollcall bridge ” is not understood/],
  ['no address', () => ['check', '--token', 't', '--driver', 'd.ts'], /--url is the address of the bridge/],
  ['no token', () => ['check', '--url', 'https://b.example', '--driver', 'd.ts'], /--token is the application token/],
  ['no driver', () => ['check', '--url', 'https://b.example', '--token', 't'], /--driver is a file that exports call\(blob\)/],
  ['a word that there is not', () => ['check', '--colour'], /--colour/],
  ['a driver that is not there', () => [...good().slice(0, -1), join(folder, 'nowhere.ts')], /nowhere\.ts cannot be loaded/],
  [
    'a driver without a call',
    () => [...good().slice(0, -1), join(folder, 'other.ts')],
    /exports dial, and no call\.\n→ Export call\(blob\)/,
  ],
  ['no check of that name', () => [...good(), '--only', 'dancing'], /no check of a media bridge has “dancing” in its name/],
])('%s is answered in words', async (_, words, message) => {
  const { code, error } = await run(words());
  expect(code).toBe(2);
  expect(error).toMatch(message);
});

test('help is no mistake', async () => {
  for (const words of [['--help'], ['check', '--help']])
    expect(await run(words)).toMatchObject({ code: 0, error: '', out: expect.stringContaining('rollcall bridge check') as string });
});
