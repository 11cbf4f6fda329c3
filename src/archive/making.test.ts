/** Files that somebody asks for, and what is in none of them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toneDb } from '../media/goertzel.ts';
import { readWav } from '../media/wav.ts';
import type { Composer } from './files-of-log.ts';
import { about, ada, grace, newPlace, operator, tone, twoSpeak, type Place } from './test-archive.ts';

let place: Place;
beforeEach(async () => {
  place = await newPlace();
});
afterEach(() => place[Symbol.asyncDispose]());

test('what is asked for twice at once is made once; aborting leaves nothing, and others get it all the same', async () => {
  const archive = await place.open();
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  const { recordingId } = await recording.finish('over');
  const controller = new AbortController();
  const first = archive.make(operator, recordingId, { kind: 'mixed' }, 'wav', { signal: controller.signal });
  const second = archive.make(operator, recordingId, { kind: 'mixed' }, 'wav');
  controller.abort(new Error('enough'));
  await expect(first).rejects.toThrow('enough');
  expect(await second).toMatchObject({ format: 'wav', sizeBytes: 44 + 800 * 32 });
  expect((await archive.get(operator, recordingId)).files.map(({ format }) => format)).toEqual(['ogg', 'wav']);

  const alone = new AbortController();
  const gone = archive.make(operator, recordingId, { kind: 'track', track: 1 }, 'wav', { signal: alone.signal });
  alone.abort(new Error('enough'));
  await expect(gone).rejects.toThrow('enough');
  await place.clock.advance(61_000);
  expect([...(await place.everyFile()).keys()].filter((file) => /spool.*(work|log)|track-1/.test(file))).toEqual([]);
});

test('a film wants a composer, and is made by it with progress', async () => {
  const without = await place.open();
  const recording = await without.begin(about);
  await twoSpeak(recording);
  const { recordingId } = await recording.finish('over');
  const film = { kind: 'composite', layout: 'gallery' } as const;
  await expect(without.make(operator, recordingId, film, 'webm')).rejects.toMatchObject({
    code: 'archive/cannot',
    message: expect.stringContaining('ffmpeg'),
  });
  const composer: Composer = {
    async make({ records, sink, onProgress, layout, format }) {
      let count = 0;
      for await (const record of records()) if (record.kind === 'sound') count++;
      onProgress(0.5);
      await sink.write(Buffer.from(`${layout} ${format} ${String(count)}`), 0);
      return 'video/webm';
    },
  };
  const archive = await place.open({ composer });
  const progress: number[] = [];
  archive.facts.on('progress', ({ done }) => progress.push(done));
  await expect(archive.openFile(operator, recordingId, film, 'webm')).rejects.toMatchObject({ code: 'archive/cannot' });
  expect(await archive.make(operator, recordingId, film, 'webm')).toMatchObject({ mime: 'video/webm', content: film });
  expect(progress).toEqual([0.5, 1]);
  const file = await archive.openFile(operator, recordingId, film, 'webm');
  expect(file.name).toBe('gallery.webm');
  expect(Buffer.from(await file.read(0, 100)).toString()).toBe('gallery webm 80');
});

test('what somebody took back is in no file, no waveform and not in the master either; what they said later is', async () => {
  const archive = await place.open();
  const recording = await archive.begin(about);
  await twoSpeak(recording);
  recording.write({ kind: 'note', atMs: 800, note: { kind: 'withdrawn', personId: ada.id } });
  recording.write({ kind: 'note', atMs: 800, note: { kind: 'withdrawn', personId: grace.id } });
  for (const [at, packet] of (await tone(1_320, 200)).entries())
    recording.write({ kind: 'sound', atMs: 900 + 20 * at, track: 2, packet, levelDb: -12 });
  const saved = await recording.finish('over');
  expect(saved).toMatchObject({ people: [grace], durationMs: 1_100, problem: undefined });
  expect(saved.tracks.map(({ track }) => track)).toEqual([0, 2]);
  const file = await archive
    .make(operator, saved.recordingId, { kind: 'mixed' }, 'wav')
    .then(() => archive.openFile(operator, saved.recordingId, { kind: 'mixed' }, 'wav'));
  const samples = readWav(await file.read(0, file.sizeBytes));
  expect(toneDb(samples.subarray(800, 5_600), 440)).toBeLessThan(-70);
  expect(toneDb(samples.subarray(7_200, 12_000), 880)).toBeLessThan(-70);
  expect(toneDb(samples.subarray(15_000, 17_000), 1_320)).toBeGreaterThan(-20);
  const peaks = (await archive.waveforms(operator, saved.recordingId)).map(({ track, peaks: all }) => [
    track,
    [...all.subarray(0, 8)].some((peak) => peak > 0),
  ]);
  expect(peaks).toEqual([
    [0, false],
    [2, false],
  ]);
  await expect(archive.make(operator, saved.recordingId, { kind: 'track', track: 1 }, 'ogg')).rejects.toMatchObject({
    code: 'archive/cannot',
  });
});

test('a film that is made while the recording goes on lies beside it, and is called off when somebody takes consent back', async () => {
  const archive = await place.open();
  const film = { kind: 'composite', layout: 'speaker' } as const;
  const recording = await archive.begin(about);
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  const kept = archive.keepFile(recording.recordingId, film, 'webm', async (sink) => {
    await sink.write(Buffer.from('film'), 0);
    await over;
    return { mime: 'video/webm', durationMs: 800 };
  });
  const spoilt = archive.keepFile(recording.recordingId, film, 'mp4', (_, signal) => aborted(signal));
  spoilt.catch(() => undefined);
  await twoSpeak(recording);
  end();
  expect(await kept).toMatchObject({ sizeBytes: 4, durationMs: 800 });
  recording.write({ kind: 'note', atMs: 800, note: { kind: 'withdrawn', personId: ada.id } });
  await expect(spoilt).rejects.toMatchObject({ code: 'archive/cannot' });
  const { recordingId, files } = await recording.finish('over');
  expect(files.map(({ format }) => format)).toEqual(['webm', 'ogg']);
  const file = await archive.openFile(operator, recordingId, film, 'webm');
  expect(Buffer.from(await file.read(0, 10)).toString()).toBe('film');

  const other = await archive.begin(about);
  const gone = archive.keepFile(other.recordingId, film, 'webm', (_, signal) => aborted(signal));
  gone.catch(() => undefined);
  await other.discard();
  await expect(gone).rejects.toMatchObject({ code: 'archive/unknown' });
});

test('deletion does not wait for the film of another recording', async () => {
  let hasBegun: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (hasBegun = resolve));
  const composer: Composer = {
    make({ signal }) {
      hasBegun();
      return aborted(signal);
    },
  };
  const archive = await place.open({ composer });
  const saved = async (): Promise<string> => {
    const recording = await archive.begin(about);
    await twoSpeak(recording);
    return (await recording.finish('over')).recordingId;
  };
  const [long, waiting] = [await saved(), await saved()];
  const film = { kind: 'composite', layout: 'speaker' } as const;
  const first = archive.make(operator, long, film, 'webm');
  first.catch(() => undefined);
  await begun;
  const second = archive.make(operator, waiting, film, 'webm');
  second.catch(() => undefined);
  await place.clock.settle();
  expect(await archive.erase(operator, waiting)).toMatchObject({ keyDestroyed: true });
  await expect(second).rejects.toMatchObject({ code: 'archive/unknown' });
  await archive.erase(operator, long);
  await expect(first).rejects.toMatchObject({ code: 'archive/unknown' });
});

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
}
