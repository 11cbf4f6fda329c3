/** The life of recordings, on a real disk and in virtual time. */
import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toneDb } from '../media/goertzel.ts';
import { aesSeal } from '../media/segments/aes-seal.ts';
import { SegmentWriter } from '../media/segments/segment-writer.ts';
import { readWav } from '../media/wav.ts';
import { StoreError } from '../store/errors.ts';
import type { OpenRecording } from './port.ts';
import { about, ada, asViewer, grace, newPlace, operator, tone, twoSpeak, type Place } from './test-archive.ts';

let place: Place;
beforeEach(async () => {
  place = await newPlace();
});
afterEach(() => place[Symbol.asyncDispose]());

test('a recording is begun, finished, found, played and heard as it was said', async () => {
  const archive = await place.open();
  const told: string[] = [];
  archive.facts.on('recordingStarted', ({ recording }) => told.push(`started ${recording.state}`));
  archive.facts.on('recordingSaved', ({ recording }) => told.push(`saved ${recording.state}`));
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  recording.write({ kind: 'note', atMs: 400, note: { kind: 'chapter', title: 'Grace speaks' } });
  const saved = await recording.finish('the call ended');
  expect(told).toEqual(['started recording', 'saved saved']);
  expect(saved).toMatchObject({
    state: 'saved',
    subject: about.subject,
    durationMs: 800,
    people: [ada, grace],
    chapters: [{ atMs: 400, title: 'Grace speaks' }],
    problem: undefined,
    files: [{ content: { kind: 'mixed' }, format: 'ogg', durationMs: 800 }],
  });
  expect(await archive.list(asViewer(grace))).toEqual([saved]);
  const ogg = await archive.openFile(asViewer(grace), saved.recordingId, { kind: 'mixed' }, 'ogg');
  expect(Buffer.from(await ogg.read(0, 4)).toString()).toBe('OggS');
  expect((await ogg.read(0, ogg.sizeBytes)).length).toBe(ogg.sizeBytes);
  for (const [track, hertz, fromMs] of [
    [1, 440, 0],
    [2, 880, 400],
  ] as const) {
    const file = await archive.openFile(asViewer(ada), saved.recordingId, { kind: 'track', track }, 'wav');
    const samples = readWav(await file.read(0, file.sizeBytes));
    expect(samples.length).toBe(800 * 16);
    expect(toneDb(samples.subarray(fromMs * 16 + 800, fromMs * 16 + 5_600), hertz)).toBeGreaterThan(-20);
    expect(toneDb(samples.subarray((400 - fromMs) * 16 + 800, (400 - fromMs) * 16 + 5_600), hertz)).toBeLessThan(-60);
  }
  const waveforms = await archive.waveforms(asViewer(ada), saved.recordingId);
  expect(waveforms.map(({ track, peaks }) => [track, peaks.length])).toEqual([
    [0, 8],
    [1, 8],
    [2, 8],
  ]);
});

test('what was being recorded when the program was killed is finished by the next start, and says what is missing', async () => {
  const killed = await place.open();
  const recording = await killed.begin(about);
  await twoSpeak(recording);
  await place.clock.advance(600);
  recording.write({ kind: 'sound', atMs: 800, track: 1, packet: new Uint8Array([0xb8, 1]), levelDb: -30 });
  const archive = await place.open();
  const saved = archive.facts.next('recordingSaved');
  expect(await archive.list(operator)).toMatchObject([{ state: 'recording', subject: about.subject }]);
  await archive.recover();
  expect((await saved).recording).toMatchObject({
    state: 'saved',
    durationMs: 800,
    people: [ada, grace],
    problem: 'it was cut off when the program stopped: it goes to 0:00:00.8, and at most the second after that is lost',
  });
  const file = await archive.openFile(asViewer(ada), recording.recordingId, { kind: 'mixed' }, 'ogg');
  expect(file.durationMs).toBe(800);
  expect(await (await place.open()).list(operator)).toMatchObject([{ state: 'saved', durationMs: 800 }]);
});

