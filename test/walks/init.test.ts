/** `rollcall init`, walked through as a newcomer does: write a project, install it, test it, start it, on a machine that has no voice. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const noNetwork = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ENOTCACHED|ERR_SOCKET_TIMEOUT/;

let place: string;
let project: string;

type Ran = { readonly code: number; readonly output: string };

function run(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  const shell = process.platform === 'win32' && program === 'npm';
  return new Promise((done) => {
    execFile(program, args, { cwd, shell, encoding: 'utf8' }, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });
}

async function ran(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await run(program, args, cwd);
  expect(code, output).toBe(0);
  return output;
}

/** The package as it is now, built apart, so that nobody else's build is disturbed. */
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'rollcall-newcomer-'));
  const here = join(place, 'rollcall');
  for (const part of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'bots', 'assets', 'console/dist'])
    await cp(join(root, part), join(here, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(here, 'node_modules'), 'junction');
  await ran(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', join(here, 'dist')], root);
  project = join(place, 'my-bot');
  // Whoever begins with "git init" is as welcome.
  await mkdir(join(project, '.git'), { recursive: true });
  await ran(process.execPath, [join(here, 'dist/cli/main.js'), 'init', project], place);
}, 60_000);
afterAll(() => rm(place, { recursive: true, force: true }));

test('a new project is installed, passes its test, and starts with a voice', { timeout: 180_000 }, async ({ skip }) => {
  const installed = await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], project);
  if (installed.code !== 0 && noNetwork.test(installed.output) && process.env['CI'] !== 'true') {
    console.warn('Skipped: the walk of a newcomer. The package registry cannot be reached, and its packages are not in the cache.');
    skip('the package registry cannot be reached');
  }
  expect(installed.code, installed.output).toBe(0);

  const contents = await readdir(join(project, 'node_modules/rollcall'), { recursive: true, encoding: 'utf8' });
  const top = ['CHANGELOG.md', 'LICENSE', 'README.md', 'assets', 'bots', 'console', 'dist', 'package.json'];
  expect(contents.filter((path) => !/[\\/]/.test(path) && path !== 'node_modules').toSorted()).toEqual(top);
  expect(contents.filter((path) => /\.test\.|\.map$|(^|[\\/])(src|test|conformance)([\\/]|$)|[\\/](fake|test)-/.test(path))).toEqual([]);

  const tested = await ran('npm', ['test'], project);
  expect(tested).toMatch(/pass 2\b/);
  expect(tested).toMatch(/fail 0\b/);

  const { scripts } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  expect(scripts['start']).toBe('rollcall dev bot.ts');
  expect(await readdir(join(project, 'node_modules/.bin'))).toContain('rollcall');
  await starts();
});

/** What `npm start` runs, with nothing on the path that could speak. */
async function starts(): Promise<void> {
  const program = join(project, 'node_modules/rollcall/dist/cli/main.js');
  const started = spawn(process.execPath, [program, 'dev', 'bot.ts'], { cwd: project, env: { ...process.env, PATH: '', PORT: '0' } });
  try {
    let errors = '';
    started.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const lines: string[] = [];
    for await (const line of createInterface(started.stdout)) {
      lines.push(line);
      if (line.includes('Ctrl-C')) break;
    }
    const said = lines.join('\n');
    expect(said, errors).toMatch(/111 {2}my bot/);
    expect(said).toContain('Voice: espeak-voice.');
    const url = /open at (http:\S+)/.exec(said)?.[1] ?? '';
    for (const path of ['/', '/phone']) {
      const page = await fetch(url + path);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    }
    started.kill('SIGINT');
    const [code] = (await once(started, 'exit')) as [number | null];
    if (process.platform !== 'win32') expect(code).toBe(0);
  } finally {
    started.kill('SIGKILL');
  }
}
