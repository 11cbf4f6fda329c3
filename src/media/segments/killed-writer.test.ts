/** `kill -9` at any moment: the log is read, everything in it is as it was written, and what is missing is the last second at most. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { proofRounds } from '../../../test/proof-rounds.ts';
import { seededRandom } from '../../base/random.ts';
import { aesSeal } from './aes-seal.ts';
import type { SegmentRecord } from './record.ts';
import { readSegments } from './segment-reader.ts';
import { killedRecords } from './test-killed-log.ts';
import { allOf } from './test-log.ts';

const root = mkdtempSync(join(tmpdir(), 'rollcall-killed-'));
afterAll(() => rmSync(root, { recursive: true }));
const lost: number[] = [];
afterAll(() => {
  const sorted = [...lost].sort((a, b) => a - b);
  const [middle, most] = [sorted[sorted.length >> 1] ?? 0, sorted.at(-1) ?? 0];
  console.log(
    `killed ${String(lost.length)} times; lost of what was handed over: ${String(middle)} ms in the middle, ${String(most)} ms at most`,
  );
});

/** Kills the writer as soon as it has said that it is so far; resolves with the last that it said. */
function killed(folder: string, key: Buffer, whenMs: number): Promise<number> {
  const program = join(import.meta.dirname, 'test-killed-child.ts');
  const child = spawn(process.execPath, ['--import', 'jiti/register', program, folder, key.toString('base64')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let wrong = '';
  child.stderr.on('data', (chunk: Buffer) => (wrong += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (Number(said.trim().split('\n').at(-1)) >= whenMs) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('close', (_status, signal) => {
      const whole = said.slice(0, said.lastIndexOf('\n')).split('\n');
      if (signal === 'SIGKILL') resolve(Number(whole.at(-1)));
      else reject(new Error(`the writer ended by itself: ${wrong}`));
    });
  });
}

test.each(proofRounds(3, 50))('a writer that is killed (seed %i)', async (seed) => {
  const folder = join(root, String(seed));
  const key = randomBytes(32);
  const toldMs = await killed(folder, key, 300 + Math.floor(seededRandom(seed).unit() * 3_000));
  const found = await allOf(readSegments({ folder, seal: aesSeal(key) }));
  const wanted: SegmentRecord[] = [];
  for (let atMs = 0; atMs <= toldMs + 1_000; atMs += 20) wanted.push(...killedRecords(atMs));
  const differs = found.findIndex((record, i) => JSON.stringify(record) !== JSON.stringify(wanted[i]));
  expect(differs).toBe(-1);
  const lossMs = Math.max(0, toldMs - (found.at(-1)?.atMs ?? -20));
  lost.push(lossMs);
  expect(lossMs).toBeLessThanOrEqual(1_000);
});
