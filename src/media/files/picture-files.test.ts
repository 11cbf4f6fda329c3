/** WebM and MP4 made of a recording: pictures and sound at their times, black where nothing was shown, seekable; judged by ffmpeg. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { findFfmpeg } from '../ffmpeg/ffmpeg-child.ts';
import { levelDb } from '../level.ts';
import type { SegmentRecord } from '../segments/record.ts';
import { IvfReader } from '../ivf.ts';
import { makeFiles, type FileOrder } from './make-files.ts';
import { chirp, heard, inOrder, lateBy, logOf, memorySink, onDisk, probed, spoken, type MemorySink } from './test-recording.ts';

const clock = realClock();
const hasFfmpeg = (await findFfmpeg({ clock }).catch(() => undefined)) !== undefined;

const CAMERA = 2;
const names: readonly SegmentRecord[] = [
  { kind: 'track', atMs: 0, track: 0, info: { kind: 'mixed' } },
  { kind: 'track', atMs: 0, track: 1, info: { kind: 'voice', personId: 'ada', name: 'Ada' } },
  { kind: 'track', atMs: 0, track: CAMERA, info: { kind: 'camera', personId: 'ada', name: 'Ada' } },
];

/** A camera that shows one colour, 10 pictures a second, a key frame each second. */
function shown(colour: string, fromMs: number, ms: number, { width = 320, height = 180 } = {}): SegmentRecord[] {
  const source = `${colour === 'testsrc2' ? 'testsrc2=' : `color=${colour}:`}s=${String(width)}x${String(height)}:d=${String(ms / 1_000)}:r=10`;
  const coding = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-g', '10', '-auto-alt-ref', '0', '-b:v', '300k'];
  const ivf = execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, ...coding, '-f', 'ivf', 'pipe:1']);
  return [...new IvfReader().push(ivf)].map(({ data, isKeyFrame }, i) => ({
    kind: 'picture',
    atMs: fromMs + i * 100,
    track: CAMERA,
    data: new Uint8Array(data),
    isKeyFrame,
    width,
    height,
  }));
}

const over = (atMs: number): SegmentRecord => ({ kind: 'note', atMs, note: { kind: 'pictureOver', track: CAMERA } });
const ended = (atMs: number): SegmentRecord => ({ kind: 'note', atMs, note: { kind: 'ended', why: 'done' } });

async function made(records: readonly SegmentRecord[], format: 'webm' | 'mp4'): Promise<MemorySink> {
  const sink = memorySink();
  const order: FileOrder = { content: { kind: 'track', track: CAMERA }, format, sink };
  const [file] = await makeFiles(logOf(records), [order], { clock });
  expect(file).toMatchObject({ format, sizeBytes: sink.bytes().length });
  return sink;
}

/** What is seen at each half second: of the whole file, or of one second of it after seeking there. */
function colours(file: string, from?: number): string {
  const seek = from === undefined ? [] : ['-ss', String(from), '-t', '1'];
  const rgb = execFileSync('ffmpeg', [
    '-v',
    'error',
    ...seek,
    '-i',
    file,
    ...'-fps_mode passthrough -vf scale=1:1 -pix_fmt rgb24 -f rawvideo pipe:1'.split(' '),
  ]);
  const colourOf = (i: number): string => {
    const [r = 0, g = 0, b = 0] = rgb.subarray(3 * i, 3 * i + 3);
    if (Math.max(r, g, b) < 40) return '-';
    return r > g && r > b ? 'r' : b > g ? 'b' : 'g';
  };
  if (from !== undefined) return colourOf(0);
  const said = execFileSync('ffprobe', [
    '-v',
    'error',
    '-select_streams',
    'v',
    '-show_entries',
    'packet=pts_time',
    '-of',
    'csv=p=0',
    file,
  ]).toString();
  const times = said.trim().split('\n').map(Number);
  expect(rgb.length).toBe(3 * times.length);
  const halves = Array.from({ length: Math.ceil((times.at(-1) ?? 0) * 2) }, (_, i) => i / 2);
  return halves.map((time) => colourOf(times.findLastIndex((each) => each <= time + 0.01))).join('');
}