test('an archive that is closed leaves what is going on to the next one', async () => {
  const first = await place.open();
  const recording = await first.begin(about);
  await twoSpeak(recording);
  await first[Symbol.asyncDispose]();
  await expect(recording.finish('too late')).rejects.toMatchObject({ code: 'archive/closed' });
  await expect(first.begin(about)).rejects.toMatchObject({ code: 'archive/closed' });
  const archive = await place.open();
  await archive.recover();
  expect(await archive.list(operator)).toMatchObject([{ state: 'saved', durationMs: 800 }]);
});

test('a killed one to which nothing was said is saved as the nothing that it is', async () => {
  await (await place.open()).begin(about);
  const archive = await place.open();
  await archive.recover();
  const [recording] = await archive.list(operator);
  expect(recording).toMatchObject({
    state: 'saved',
    durationMs: 0,
    files: [],
    problem: expect.stringContaining('nothing was said or shown'),
  });
  await expect(archive.openFile(operator, String(recording?.recordingId), { kind: 'mixed' }, 'ogg')).rejects.toMatchObject({
    code: 'archive/cannot',
  });
});

test('somebody who joins fifty times is one person on one track', async () => {
  const archive = await place.open();
  const recording = await archive.begin(about);
  const [packet = new Uint8Array()] = await tone(440, 20);
  recording.write({ kind: 'track', atMs: 0, track: 1, info: { kind: 'voice', personId: grace.id, name: grace.name } });
  for (let n = 0; n < 50; n++) {
    recording.write({ kind: 'note', atMs: n * 100, note: { kind: 'joined', personId: grace.id, name: grace.name } });
    recording.write({ kind: 'sound', atMs: n * 100, track: 1, packet, levelDb: -12 });
    recording.write({ kind: 'note', atMs: n * 100 + 50, note: { kind: 'left', personId: grace.id, name: grace.name } });
  }
  const saved = await recording.finish('over');
  expect(saved.people).toEqual([grace]);
  expect(saved.tracks.map(({ track }) => track)).toEqual([1]);
  expect((await archive.openFile(operator, saved.recordingId, { kind: 'track', track: 1 }, 'ogg')).durationMs).toBe(4_950);
});

test('while it grows that is told once a second, and its length goes on with time', async () => {
  const archive = await place.open();
  const lengths: number[] = [];
  const recording = await archive.begin(about);
  archive.facts.on('changed', ({ recording: { durationMs } }) => lengths.push(durationMs));
  const [packet = new Uint8Array()] = await tone(440, 20);
  for (let atMs = 0; atMs < 3_000; atMs += 20) {
    recording.write({ kind: 'sound', atMs, track: 0, packet, levelDb: -12 });
    await place.clock.advance(20);
  }
  expect(lengths).toEqual([1_000, 2_000, 3_000]);
  await place.clock.advance(7_000);
  expect(lengths).toEqual([1_000, 2_000, 3_000]);
  expect((await archive.get(operator, recording.recordingId)).durationMs).toBe(10_000);
  expect((await recording.finish('over')).durationMs).toBe(10_000);
});

test('another process writes the log of a recording that is lent to it', async () => {
  const archive = await place.open();
  const lent = await archive.lend({ ...about, kind: 'voicemail' });
  const { folder, key, startedMs, recordingId } = structuredClone(lent.place);
  expect(startedMs).toBe(place.clock.wallMs());
  const writer = await SegmentWriter.open({ folder, clock: place.clock, seal: aesSeal(new Uint8Array(Buffer.from(key, 'base64'))) });
  await twoSpeak(Object.assign(writer, { recordingId }) as unknown as OpenRecording);
  writer.write({ kind: 'note', atMs: 1_000, note: { kind: 'ended', why: 'hung up' } });
  await writer.close();
  expect(await lent.finish('hung up')).toMatchObject({ state: 'saved', durationMs: 1_000, people: [ada, grace], problem: undefined });
  // What was lent opens the log alone.
  const file = await archive.openFile(operator, recordingId, { kind: 'mixed' }, 'ogg');
  expect(file.sizeBytes).toBeGreaterThan(0);
});

test('a lent one whose process died is finished with what is there', async () => {
  const archive = await place.open();
  const lent = await archive.lend(about);
  expect(await lent.finish('the media process died')).toMatchObject({ state: 'saved', problem: expect.stringContaining('cut off') });
});

