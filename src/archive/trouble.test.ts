/** What happens to recordings when disks are full, stores are away, and files are changed behind the archive's back. */
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BlobStore } from '../store/blob-store.ts';
import { StoreError, type StoreErrorCode } from '../store/errors.ts';
import type { Archive } from './archive.ts';
import { about, newPlace, operator, twoSpeak, type Place } from './test-archive.ts';

let place: Place;
beforeEach(async () => {
  place = await newPlace();
});
afterEach(() => place[Symbol.asyncDispose]());

/** The place's blobs, refusing for as long as `why` says so. */
function failing(): BlobStore & { why: StoreErrorCode | undefined; tries: number } {
  const { blobs } = place;
  const asked = <T>(work: () => Promise<T>): Promise<T> => {
    if (store.why === undefined) return work();
    store.tries++;
    return Promise.reject(new StoreError(store.why, 'could not do it: the store says no'));
  };
  const store: ReturnType<typeof failing> = {
    why: undefined,
    tries: 0,
    put: (...of) => asked(() => blobs.put(...of)),
    putStream: (...of) => asked(() => blobs.putStream(...of)),
    get: (...of) => asked(() => blobs.get(...of)),
    getRange: (...of) => asked(() => blobs.getRange(...of)),
    sizeOf: (...of) => asked(() => blobs.sizeOf(...of)),
    delete: (...of) => asked(() => blobs.delete(...of)),
    list: (...of) => asked(() => blobs.list(...of)),
  };
  return store;
}

async function recorded(archive: Archive): Promise<string> {
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  return (await recording.finish('over')).recordingId;
}

test('while the store is away a recording waits, longer each time, and is saved when it is back', async () => {
  const blobs = failing();
  const archive = await place.open({ blobs });
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  blobs.why = 'store/unreachable';
  const finished = recording.finish('over');
  await place.clock.advance(0);
  const { recordingId } = recording;
  expect(await archive.get(operator, recordingId)).toMatchObject({
    state: 'finishing',
    problem: expect.stringContaining('the store says no'),
  });
  await expect(archive.make(operator, recordingId, { kind: 'mixed' }, 'wav')).rejects.toMatchObject({ code: 'archive/busy' });
  await place.clock.advance(3_600_000);
  expect(blobs.tries).toBeGreaterThan(10);
  expect(blobs.tries).toBeLessThan(20);
  blobs.why = undefined;
  await place.clock.advance(600_000);
  expect(await finished).toMatchObject({ state: 'saved', problem: undefined });
});

test('a store that is away when the program ends is tried by the next start', async () => {
  const blobs = failing();
  const archive = await place.open({ blobs });
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  blobs.why = 'store/unreachable';
  const finished = recording.finish('over');
  finished.catch(() => undefined);
  await place.clock.advance(5_000);
  await archive[Symbol.asyncDispose]();
  await expect(finished).rejects.toMatchObject({ code: 'archive/closed' });
  const next = await place.open();
  expect(await next.get(operator, recording.recordingId)).toMatchObject({ state: 'finishing' });
  await next.recover();
  expect(await next.get(operator, recording.recordingId)).toMatchObject({ state: 'saved', problem: undefined, durationMs: 800 });
});

test('a full disk makes it fail, what was recorded stays, and it is saved when there is room again', async () => {
  const blobs = failing();
  const archive = await place.open({ blobs });
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  blobs.why = 'store/full';
  const failed = archive.facts.next('recordingFailed');
  await expect(recording.finish('over')).rejects.toMatchObject({
    code: 'archive/failed',
    message: expect.stringContaining('is tried again'),
  });
  expect((await failed).recording).toMatchObject({ state: 'failed', subject: about.subject });
  expect([...(await place.everyFile()).keys()].some((file) => file.endsWith('segments-00000.log'))).toBe(true);
  blobs.why = undefined;
  await place.clock.advance(31_000);
  expect(await archive.get(operator, recording.recordingId)).toMatchObject({ state: 'saved', problem: undefined });
  expect([...(await place.everyFile()).keys()].some((file) => file.includes('/spool/t1/'))).toBe(false);
});

