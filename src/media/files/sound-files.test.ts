/** Ogg and WAV made of a recording: what is heard, where, and how long; judged by what ffmpeg decodes. */
import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { findFfmpeg } from '../ffmpeg/ffmpeg-child.ts';
import { levelDb } from '../level.ts';
import { toneMs } from '../goertzel.ts';
import { opusDecoder } from '../opus.ts';
import type { SegmentRecord } from '../segments/record.ts';
import { readWav } from '../wav.ts';
import { makeFiles, type FileOrder } from './make-files.ts';
import { SILENT_PACKET } from './sound-line.ts';
import { chirp, heard, inOrder, lateBy, logOf, memorySink, onDisk, probed, spoken, tone } from './test-recording.ts';

const clock = realClock();
const hasFfmpeg = (await findFfmpeg({ clock }).catch(() => undefined)) !== undefined;

const named = (track: number, personId: string): SegmentRecord => ({
  kind: 'track',
  atMs: 0,
  track,
  info: track === 0 ? { kind: 'mixed' } : { kind: 'voice', personId, name: personId },
});
const note = (atMs: number, of: Extract<SegmentRecord, { kind: 'note' }>['note']): SegmentRecord => ({ kind: 'note', atMs, note: of });

async function made(records: readonly SegmentRecord[], content: FileOrder['content'], format: 'ogg' | 'wav'): Promise<Uint8Array> {
  const sink = memorySink();
  const [file] = await makeFiles(logOf(records), [{ content, format, sink }], { clock });
  expect(file?.sizeBytes).toBe(sink.bytes().length);
  return sink.bytes();
}

test('the silent packet is silence, to the bit', async () => {
  const decoder = await opusDecoder();
  const frame = new Int16Array(1_920).fill(7);
  for (let i = 0; i < 3; i++) expect(decoder.decode(SILENT_PACKET, frame)).toBe(320);
  expect(frame.subarray(0, 320).every((sample) => sample === 0)).toBe(true);
  decoder.free();
});