test('what is discarded leaves nothing, and is not to be found', async () => {
  const archive = await place.open();
  const before = [...(await place.everyFile()).keys()].filter((file) => !/facts|audit|vault/.test(file));
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  await recording.flush();
  const erased = archive.facts.next('recordingErased');
  await recording.discard();
  expect(await erased).toEqual({ recordingId: recording.recordingId, why: 'asked' });
  expect(recording.write({ kind: 'note', atMs: 0, note: { kind: 'marker', label: 'late' } })).toBe(false);
  expect([...(await place.everyFile()).keys()].filter((file) => !/facts|audit|vault/.test(file))).toEqual(before);
  expect(await archive.list(operator)).toEqual([]);
});

test('nothing is begun where no key can be had, or none of it can be put on record', async () => {
  const refusing = {
    name: 'a vault',
    wrap: () => Promise.reject(new StoreError('store/unreachable', 'away')),
    unwrap: () => Promise.reject(new Error('x')),
  };
  await expect((await place.open({ vault: refusing })).begin(about)).rejects.toMatchObject({ code: 'store/unreachable' });
  const full = { read: place.facts.read.bind(place.facts), append: () => Promise.reject(new StoreError('store/full', 'no space')) };
  await expect((await place.open({ facts: full })).begin(about)).rejects.toMatchObject({ code: 'store/full' });
  expect([...(await place.everyFile()).keys()].filter((file) => file.includes('spool'))).toEqual([]);
});

test('two archives and two tenants over the same stores know nothing of each other', async () => {
  const ours = await place.open();
  const others = [await place.open({ tenantId: 't2' }), await place.open({ which: 'switchboard' })];
  const recording = await ours.begin(about);
  await twoSpeak(recording);
  const { recordingId } = await recording.finish('over');
  for (const other of others) {
    await other.recover();
    expect(await other.list(operator)).toEqual([]);
    await expect(other.get(operator, recordingId)).rejects.toMatchObject({ code: 'archive/unknown' });
    await expect(other.erase(operator, recordingId)).rejects.toMatchObject({ code: 'archive/unknown' });
    expect(await other.trail(operator, recordingId).catch(() => [])).toEqual([]);
  }
  expect(await ours.get(operator, recordingId)).toMatchObject({ state: 'saved' });
  expect(await ours.openFile(operator, recordingId, { kind: 'mixed' }, 'ogg')).toMatchObject({ name: 'mixed.ogg' });
});

test.each(['before the new one stood in its place', 'after'])(
  'a log that was being written anew when the program was killed is whole: %s',
  async (when) => {
    const killed = await place.open();
    const recording = await killed.begin(about);
    await twoSpeak(recording);
    await recording.flush();
    const spool = join(place.path, 'spool', 't1', 'bots', recording.recordingId);
    await mkdir(join(spool, 'log-new'));
    await writeFile(join(spool, 'log-new', 'segments-00000.log'), 'half');
    if (when === 'after') {
      await cp(join(spool, 'log'), join(spool, 'log-old'), { recursive: true });
    } else await rename(join(spool, 'log'), join(spool, 'log-old'));
    const archive = await place.open();
    await archive.recover();
    expect(await archive.get(operator, recording.recordingId)).toMatchObject({ state: 'saved', durationMs: 800 });
  },
);

test('a chapter for each second of two hours is kept', async () => {
  const archive = await place.open();
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  for (let n = 0; n < 7_200; n++)
    recording.write({ kind: 'note', atMs: n * 1_000, note: { kind: 'chapter', title: `第 ${String(n)} 章 😀 "quoted"` } });
  const { recordingId, chapters } = await recording.finish('over');
  expect(chapters.length).toBe(7_200);
  const again = await (await place.open()).get(operator, recordingId);
  expect(again.chapters).toEqual(chapters);
});

test('what is begun before the leftovers are seen to goes on undisturbed', async () => {
  const archive = await place.open();
  const recording = await archive.begin(about);
  await archive.recover();
  await twoSpeak(recording);
  expect(await archive.get(operator, recording.recordingId)).toMatchObject({ state: 'recording' });
  expect(await recording.finish('over')).toMatchObject({ state: 'saved', durationMs: 800, problem: undefined });
});