test('one that fails again and again is left for an operator, who asks for a file of it when it is mended', async () => {
  const blobs = failing();
  const archive = await place.open({ blobs });
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  blobs.why = 'store/full';
  const finished = recording.finish('over');
  await expect(finished).rejects.toMatchObject({ code: 'archive/failed' });
  await place.clock.advance(24 * 3_600_000);
  expect(blobs.tries).toBe(8);
  expect((await archive.get(operator, recording.recordingId)).problem).toContain('mend that, then start again');
  const next = await place.open({ blobs });
  await next.recover();
  expect(blobs.tries).toBe(9);
  blobs.why = undefined;
  expect(await next.make(operator, recording.recordingId, { kind: 'mixed' }, 'wav')).toMatchObject({ format: 'wav' });
  expect(await next.get(operator, recording.recordingId)).toMatchObject({ state: 'saved' });
});

test('a file, waveforms and a log that were changed are refused, and the trail tells who met it', async () => {
  const archive = await place.open();
  const recordingId = await recorded(archive);
  const change = async (name: string): Promise<void> => {
    const found = [...(await place.everyFile())].find(([file]) => file.includes('/blobs/') && file.endsWith(name));
    if (!found) throw new Error(`no ${name}`);
    const [file, bytes] = found;
    bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
    await writeFile(file, bytes);
  };
  const damaged = { code: 'archive/damaged', message: expect.stringContaining('backup') };
  await change('mixed.ogg');
  const file = await archive.openFile(operator, recordingId, { kind: 'mixed' }, 'ogg');
  await expect(file.read(0, file.sizeBytes)).rejects.toMatchObject(damaged);
  await change('waveforms');
  await expect(archive.waveforms(operator, recordingId)).rejects.toMatchObject(damaged);
  await change('.log');
  await expect(archive.make(operator, recordingId, { kind: 'track', track: 1 }, 'ogg')).rejects.toMatchObject(damaged);
  await place.blobs.delete(`t1/recordings-bots/${recordingId}/mixed.ogg`);
  await expect(archive.openFile(operator, recordingId, { kind: 'mixed' }, 'ogg')).rejects.toMatchObject(damaged);
  expect((await archive.trail(operator, recordingId)).map(({ did, detail }) => `${did} ${String(detail)}`)).toEqual(
    expect.arrayContaining(['damageFound mixed.ogg', 'damageFound waveforms']),
  );
});

test('one file cannot be passed off as another', async () => {
  const archive = await place.open();
  const [one, other] = [await recorded(archive), await recorded(archive)];
  const key = (recordingId: string, name: string): string => `t1/recordings-bots/${recordingId}/${name}`;
  await archive.make(operator, one, { kind: 'track', track: 1 }, 'ogg');
  const track = (await place.blobs.get(key(one, 'track-1.ogg'))) ?? new Uint8Array();
  for (const recordingId of [one, other]) {
    await place.blobs.put(key(recordingId, 'mixed.ogg'), track);
    await expect(archive.openFile(operator, recordingId, { kind: 'mixed' }, 'ogg')).rejects.toMatchObject({ code: 'archive/damaged' });
  }
});

test('while the vault is away recordings are there for operators, locked, and open again when it is back', async () => {
  const first = await place.open();
  const recordingId = await recorded(first);
  let isAway = true;
  const vault = {
    ...place.vault,
    unwrap: (...of: Parameters<typeof place.vault.unwrap>) =>
      isAway ? Promise.reject(new StoreError('store/unreachable', 'no answer')) : place.vault.unwrap(...of),
  };
  const archive = await place.open({ vault });
  await archive.recover();
  expect(await archive.list(operator)).toMatchObject([
    { recordingId, state: 'saved', subject: '', problem: expect.stringContaining('vault') },
  ]);
  expect(await archive.list({ kind: 'person', id: 'ada-id-canary', name: 'Ada' })).toEqual([]);
  await expect(archive.openFile(operator, recordingId, { kind: 'mixed' }, 'ogg')).rejects.toMatchObject({ code: 'archive/locked' });
  await archive.keepUntil(operator, recordingId, place.clock.wallMs() + 60_000);
  isAway = false;
  expect(await archive.get(operator, recordingId)).toMatchObject({ subject: about.subject, keptUntilMs: place.clock.wallMs() + 60_000 });
});
