/**
 * How soon the page is there: from the start of the installed program to the first answer of its port, against a bare
 * Node program that listens and does nothing else, in the same run.
 *
 *     node --import jiti/register bench/start-up.ts [--json FILE] [--check]
 *
 * `--check` fails when the page takes more than 5 s, or more than 40 times as long as the bare program.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { realClock } from '../src/base/clock.ts';

const { values } = parseArgs({ options: { json: { type: 'string' }, check: { type: 'boolean', default: false } } });
const clock = realClock();
const root = join(import.meta.dirname, '..');
const rounds = 5;
const bare = `require('node:http').createServer((_, answer) => answer.end('here')).listen(Number(process.env.PORT), '127.0.0.1')`;

const programs = {
  'bare Node listener': ['-e', bare],
  'rollcall start, first time (empty data folder)': [join(root, 'dist/cli/main.js'), 'start'],
  'rollcall start, again': [join(root, 'dist/cli/main.js'), 'start'],
} as const;

const figures: Record<string, { readonly medianMs: number; readonly worstMs: number }> = {};
const data = await mkdtemp(join(tmpdir(), 'rollcall-start-'));
for (const [name, words] of Object.entries(programs)) {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const folder = name.endsWith('again') ? join(data, 'kept') : join(data, String(round));
    times.push(await timed(words, 47_100 + round, folder));
  }
  times.sort((a, b) => a - b);
  figures[name] = { medianMs: Math.round(times[rounds >> 1] ?? 0), worstMs: Math.round(times.at(-1) ?? 0) };
}
await rm(data, { recursive: true, force: true });

console.log('| program | median ms to the first page | worst ms |\n|---|---|---|');
for (const [name, { medianMs, worstMs }] of Object.entries(figures)) console.log(`| ${name} | ${String(medianMs)} | ${String(worstMs)} |`);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);

const floor = figures['bare Node listener']?.medianMs ?? 1;
const first = figures['rollcall start, first time (empty data folder)'];
const isKept = first !== undefined && first.worstMs <= 5_000 && first.medianMs <= 40 * floor;
if (values.check && !isKept) {
  console.error('Broken: the page is not there within 5 s of the start, or within 40 times a bare listener.');
  process.exit(1);
}

async function timed(words: readonly string[], port: number, folder: string): Promise<number> {
  const from = clock.now();
  const child = spawn(process.execPath, words, { env: { ...process.env, PORT: String(port), ROLLCALL_DATA: folder }, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (!(await isThere(`http://127.0.0.1:${String(port)}/`))) await clock.sleep(5);
  const tookMs = clock.now() - from;
  child.kill('SIGINT');
  await ended;
  return tookMs;
}

async function isThere(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false;
  }
}
