/** How patient a program is, as the program itself is told by its system. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { makeNice } from './niceness.ts';

const tellsNiceness = spawnSync('nice', { encoding: 'utf8' }).stdout?.trim();

describe.skipIf(!tellsNiceness)('a program that was made nice', () => {
  test.each([false, true])('lets others go first (with a session of its own: %s)', async (detached) => {
    // It waits to be told before it looks.
    const child = spawn('sh', ['-c', 'read line; exec nice'], { stdio: ['pipe', 'pipe', 'ignore'], detached });
    makeNice(child.pid, detached);
    child.stdin.end('look\n');
    expect(Number(await said(child))).toBeGreaterThan(Number(tellsNiceness));
  });

  test('whatever cannot be made so is left as it is', async () => {
    const child = spawn('no such program', { stdio: 'ignore' });
    await new Promise((resolve) => child.once('error', resolve));
    expect(() => makeNice(child.pid)).not.toThrow();
    const gone = spawn('true', { stdio: 'ignore' });
    await new Promise((resolve) => gone.once('close', resolve));
    expect(() => makeNice(gone.pid, true)).not.toThrow();
  });
});

async function said({ stdout }: ChildProcess): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdout ?? []) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString().trim();
}
