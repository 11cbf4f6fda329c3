/** A disk on which there is no more room, by the limit that the system sets for the files of a process: what was said before is saved all the same. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectKept } from './kept-sound.ts';
import { openKeptPlace, operator } from './kept-place.ts';
import { killedRecorder, type RecorderWord } from './recorder-process.ts';

const hasFfmpeg = process.env['CI'] === 'true' || spawnSync('ffprobe', ['-version']).status === 0;
const onPosix = test.skipIf(process.platform === 'win32' || !hasFfmpeg);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-bad-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Pictures fill the log: half a mebibyte in some three seconds. */
const pictureBytes = 20_000;
const fileBytes = 512 * 1_024;

onPosix.each<readonly [string, RecorderWord['kind']]>([
  ['by the program itself', 'kept'],
  ['by the next start, where the program dies of it', 'failed'],
])('a log that has no more room is told, and what is in it is saved %s', { timeout: 60_000 }, async (_, until) => {
  const life = await killedRecorder({ folder, does: 'record', pictureBytes }, ({ kind }) => (kind === until ? 0 : undefined), {
    fileBytes,
  });
  const failed = life.find((word) => word.kind === 'failed');
  expect(failed?.problem).toMatch(/the disk is full: make room/);

  await using place = await openKeptPlace(folder);
  await place.archive.recover();
  const [kept, ...more] = await place.archive.list(operator);
  if (!kept) throw new Error('there is no recording');
  expect([kept.state, more]).toEqual(['saved', []]);
  expect(kept.problem).toMatch(until === 'kept' ? /the disk is full/ : /cut off|the disk is full/);
  expect(kept.tracks.map(({ info }) => info.kind).toSorted()).toEqual(['camera', 'mixed', 'voice', 'voice', 'voice']);
  const { lostMs, steps } = await expectKept(place.archive, kept, life);
  expect(steps).toBeGreaterThan(20);
  expect(lostMs).toBeLessThanOrEqual(1_000);
});
