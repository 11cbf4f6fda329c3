/** What is taken out of the sound of a recording: heard in every file, before and after, and whatever happens in between. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FileContent } from '../media/files/recording-file.ts';
import { FRAME_SAMPLES, SAMPLE_RATE } from '../media/frame.ts';
import { toneDb } from '../media/goertzel.ts';
import { opusEncoder } from '../media/opus.ts';
import { MIXED_TRACK } from '../media/segments/record.ts';
import { readWav } from '../media/wav.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { StoreError } from '../store/errors.ts';
import type { Archive } from './archive.ts';
import { about, ada, asViewer, grace, mallory, newPlace, operator, type Place } from './test-archive.ts';

let place: Place;
beforeEach(async () => {
  place = await newPlace();
});
afterEach(() => place[Symbol.asyncDispose]());

const mixed: FileContent = { kind: 'mixed' };
const ofAda: FileContent = { kind: 'track', track: 1 };
const ofGrace: FileContent = { kind: 'track', track: 2 };
const HERTZ = { ada: 440, grace: 880 };
/** What is taken out of Ada's sound, between two packets and within one. */
const span = { personId: ada.id, fromMs: 1_005, toMs: 1_502 };

/** Ada and Grace hum at once for three seconds, each in a track, and both in the mix; Ada pauses from 2.4 s to 2.6 s. */
async function humming(archive: Archive, { hasTracks = true }: { readonly hasTracks?: boolean } = {}): Promise<string> {
  const recording = await archive.begin(about);
  const lines = [
    { track: MIXED_TRACK, hertz: [HERTZ.ada, HERTZ.grace], info: { kind: 'mixed' } as const },
    { track: 1, hertz: [HERTZ.ada], info: { kind: 'voice', personId: ada.id, name: ada.name } as const },
    { track: 2, hertz: [HERTZ.grace], info: { kind: 'voice', personId: grace.id, name: grace.name } as const },
  ].slice(0, hasTracks ? 3 : 1);
  for (const { id, name } of [ada, grace]) recording.write({ kind: 'note', atMs: 0, note: { kind: 'joined', personId: id, name } });
  const encoders = await Promise.all(lines.map(() => opusEncoder()));
  for (const { track, info } of lines) recording.write({ kind: 'track', atMs: 0, track, info });
  const frame = new Int16Array(FRAME_SAMPLES);
  const packet = new Uint8Array(1_000);
  for (let atMs = 0; atMs < 3_000; atMs += 20) {
    for (const [index, { track, hertz }] of lines.entries()) {
      const heard = hertz.filter((each) => each !== HERTZ.ada || atMs < 2_400 || atMs >= 2_600);
      if (heard.length === 0) continue;
      for (let i = 0; i < frame.length; i++) {
        const at = (atMs * SAMPLE_RATE) / 1_000 + i;
        frame[i] = heard.reduce((sum, each) => sum + 6_000 * Math.sin((2 * Math.PI * each * at) / SAMPLE_RATE), 0);
      }
      const length = encoders[index]?.encode(frame, packet, 0) ?? 0;
      recording.write({ kind: 'sound', atMs, track, packet: packet.slice(0, length), levelDb: -12 });
    }
  }
  for (const encoder of encoders) encoder.free();
  await recording.finish('over');
  return recording.recordingId;
}

/** How loud a hum is from one moment to another, in dB. */
async function loudness(
  archive: Archive,
  recordingId: string,
  content: FileContent,
  hertz: number,
  fromMs: number,
  toMs: number,
): Promise<number> {
  const file = await archive.openFile(operator, recordingId, content, 'wav');
  const samples = readWav(await file.read(0, file.sizeBytes));
  return toneDb(samples.subarray(fromMs * 16, toMs * 16), hertz);
}

async function blobsOf(recordingId: string): Promise<readonly string[]> {
  return (await place.blobs.list('')).map(({ key }) => key).filter((key) => key.includes(recordingId) && !key.includes('keys'));
}

