/** Films that are made while a recording goes on, in a real archive, by a real ffmpeg. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tone } from '../../archive/test-archive.ts';
import type { Viewer } from '../../archive/port.ts';
import { realClock } from '../../base/clock.ts';
import type { SegmentRecord } from '../../media/segments/record.ts';
import { liveFilms } from './live-films.ts';
import type { Archives } from './open-archives.ts';
import { about, ada, openKept } from './test-kept.ts';

const clock = realClock();
const operator: Viewer = { kind: 'operator', name: 'olga' };
const hasNoFfmpeg = process.env['CI'] !== 'true' && spawnSync('ffmpeg', ['-version']).error !== undefined;
let data: string;
let archives: Archives & AsyncDisposable;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'rollcall-films-'));
  archives = await openKept(data);
});
afterEach(async () => {
  await archives[Symbol.asyncDispose]();
  await rm(data, { recursive: true, force: true });
});

/** Ada says a tone of a second. */
async function records(): Promise<readonly SegmentRecord[]> {
  const packets = await tone(440, 1_000);
  return [
    { kind: 'track', atMs: 0, track: 0, info: { kind: 'mixed' } },
    { kind: 'note', atMs: 0, note: { kind: 'joined', personId: ada.id, name: ada.name } },
    { kind: 'track', atMs: 0, track: 1, info: { kind: 'voice', personId: ada.id, name: ada.name } },
    ...packets.flatMap((packet, at) =>
      [0, 1].map((track): SegmentRecord => ({ kind: 'sound', atMs: at * 20, track, packet, levelDb: -12 })),
    ),
  ];
}

test.skipIf(hasNoFfmpeg)('a film lies beside the recording as soon as it is over, and plays', { timeout: 60_000 }, async () => {
  const open = await archives.bots.begin(about);
  const film = liveFilms(archives.bots, { clock })({ recordingId: open.recordingId, layout: 'gallery', format: 'webm' });
  for (const record of await records()) {
    open.write(record);
    film.write(record);
  }
  await open.finish('the call ended');
  await film.finish();
  const kept = await archives.bots.get(operator, open.recordingId);
  expect(kept.files).toContainEqual(expect.objectContaining({ content: { kind: 'composite', layout: 'gallery' }, format: 'webm' }));
  const file = await archives.bots.openFile(operator, open.recordingId, { kind: 'composite', layout: 'gallery' }, 'webm');
  const path = join(data, 'film.webm');
  await writeFile(path, await file.read(0, file.sizeBytes));
  const probe = spawnSync('ffprobe', ['-v', 'error', '-show_entries', 'stream=codec_name:format=duration', '-of', 'json', path], {
    encoding: 'utf8',
  });
  const { streams, format } = JSON.parse(probe.stdout) as { streams: readonly { codec_name: string }[]; format: { duration: string } };
  expect(streams.map(({ codec_name }) => codec_name).toSorted()).toEqual(['opus', 'vp8']);
  expect(Number(format.duration)).toBeCloseTo(1, 0);
});

test('a film for which there is no place is told of, and waited for by nobody', async () => {
  const film = liveFilms(archives.bots, { clock })({ recordingId: 'nothing', layout: 'gallery', format: 'webm' });
  for (const record of await records()) film.write(record);
  await expect(film.finish()).rejects.toMatchObject({ code: 'archive/unknown' });
  await film.discard();
});

test('consent that is taken back calls a film off; the recording goes on', async () => {
  const open = await archives.bots.begin(about);
  const film = liveFilms(archives.bots, { clock })({ recordingId: open.recordingId, layout: 'gallery', format: 'webm' });
  const withdrawn: SegmentRecord = { kind: 'note', atMs: 900, note: { kind: 'withdrawn', personId: ada.id } };
  for (const record of [...(await records()), withdrawn]) {
    open.write(record);
    film.write(record);
  }
  await expect(film.finish()).rejects.toThrow(/took consent back/);
  const kept = await open.finish('the call ended');
  expect(kept.files.filter(({ content }) => content.kind === 'composite')).toEqual([]);
});

test('a discarded recording leaves no film', async () => {
  const open = await archives.bots.begin(about);
  const film = liveFilms(archives.bots, { clock })({ recordingId: open.recordingId, layout: 'speaker', format: 'webm' });
  for (const record of await records()) film.write(record);
  await Promise.all([open.discard(), film.discard()]);
  expect(archives.bots.standingOf(open.recordingId)).toBe('gone');
});

test('an archive that closes does not wait for a film that nobody ends', async () => {
  const open = await archives.bots.begin(about);
  const film = liveFilms(archives.bots, { clock })({ recordingId: open.recordingId, layout: 'gallery', format: 'webm' });
  for (const record of await records()) film.write(record);
  await archives[Symbol.asyncDispose]();
  await expect(film.finish()).rejects.toMatchObject({ code: 'archive/closed' });
});