describe.skipIf(!hasFfmpeg && process.env['CI'] !== 'true')('seen by ffmpeg', () => {
  test.each(['webm', 'mp4'] as const)('%s: what was shown and said is found at its time, and black between', async (format) => {
    const voice = await spoken(1, [{ atMs: 3_000, samples: chirp() }]);
    const log = inOrder(
      names,
      voice,
      shown('red', 2_000, 3_000),
      [over(5_000)],
      shown('blue', 12_000, 2_000, { width: 640, height: 360 }),
      [ended(15_000)],
    );
    const file = onDisk((await made(log, format)).bytes(), format);
    const { streams, format: said } = probed(file);
    expect(streams.map(({ codec_name }) => codec_name)).toEqual(format === 'webm' ? ['vp8', 'opus'] : ['h264', 'aac']);
    expect(streams[0]).toMatchObject({ width: 320, height: 180 });
    expect(Math.abs(Number(said.duration) - 15)).toBeLessThan(0.1);
    expect(colours(file)).toMatch(/^-{4}r{6}-{14}b{4}$/);
    const samples = heard(file);
    const late = lateBy(samples, chirp(), 48_000);
    // WebM to the sample; what AAC does to times is less than 4 ms.
    expect(Math.abs(late)).toBeLessThanOrEqual(format === 'webm' ? 0 : 64);
    expect(levelDb(samples, 8_000, 40_000)).toBeLessThan(-80);
    expect(Math.abs(samples.length / 16 - 15_000)).toBeLessThan(60);
  });

  test('pictures before a key frame, after a key frame was lost, or out of time are left out, and nothing else', async () => {
    const red = shown('red', 2_000, 3_000);
    const [first] = red;
    const log = inOrder(names, red.slice(5), [over(5_000)]);
    const file = onDisk((await made([...log, ...(first ? [first] : []), ended(6_000)], 'webm')).bytes(), 'webm');
    expect(colours(file)).toMatch(/^-{6}r{4}$/);
    probed(file);
  });

  test('who took consent back is not seen with what lies before', async () => {
    const withdrawn: SegmentRecord = { kind: 'note', atMs: 4_000, note: { kind: 'withdrawn', personId: 'ada' } };
    const voice = await spoken(1, [{ atMs: 1_000, samples: chirp() }]);
    const log = inOrder(names, voice, shown('red', 1_000, 2_000), [over(3_000), withdrawn], shown('blue', 5_000, 1_000));
    const file = onDisk((await made(log, 'webm')).bytes(), 'webm');
    expect(colours(file)).toMatch(/^-{10}bb$/);
    expect(levelDb(heard(file))).toBe(-100);
  });

  test('five minutes with twenty minutes of nothing before them are written as they go, and sought by the index', async () => {
    const blue = shown('blue', 0, 1_000);
    const long = Array.from({ length: 300 }, (_, s) =>
      blue.map((record) => ({ ...record, atMs: 1_200_000 + s * 1_000 + record.atMs })),
    ).flat();
    const log = inOrder(names, long);
    const sink = await made(log, 'webm');
    const file = onDisk(sink.bytes(), 'webm');
    expect([0, 1_198, 1_200, 1_201, 1_490].map((seconds) => colours(file, seconds))).toEqual(['-', '-', 'b', 'b', 'b']);
    // In blocks, one behind the other, but for what is put right afterwards.
    expect(sink.writes.length).toBeLessThan(3 * (sink.bytes().length / 500_000) + 40);
  });

  test('a camera that never showed anything is black', async () => {
    const file = onDisk((await made([...names, ended(3_000)], 'webm')).bytes(), 'webm');
    expect(probed(file).streams[0]).toMatchObject({ width: 640, height: 360 });
    expect(colours(file)).toMatch(/^-+$/);
  });

  test('ffmpeg that is not there, and a sink that fails, are told; no child is left', async () => {
    const log = logOf(inOrder(names, shown('red', 0, 1_000)));
    const order: FileOrder = { content: { kind: 'track', track: CAMERA }, format: 'mp4', sink: memorySink() };
    await expect(makeFiles(log, [order], { clock, path: '/nowhere' })).rejects.toMatchObject({ code: 'media/no-ffmpeg' });
    const sink = { write: () => Promise.reject(new Error('no room')) };
    // Enough for ffmpeg to wait for its reader.
    const lively = shown('testsrc2', 0, 2_000);
    const minute = Array.from({ length: 30 }, (_, i) => lively.map((record) => ({ ...record, atMs: 2_000 * i + record.atMs }))).flat();
    const busy = logOf(inOrder(names, minute));
    await expect(makeFiles(busy, [{ ...order, sink }], { clock })).rejects.toThrow('no room');
    await expect(makeFiles(log, [{ ...order, sink }], { clock })).rejects.toThrow('no room');
    await expect(makeFiles(log, [{ ...order, format: 'webm', sink }], { clock })).rejects.toThrow('no room');
  });
});