test('what is taken out is silent in its track, the mix and every file, to the sample, and everything else stays', async () => {
  const archive = await place.open();
  const recordingId = await humming(archive);
  for (const content of [mixed, ofAda, ofGrace]) await archive.openFile(operator, recordingId, content, 'wav');
  const before = await archive.get(operator, recordingId);
  expect(await loudness(archive, recordingId, mixed, HERTZ.ada, 1_010, 1_500)).toBeGreaterThan(-20);
  const read = await archive.openFile(operator, recordingId, mixed, 'ogg');

  await archive.silence(asViewer(ada), recordingId, [span]);

  const after = await archive.get(operator, recordingId);
  expect(after).toMatchObject({ state: 'saved', durationMs: before.durationMs, people: [ada, grace] });
  expect(after.files.map(({ content, format }) => [content.kind, format])).toEqual(before.files.map(({ content, format }) => [content.kind, format])); // prettier-ignore
  for (const content of [mixed, ofAda]) {
    const is = (fromMs: number, toMs: number): Promise<number> => loudness(archive, recordingId, content, HERTZ.ada, fromMs, toMs);
    expect(await is(1_005, 1_502)).toBeLessThan(-60);
    for (const [fromMs, toMs] of [
      [100, 985],
      [985, 1_005],
      [1_503, 1_540],
      [1_540, 2_400],
      [2_600, 2_980],
    ] as const)
      // prettier-ignore
      expect(await is(fromMs, toMs), `${content.kind} ${String(fromMs)}`).toBeGreaterThan(-20);
    expect(await is(2_430, 2_570)).toBeLessThan(-45);
  }
  for (const content of [mixed, ofGrace]) {
    for (const fromMs of [100, 1_000, 1_250, 1_480, 2_450])
      expect(await loudness(archive, recordingId, content, HERTZ.grace, fromMs, fromMs + 100), String(fromMs)).toBeGreaterThan(-20);
  }
  // Made of the log when somebody asks: it is not in there either.
  const ogg = await archive.openFile(operator, recordingId, ofAda, 'ogg');
  expect(Buffer.from(await ogg.read(0, 4)).toString()).toBe('OggS');
  await expect(read.read(0, 4)).rejects.toMatchObject({ code: 'archive/busy' });
  const [, peaks] = (await archive.waveforms(operator, recordingId)).map((each) => each.peaks);
  expect([peaks?.[9], peaks?.[12]]).toEqual([expect.toSatisfy((peak: number) => peak > 20), 0]);
  expect((await blobsOf(recordingId)).every((key) => key.includes('edition-1/'))).toBe(true);
  expect((await archive.trail(operator, recordingId)).map(({ did, detail }) => `${did} ${detail ?? ''}`)).toContain('silenced 1 stretch');

  // Once more, of somebody else, and after a restart.
  const next = await place.open();
  await next.silence(operator, recordingId, [{ personId: grace.id, fromMs: 0, toMs: 500 }]);
  expect(await loudness(next, recordingId, mixed, HERTZ.grace, 0, 500)).toBeLessThan(-60);
  expect(await loudness(next, recordingId, mixed, HERTZ.ada, 0, 500)).toBeGreaterThan(-20);
  expect(await loudness(next, recordingId, mixed, HERTZ.ada, 1_005, 1_502)).toBeLessThan(-60);
  expect((await blobsOf(recordingId)).every((key) => key.includes('edition-2/'))).toBe(true);
  const { absent } = await next.erase(operator, recordingId);
  expect(absent).toContainEqual(expect.stringContaining('edition-2/mixed.ogg'));
  expect(await blobsOf(recordingId)).toEqual([]);
});

test('where there is the mix alone, everybody is silent in that stretch', async () => {
  const archive = await place.open();
  const recordingId = await humming(archive, { hasTracks: false });
  await archive.silence(operator, recordingId, [span]);
  for (const hertz of [HERTZ.ada, HERTZ.grace]) {
    expect(await loudness(archive, recordingId, mixed, hertz, 1_010, 1_500)).toBeLessThan(-60);
    expect(await loudness(archive, recordingId, mixed, hertz, 1_600, 2_300)).toBeGreaterThan(-20);
  }
});

test('it is for whoever may delete it, not while it is held, nor before it is saved', async () => {
  const archive = await place.open();
  const open = await archive.begin(about);
  await expect(archive.silence(operator, open.recordingId, [span])).rejects.toMatchObject({ code: 'archive/busy' });
  await open.discard();
  const recordingId = await humming(archive);
  await expect(archive.silence(asViewer(mallory), recordingId, [span])).rejects.toMatchObject({ code: 'archive/unknown' });
  await expect(archive.silence(asViewer(grace), recordingId, [span])).rejects.toMatchObject({ code: 'archive/not-allowed' });
  await expect(archive.silence(operator, recordingId, [{ ...span, toMs: 0 }])).rejects.toThrow(TypeError);
  await archive.hold(operator, recordingId, 'court');
  await expect(archive.silence(operator, recordingId, [span])).rejects.toMatchObject({ code: 'archive/held' });
  await archive.release(operator, recordingId);
  const first = archive.silence(operator, recordingId, [span]);
  const second = archive.silence(operator, recordingId, [span]);
  const ends = await Promise.allSettled([first, second]);
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test.each(['put', 'delete'] as const)(
  'a store that fails in the middle (%s) leaves the one or the other, and the next start tidies up',
  async (failing) => {
    let left = Infinity;
    const fail = async <T>(work: () => Promise<T>): Promise<T> => {
      if (left-- <= 0) throw new StoreError('store/failed', 'the disk is gone');
      return work();
    };
    const blobs: BlobStore = {
      ...place.blobs,
      putStream: (key, pieces) => (failing === 'put' ? fail(() => place.blobs.putStream(key, pieces)) : place.blobs.putStream(key, pieces)),
      delete: (key) => fail(() => place.blobs.delete(key)),
    };
    const recordingId = await humming(await place.open());
    for (const [index, after] of [0, 1, 2].entries()) {
      const archive = await place.open({ blobs });
      left = failing === 'put' ? after : 0;
      const silencing = archive.silence(operator, recordingId, [span]);
      const hasFailed = await silencing.then(() => false, () => true); // prettier-ignore
      left = Infinity;
      const isSilent = failing === 'delete' || !hasFailed;
      const next = await place.open();
      await next.recover();
      const heardDb = await loudness(next, recordingId, mixed, HERTZ.ada, 1_010, 1_500);
      expect(heardDb < -60, `${String(index)} ${String(heardDb)}`).toBe(isSilent);
      await expect.poll(async () => new Set((await blobsOf(recordingId)).map((key) => /edition-\d+/.exec(key)?.[0])).size).toBe(1);
    }
  },
);
