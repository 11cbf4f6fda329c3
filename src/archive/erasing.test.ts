/** That what is deleted is gone: looked for in every file of the disk, byte by byte. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreError } from '../store/errors.ts';
import type { Archive } from './archive.ts';
import { about, ada, asViewer, grace, mallory, newPlace, operator, twoSpeak, type Place } from './test-archive.ts';

let place: Place;
beforeEach(async () => {
  place = await newPlace();
});
afterEach(() => place[Symbol.asyncDispose]());

const DAY = 86_400_000;
const mixed = { kind: 'mixed' } as const;

async function recorded(archive: Archive, changed: { readonly keepMs?: number; readonly kind?: 'voicemail' } = {}): Promise<string> {
  const { keepMs, kind = 'recording' } = changed;
  const recording = await archive.begin({ ...about, kind }, { keepMs });
  await twoSpeak(recording);
  recording.write({ kind: 'note', atMs: 100, note: { kind: 'chapter', title: 'Canary chapter' } });
  recording.write({ kind: 'note', atMs: 200, note: { kind: 'marker', label: 'Canary marker' } });
  return (await recording.finish('canary reason')).recordingId;
}

test('nothing that names anybody is ever readable on the disk, and nothing of the sealed bytes is left after deletion', async () => {
  const archive = await place.open();
  const recordingId = await recorded(archive);
  await archive.grant(asViewer(ada), recordingId, { id: 'granted-canary', name: 'Granted Canary' });
  await archive.rename(asViewer(ada), recordingId, 'Renamed canary');
  await archive.hold(operator, recordingId, 'Canary court');
  await archive.release(operator, recordingId);
  await archive.make(asViewer(grace), recordingId, mixed, 'wav');
  await archive.openFile(asViewer(grace), recordingId, { kind: 'track', track: 1 }, 'ogg');
  await expect(archive.get(asViewer(mallory), recordingId)).rejects.toMatchObject({ code: 'archive/unknown' });
  const words = [
    ada.name,
    ada.id,
    grace.name,
    grace.id,
    'Canary',
    'canary',
    about.subject,
    'meeting-canary',
    mallory.id,
    'OggS\0\0',
    'OpusHead',
    'WAVEfmt ',
  ];
  expect(await place.filesWith(...words)).toEqual([]);

  const sealed: Uint8Array[] = [];
  for (const [file, bytes] of await place.everyFile()) {
    if (!file.includes('/blobs/') && !file.includes('/keys/')) continue;
    for (let at = 0; at + 64 <= bytes.length; at += 4_096) sealed.push(bytes.subarray(at, at + 64));
  }
  expect(sealed.length).toBeGreaterThan(10);
  const proof = await archive.erase(asViewer(ada), recordingId);
  expect(proof).toMatchObject({ recordingId, keyDestroyed: true, erasedMs: place.clock.wallMs() });
  expect(proof.absent).toEqual(
    expect.arrayContaining([
      expect.stringContaining('mixed.ogg'),
      expect.stringContaining('mixed.wav'),
      expect.stringContaining('track-1.ogg'),
      expect.stringContaining('segments-00000.log'),
      expect.stringContaining('waveforms'),
      expect.stringContaining('wrapped key'),
    ]),
  );
  expect(await place.filesWith(...words, ...sealed)).toEqual([]);
  expect([...(await place.everyFile()).keys()].filter((file) => file.includes(recordingId))).toEqual([]);
  const entries = [];
  for await (const entry of place.audit.entries()) entries.push(entry);
  expect(entries.at(-1)).toMatchObject({ actor: 'organizer', action: 'erased', detail: 'asked', hash: proof.auditHash });
  expect(await place.audit.verify()).toMatchObject({ isIntact: true });
});

test('what is deleted is unknown to all, also after a start, and its trail says what was done, and not who did it', async () => {
  const archive = await place.open();
  const recordingId = await recorded(archive);
  const open = await archive.openFile(asViewer(grace), recordingId, mixed, 'ogg');
  await archive.erase(operator, recordingId);
  await expect(open.read(0, 10)).rejects.toMatchObject({ code: 'archive/unknown' });
  for (const each of [archive, await place.open()]) {
    await each.recover();
    await expect(each.get(operator, recordingId)).rejects.toMatchObject({ code: 'archive/unknown' });
    await expect(each.erase(operator, recordingId)).rejects.toMatchObject({ code: 'archive/unknown' });
    await expect(each.openFile(asViewer(ada), recordingId, mixed, 'ogg')).rejects.toMatchObject({ code: 'archive/unknown' });
    expect(await each.list(operator)).toEqual([]);
    const trail = await each.trail(operator, recordingId);
    expect(trail.map(({ by, did, detail }) => [by, did, detail])).toEqual([
      ['recorded', 'opened', undefined],
      ['operator Olga', 'erased', 'asked'],
    ]);
  }
});

test('one that is held is deleted neither by hand nor by time, and goes when it is released', async () => {
  const archive = await place.open({ keepMs: 10 * DAY });
  const recordingId = await recorded(archive);
  await archive.hold(operator, recordingId, 'court');
  await expect(archive.erase(asViewer(ada), recordingId)).rejects.toMatchObject({ code: 'archive/held' });
  await expect(archive.erase(operator, recordingId)).rejects.toMatchObject({ code: 'archive/held' });
  await expect(archive.keepUntil(operator, recordingId, place.clock.wallMs() + DAY)).rejects.toMatchObject({ code: 'archive/held' });
  await archive.keepUntil(operator, recordingId, place.clock.wallMs() + 11 * DAY);
  await place.clock.advance(12 * DAY);
  expect(await archive.get(operator, recordingId)).toMatchObject({ hold: { reason: 'court', by: { name: 'Olga' } } });
  const erased = archive.facts.next('recordingErased');
  await archive.release(operator, recordingId);
  await place.clock.advance(0);
  expect(await erased).toEqual({ recordingId, why: 'retention' });
});

test('each goes when its time has come and not before, also after a start', async () => {
  const first = await place.open({ keepMs: 60 * DAY });
  const usual = await recorded(first);
  const short = await recorded(first, { keepMs: DAY });
  const voicemail = await recorded(first, { kind: 'voicemail' });
  const longer = await recorded(first);
  await first.keepUntil(asViewer(ada), longer, undefined);
  await first[Symbol.asyncDispose]();
  const archive = await place.open({ keepMs: 60 * DAY });
  const left = async (): Promise<readonly string[]> => (await archive.list(operator)).map(({ recordingId }) => recordingId).toSorted();
  await archive.recover();
  await place.clock.advance(DAY - 1);
  expect(await left()).toEqual([usual, short, voicemail, longer].toSorted());
  await place.clock.advance(1);
  expect(await left()).toEqual([usual, voicemail, longer].toSorted());
  await place.clock.advance(59 * DAY);
  expect(await left()).toEqual([voicemail, longer].toSorted());
  expect((await archive.trail(operator, usual)).at(-1)).toMatchObject({ by: 'house', did: 'erased', detail: 'retention' });
});

test('the key goes first: while the store is away nothing can be opened, and the rest goes when it is back', async () => {
  let isAway = false;
  const asked = <T>(work: () => Promise<T>): Promise<T> =>
    isAway ? Promise.reject(new StoreError('store/unreachable', 'no answer')) : work();
  const { blobs: real } = place;
  const blobs = {
    ...real,
    list: (prefix: string) => asked(() => real.list(prefix)),
    delete: (key: string) => asked(() => real.delete(key)),
  };
  const archive = await place.open({ blobs });
  const recordingId = await recorded(archive);
  isAway = true;
  await expect(archive.erase(asViewer(ada), recordingId)).rejects.toMatchObject({ code: 'store/unreachable' });
  await expect(archive.get(asViewer(ada), recordingId)).rejects.toMatchObject({ code: 'archive/unknown' });
  expect([...(await place.everyFile()).keys()].some((file) => file.includes('/keys/'))).toBe(false);
  await archive[Symbol.asyncDispose]();
  const next = await place.open({ blobs });
  await next.recover();
  const erased = next.facts.next('recordingErased');
  await place.clock.advance(60_000);
  isAway = false;
  await place.clock.advance(60_000);
  expect(await erased).toEqual({ recordingId, why: 'asked' });
  expect(await real.list('')).toEqual([]);
});

test('what cannot be deleted is told by name, and no proof is given', async () => {
  const { blobs: real } = place;
  const archive = await place.open({ blobs: { ...real, delete: () => Promise.resolve() } });
  const recordingId = await recorded(archive);
  await expect(archive.erase(operator, recordingId)).rejects.toMatchObject({
    code: 'archive/not-erased',
    message: expect.stringContaining('mixed.ogg'),
  });
});

test('one that is being recorded is not deleted; one that waits for a store is, and its work with it', async () => {
  let isAway = true;
  const { blobs: real } = place;
  const putStream: typeof real.putStream = (...of) =>
    isAway ? Promise.reject(new StoreError('store/unreachable', 'no')) : real.putStream(...of);
  const archive = await place.open({ blobs: { ...real, putStream } });
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  await expect(archive.erase(operator, recording.recordingId)).rejects.toMatchObject({ code: 'archive/busy' });
  const finished = recording.finish('over');
  finished.catch(() => undefined);
  await place.clock.advance(10);
  await archive.erase(operator, recording.recordingId);
  await expect(finished).rejects.toMatchObject({ code: 'archive/unknown' });
  isAway = false;
  await place.clock.advance(DAY);
  expect(await real.list('')).toEqual([]);
});

test('of two that delete at once both get the proof; what lies in the folder of the recording goes with it', async () => {
  const archive = await place.open();
  const recordingId = await recorded(archive);
  const folder = join(place.path, 'spool', 't1', 'bots', recordingId, 'work');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, '.unfinished-1'), 'left over');
  const [one, other] = await Promise.all([archive.erase(operator, recordingId), archive.erase(operator, recordingId)]);
  expect(one).toEqual(other);
  expect([...(await place.everyFile()).keys()].filter((file) => file.includes(recordingId))).toEqual([]);
});
