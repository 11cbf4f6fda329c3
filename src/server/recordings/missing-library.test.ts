import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { begun, openKept } from './test-kept.ts';

vi.mock('@aws-sdk/client-s3', () => {
  throw new Error('Cannot find package');
});

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'rollcall-archives-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

test('a store whose library is not installed is told of, with the line that installs it, and keeps nobody from recording', async () => {
  await using archives = await openKept(data, { config: { store: { kind: 's3', bucket: 'recordings', region: 'x' } } });
  await expect(archives.check()).rejects.toThrow('run npm install @aws-sdk/client-s3');
  const recording = await begun(archives.bots);
  const failed = await recording.finish('the call ended').catch((error: unknown) => error);
  expect(failed).toMatchObject({
    code: 'archive/failed',
    message: expect.stringContaining('What was recorded is kept, and it is tried again') as string,
  });
  expect(await archives.bots.get({ kind: 'operator', name: 'olga' }, recording.recordingId)).toMatchObject({ state: 'failed' });
});