describe.skipIf(!hasFfmpeg && process.env['CI'] !== 'true')('heard by ffmpeg', () => {
  const places = [1_000, 4_020, 7_980];

  test.each(['ogg', 'wav'] as const)(
    '%s: every sound is at its time to the sample, and the file is as long as the recording',
    async (format) => {
      const voice = await spoken(
        1,
        places.map((atMs) => ({ atMs, samples: chirp() })),
      );
      const log = inOrder([named(0, ''), named(1, 'ada')], voice, [note(9_990, { kind: 'ended', why: 'done' })]);
      const file = onDisk(await made(log, { kind: 'track', track: 1 }, format), format);
      // ffprobe counts what is left out at the beginning as well; the decoder does not.
      expect(Number(probed(file).format.duration)).toBeCloseTo(format === 'ogg' ? 9.9925 : 9.99, 5);
      const samples = heard(file);
      expect(samples.length).toBe(9.99 * 16_000);
      const late = places.map((atMs) => lateBy(samples, chirp(), atMs * 16));
      expect(late).toEqual([0, 0, 0]);
      for (const between of [0, 2_000, 5_500, 9_000]) expect(levelDb(samples, between * 16, (between + 800) * 16)).toBeLessThan(-80);
    },
  );

  test('a file in which nobody ever speaks is silence as long as the recording', async () => {
    const log = [named(0, ''), note(61_234, { kind: 'ended', why: 'done' })];
    for (const format of ['ogg', 'wav'] as const) {
      const file = onDisk(await made(log, { kind: 'mixed' }, format), format);
      const samples = heard(file);
      expect(Math.abs(samples.length - 61.234 * 16_000)).toBeLessThanOrEqual(1);
      expect(levelDb(samples)).toBe(-100);
    }
  });

  test('a recording of nothing is a file of nothing, and still a file', async () => {
    for (const format of ['ogg', 'wav'] as const) {
      const bytes = await made([named(0, '')], { kind: 'mixed' }, format);
      expect(probed(onDisk(bytes, format)).format.format_name).toBe(format);
    }
  });

  test('somebody who joined fifty times is on one track, each time at its time', async () => {
    const times = Array.from({ length: 50 }, (_, i) => 1_000 + i * 1_500);
    const voice = await spoken(
      1,
      times.map((atMs, i) => ({ atMs, samples: i % 7 === 0 ? chirp() : tone(700, 300) })),
    );
    const comings = times.flatMap((atMs) => [
      note(atMs - 20, { kind: 'joined', personId: 'ada', name: 'Ada' }),
      note(atMs + 700, { kind: 'left', personId: 'ada', name: 'Ada' }),
    ]);
    const log = inOrder([named(0, ''), named(1, 'ada')], comings, voice);
    const samples = heard(onDisk(await made(log, { kind: 'track', track: 1 }, 'ogg'), 'ogg'));
    for (const [i, atMs] of times.entries()) {
      if (i % 7 === 0) expect(Math.abs(lateBy(samples, chirp(), atMs * 16))).toBeLessThanOrEqual(8);
      else expect(toneMs(samples.subarray(atMs * 16, (atMs + 500) * 16), 700)).toBeGreaterThan(220);
      expect(levelDb(samples, (atMs + 800) * 16, (atMs + 1_400) * 16)).toBeLessThan(-80);
    }
  });

  test('what comes twice or late is left out, what says that nothing is sent is silence', async () => {
    const voice = await spoken(1, [{ atMs: 1_000, samples: chirp() }]);
    const late = voice.slice(0, 5);
    const nothing = [2_000, 2_020].map((atMs) => ({ kind: 'sound' as const, atMs, track: 1, packet: Uint8Array.of(0xb8), levelDb: -100 }));
    const samples = readWav(await made([named(1, 'ada'), ...voice, ...late, ...nothing], { kind: 'track', track: 1 }, 'wav'));
    expect(Math.abs(lateBy(samples, chirp(), 16_000))).toBeLessThanOrEqual(8);
    expect(samples.length).toBe(2_040 * 16);
    expect(levelDb(samples, 1_600 * 16)).toBe(-100);
  });

  test('who took consent back is in no file with what lies before; all others are, in a mix that is made anew', async () => {
    const [ada, bob] = [
      await spoken(1, [{ atMs: 1_000, samples: tone(500, 2_000) }]),
      await spoken(2, [{ atMs: 2_000, samples: tone(900, 2_000) }]),
    ];
    const again = await spoken(2, [{ atMs: 6_000, samples: tone(900, 1_000) }]);
    const mixed = await spoken(0, [{ atMs: 1_000, samples: tone(1_300, 6_000) }]);
    const tracks = [named(0, ''), named(1, 'ada'), named(2, 'bob')];
    const withdrawn = note(5_000, { kind: 'withdrawn', personId: 'bob' });
    const before = inOrder(tracks, mixed, ada, bob, again);
    const after = inOrder(tracks, mixed, ada, bob, again, [withdrawn]);
    const sound = async (records: readonly SegmentRecord[], content: FileOrder['content']): Promise<Int16Array> =>
      heard(onDisk(await made(records, content, 'ogg'), 'ogg'));
    expect(toneMs(await sound(before, { kind: 'mixed' }), 1_300)).toBeGreaterThan(5_900);
    const mix = await sound(after, { kind: 'mixed' });
    expect(toneMs(mix, 1_300)).toBe(0);
    expect(toneMs(mix, 500)).toBeGreaterThan(1_900);
    expect(toneMs(mix.subarray(0, 5_000 * 16), 900)).toBe(0);
    expect(toneMs(mix.subarray(5_900 * 16), 900)).toBeGreaterThan(900);
    const bobs = await sound(after, { kind: 'track', track: 2 });
    expect(levelDb(bobs, 0, 5_900 * 16)).toBe(-100);
    expect(toneMs(bobs, 900)).toBeGreaterThan(900);
    expect(mix.length).toBe(bobs.length);
  });

  test('the mix made anew lies where the voices lie, two at once as well', async () => {
    const ada = await spoken(1, [{ atMs: 1_000, samples: chirp() }]);
    const bob = await spoken(2, [
      { atMs: 1_000, samples: tone(5_000, 400, 4_000) },
      { atMs: 3_000, samples: chirp() },
    ]);
    const log = inOrder([named(0, ''), named(1, 'ada'), named(2, 'bob')], ada, bob, [
      note(4_000, { kind: 'withdrawn', personId: 'carol' }),
    ]);
    const samples = heard(onDisk(await made(log, { kind: 'mixed' }, 'wav'), 'wav'));
    expect(lateBy(samples, chirp(), 16_000)).toBe(0);
    expect(lateBy(samples, chirp(), 48_000)).toBe(0);
    expect(toneMs(samples.subarray(16_000, 24_000), 5_000, { shareDb: 12 })).toBeGreaterThan(300);
  });
});

test('a track of sound does not come as WebM', async () => {
  const sink = memorySink();
  const order: FileOrder = { content: { kind: 'track', track: 1 }, format: 'webm', sink };
  await expect(makeFiles(logOf([named(1, 'ada')]), [order], { clock })).rejects.toThrow(TypeError);
});

test('a sink that fails ends the making, and so does a signal', async () => {
  const voice = await spoken(1, [{ atMs: 0, samples: tone(500, 30_000) }]);
  const log = logOf([named(1, 'ada'), ...voice]);
  const failing = { write: () => Promise.reject(new Error('no room')) };
  const order: FileOrder = { content: { kind: 'track', track: 1 }, format: 'wav', sink: failing };
  await expect(makeFiles(log, [order], { clock })).rejects.toThrow('no room');
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(makeFiles(log, [{ ...order, sink: memorySink() }], { clock, signal: stop.signal })).rejects.toThrow('enough');
});
