/** The program as it is typed at a prompt: help, mistakes, and a start that Ctrl-C ends without leaving anything behind. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const jiti = join(dirname(createRequire(import.meta.url).resolve('jiti/package.json')), 'lib', 'jiti-cli.mjs');
/** As it is installed, where that was just built. */
const program = process.env['CI'] === 'true' ? [join(root, 'dist/cli/main.js')] : [jiti, join(root, 'src/cli/main.ts')];
const folder = mkdtempSync(join(tmpdir(), 'rollcall-cli-'));
let running: ChildProcess | undefined;

afterEach(() => void running?.kill('SIGKILL'));

function typed(...words: string[]): { readonly status: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...words], { cwd: folder, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

test('help and version', () => {
  expect(typed('--help')).toMatchObject({ status: 0, out: expect.stringContaining('rollcall start') as string });
  expect(typed('--version').out).toMatch(/^\d+\.\d+\.\d+/);
});

test.each([
  [['strat'], /no command "strat"/],
  [['start', '--colour'], /--colour[\s\S]*--help/],
  [['start', '--port', 'http'], /^\n?--port is "http": /],
  [['start', '--config', 'nowhere.ts'], /There is no .*nowhere\.ts/],
  [['init'], /Name one folder/],
])('%j is answered in words', (words, message) => {
  const { status, err } = typed(...words);
  expect(status).not.toBe(0);
  expect(err).toMatch(message);
  expect(err).not.toMatch(/\n {4}at /);
});

test(
  'a recogniser that cannot be reached leaves a gap with its reason: the program waits until it is tried again',
  { timeout: 60_000 },
  () => {
    const config = join(folder, 'far.config.json');
    // Nobody listens at that port: it is none that is given out.
    const recognisers = [{ kind: 'openai', name: 'far', baseUrl: 'http://127.0.0.1:2/v1' }];
    writeFileSync(config, JSON.stringify({ transcription: { recognisers } }));
    const { status, out, err } = typed('speech', 'try', join(root, 'test/fixtures/speech/grace-hello.wav'), '--config', config);
    expect([status, err]).toEqual([1, '']);
    expect(out).toMatch(/– .* {2}\[…\] far: far at 127\.0\.0\.1:2 could not be reached/);
  },
);

test('a bot is registered from another terminal, while the house is closed and while it is open', { timeout: 60_000 }, async () => {
  const data = join(folder, 'shared');
  const added = (name: string, number: string): unknown =>
    JSON.parse(typed('app', 'add', '--name', name, '--number', number, '--webhook', 'http://localhost:1/', '--data', data, '--json').out);
  expect(added('first', '300')).toMatchObject({ isOpen: false, app: { number: '300' }, secret: expect.any(String) as string });
  running = spawn(process.execPath, [...program, 'start', '--port', '0', '--data', data], { cwd: folder });
  const greeting = await textUntil(running, /Ctrl-C stops it/);
  const [, url = ''] = /open at (\S+)/.exec(greeting) ?? [];
  expect(greeting).toMatch(/300 {2}first/);
  expect(added('second', '301')).toMatchObject({ isOpen: true, setup: { endpoints: { graph: `${url}/v1.0` } } });
  expect(typed('app', 'list', '--data', data).out).toMatch(/300 +first .*\n +301 +second/);
  const refused = typed('app', 'add', '--name', 'third', '--number', '201', '--webhook', 'http://localhost:1/', '--data', data);
  expect([refused.status, refused.err]).toEqual([
    1,
    expect.stringMatching(/201 belongs to Ada Lovelace\.\n→ Choose a number that is free/) as string,
  ]);
});

test('a bot file with a mistake stops the start, and says where', () => {
  writeFileSync(join(folder, 'broken.ts'), 'export const bot = {');
  const { status, err } = typed('dev', 'broken.ts', '--port', '0', '--data', join(folder, 'broken-data'));
  expect(status).toBe(1);
  expect(err).toMatch(/broken\.ts cannot be loaded/);
});

test.each([
  [{ words: ['Nightingale'] }, 'Nightingale'],
  // What people say is left as it is then; the log is no place for such a number even so.
  [false, '4111111111111111'],
])('with the redaction %j a house does not log %s', { timeout: 60_000 }, async (redact, secret) => {
  const place = mkdtempSync(join(folder, 'log-'));
  // A recogniser that dies whenever it is looked at, which is logged with its name.
  const command = join(place, `the ${secret} program`);
  writeFileSync(command, '#!/bin/sh\nkill -9 $$\n', { mode: 0o755 });
  const config = { port: 0, data: place, https: { enabled: false }, media: { processes: 0 }, bots: [] };
  const transcription = { recognisers: [{ kind: 'pocketsphinx', command }], redact };
  writeFileSync(join(place, 'house.config.json'), JSON.stringify({ ...config, transcription }));
  running = spawn(process.execPath, [...program, 'start', '--config', join(place, 'house.config.json')], { cwd: place });
  const log = await textUntil(running, /it could not be found out what turns speech into text.*\n/);
  expect(log).toContain('the ••• program');
  expect(log).not.toContain(secret);
});

test('a started program tells what there is, and Ctrl-C ends it and its media processes', async () => {
  const started = spawn(process.execPath, [...program, 'start', '--port', '0', '--data', join(folder, 'data')], { cwd: folder });
  running = started;
  const greeting = await textUntil(started, /Ctrl-C stops it/);
  const [, url = ''] = /open at (\S+)/.exec(greeting) ?? [];
  for (const line of [/100 {2}front desk/, /101 {2}echo/, /201 {2}Ada Lovelace/, /Dial 100/]) expect(greeting).toMatch(line);
  expect((await fetch(url)).status).toBe(200);
  const children = childrenOf(started.pid ?? 0);
  expect(children.length).toBeGreaterThan(0);

  const ended = new Promise<number | null>((resolve) => started.once('exit', resolve));
  started.kill('SIGINT');
  expect(await ended).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
  expect(children.filter(isAlive)).toEqual([]);
});

function textUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      if (pattern.test(text)) resolve(text);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', (code) => reject(new Error(`it ended with ${String(code)} after saying: ${text}`)));
  });
}

function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout.split('\n').map(Number).filter((each) => each > 0); // prettier-ignore
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
