/** Films of recordings, through the real ffmpeg: what is seen and heard in them, and what is left when they are not made. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { findFfmpeg } from '../ffmpeg/ffmpeg-child.ts';
import { heard, inOrder, logOf, memorySink, onDisk, probed, spoken, tone } from '../files/test-recording.ts';
import type { SegmentRecord } from '../segments/record.ts';
import { composeFilm, type ComposeOptions } from './compose-film.ts';
import { children, joined, notes, Screening, shown, SMALL } from './test-film.ts';

const clock = realClock();
const isThere = await findFfmpeg({ clock }).then(
  () => true,
  () => false,
);

type Film = { readonly bytes: Uint8Array<ArrayBuffer>; readonly summary: Awaited<ReturnType<typeof composeFilm>> };

async function film(records: readonly SegmentRecord[], options: Partial<ComposeOptions> = {}): Promise<Film> {
  const sink = memorySink();
  const all = {
    layout: 'speaker',
    format: 'webm',
    size: SMALL,
    fps: 10,
    clock,
    sink,
    records: logOf(inOrder(records)),
    ...options,
  } as const;
  const summary = await composeFilm(all);
  return { bytes: sink.bytes(), summary };
}

test('where ffmpeg is missing, the error says how to get it', async () => {
  const making = film([...joined('a'), ...notes([1_000, { kind: 'ended', why: 'over' }])], { path: '/nowhere' });
  await expect(making).rejects.toMatchObject({ code: 'media/no-ffmpeg', message: /apt install ffmpeg/ });
});

test('a recording with nothing in it cannot be made into a film, nor can one be of odd size', async () => {
  await expect(film([])).rejects.toMatchObject({ code: 'media/composite-failed' });
  await expect(
    film(
      joined('a').map((note) => ({ ...note, atMs: 100 })),
      { size: { width: 641, height: 360 } },
    ),
  ).rejects.toThrow(TypeError);
});

/** Large, in the middle; and where the tiles of a strip are. */
const LARGE = [0.4, 0.4] as const;
const [HIGH, MIDDLE, LOW] = [[0.9, 0.3] as const, [0.9, 0.5] as const, [0.9, 0.68] as const];

describe.skipIf(!isThere && process.env['CI'] !== 'true')('with ffmpeg installed', { timeout: 60_000 }, () => {
  const three = [
    ...shown({ track: 1, personId: 'a', colour: 'red', toMs: 4_000 }),
    ...shown({ track: 2, personId: 'b', colour: 'blue', toMs: 4_000 }),
    ...shown({ track: 3, personId: 'c', colour: 'yellow', toMs: 4_000 }),
  ];
  const leaders = notes([0, { kind: 'leads', personId: 'b' }], [2_000, { kind: 'leads', personId: 'c' }]);

  test.each(['webm', 'mp4'] as const)(
    '%s: who leads is large, the others are beside; as long as the recording, with an index',
    async (format) => {
      const told: number[] = [];
      const sound = await spoken(0, [{ atMs: 0, samples: tone(440, 4_000) }]);
      const onProgress = (done: number): unknown => told.push(done);
      const { bytes, summary } = await film([...joined('a', 'b', 'c', 'd'), ...three, ...leaders, ...sound], { format, onProgress });
      expect(summary).toMatchObject({
        content: { kind: 'composite', layout: 'speaker' },
        format,
        sizeBytes: bytes.length,
        durationMs: 4_020,
      });
      expect(told.length).toBeGreaterThan(20);
      expect(told.every((done, i) => done > (told[i - 1] ?? 0)) && told.at(-1)).toBe(1);
      const { streams, format: container } = probed(onDisk(bytes, format));
      expect(streams.map(({ codec_name }) => codec_name)).toEqual(format === 'webm' ? ['vp8', 'opus'] : ['h264', 'aac']);
      expect(Math.abs(Number(container.duration) - 4.02)).toBeLessThan(0.06);
      // Cues of WebM, or the table of key frames of MP4.
      expect(Buffer.from(bytes).includes(format === 'webm' ? Buffer.of(0x1c, 0x53, 0xbb, 0x6b) : 'stss')).toBe(true);
      const seen = new Screening(bytes);
      // Whoever began to lead changed places with whoever led; d has no camera.
      expect(seen.at(1_000, LARGE, HIGH, MIDDLE, LOW)).toEqual(['blue', 'red', 'yellow', 'other']);
      expect(seen.at(3_500, LARGE, HIGH, MIDDLE, LOW)).toEqual(['yellow', 'red', 'blue', 'other']);
    },
  );

  test('a gallery has everybody in their place, one beside the other, with names that differ', async () => {
    const { bytes } = await film([...joined('a', 'b', 'c', 'd'), ...three], { layout: 'gallery' });
    const seen = new Screening(bytes, SMALL);
    expect(seen.at(2_000, [0.25, 0.25], [0.75, 0.25], [0.25, 0.75])).toEqual(['red', 'blue', 'yellow']);
    // d has no camera: a card of a colour of its own.
    expect(seen.at(2_000, [0.6, 0.6])).toEqual(['other']);
    const names = [4, 328].map((x) => seen.grey(2_000, { x, y: 162, width: 24, height: 14 }));
    for (const name of names) expect(Math.max(...name) - Math.min(...name)).toBeGreaterThan(80);
    const difference = names[0]?.reduce((sum, grey, i) => sum + Math.abs(grey - (names[1]?.[i] ?? 0)), 0) ?? 0;
    expect(difference / (24 * 14)).toBeGreaterThan(3);
  });

  test('a shared screen is large while it is shown, of any shape; cameras come and go, and so do people', async () => {
    const { bytes } = await film([
      ...joined('a', 'b'),
      ...shown({ track: 1, personId: 'a', colour: 'red', toMs: 6_000 }),
      ...shown({ track: 2, personId: 'b', colour: 'blue', fromMs: 1_000, toMs: 2_000 }),
      ...notes([2_000, { kind: 'pictureOver', track: 2 }]),
      ...shown({ track: 4, personId: 'b', kind: 'screen', colour: 'green', fromMs: 3_000, toMs: 3_200, size: '180x180' }),
      ...notes([4_500, { kind: 'pictureOver', track: 4 }], [5_200, { kind: 'left', personId: 'b', name: 'b' }]),
    ]);
    const seen = new Screening(bytes);
    const nobody = [0.82, 0.42] as const;
    const card = seen.at(500, nobody)[0] ?? '';
    expect(['blue', 'dark', 'red']).not.toContain(card);
    const without = ['red', card];
    expect(seen.at(500, LARGE, nobody)).toEqual(without);
    expect(seen.at(1_500, LARGE, nobody)).toEqual(['red', 'blue']);
    expect(seen.at(2_500, LARGE, nobody)).toEqual(without);
    // Two pictures of it were enough, though none came for a while; beside it are bars, since it is a square.
    expect(seen.at(4_200, LARGE, [0.02, 0.4], [0.9, 0.4], [0.82, 0.53])).toEqual(['green', 'dark', 'red', card]);
    expect(seen.at(5_000, LARGE, nobody)).toEqual(without);
    expect(seen.at(5_800, LARGE, nobody)).toEqual(['red', 'red']);
  });

  test('a pause is a red card, and as long as it was', async () => {
    const camera = shown({ track: 1, personId: 'a', colour: 'blue', toMs: 4_000 }).filter(({ atMs }) => atMs < 1_000 || atMs > 3_000);
    const { bytes } = await film([...camera, ...notes([1_000, { kind: 'paused' }], [3_000, { kind: 'resumed' }])]);
    const seen = new Screening(bytes);
    expect([500, 1_500, 2_800, 3_500].flatMap((atMs) => seen.at(atMs, [0.27, 0.4]))).toEqual(['blue', 'red', 'red', 'blue']);
  });

  test.each(['webm', 'mp4'] as const)('%s: sound and pictures are in step, after a silence of a minute as well', async (format) => {
    const at = [2_000, 62_000];
    const flashes = at.flatMap((fromMs): SegmentRecord[] => [
      ...shown({ track: 1, personId: 'a', colour: 'black', fromMs: fromMs - 1_000, toMs: fromMs }),
      ...shown({ track: 1, personId: 'a', colour: 'white', fromMs, toMs: fromMs + 500 }),
    ]);
    const beeps = await spoken(0, at.map((atMs) => ({ atMs, samples: tone(1_000, 500) }))); // prettier-ignore
    const { bytes } = await film([...flashes, ...beeps], { format, fps: 15 });
    const file = onDisk(bytes, format);
    const sound = heard(file);
    const args = ['-v', 'error', '-i', file, '-vf', 'fps=100,scale=1:1', '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'];
    const light = execFileSync('ffmpeg', args);
    for (const beginsMs of at) {
      const from = (beginsMs - 500) * 16;
      const beepMs = beginsMs - 500 + sound.subarray(from).findIndex((sample) => Math.abs(sample) > 2_000) / 16;
      const fromFrame = (beginsMs - 500) / 10;
      const flashMs = (fromFrame + light.subarray(fromFrame).findIndex((grey) => grey > 120)) * 10;
      expect(Math.abs(beepMs - beginsMs)).toBeLessThan(20);
      expect(Math.abs(flashMs - beepMs)).toBeLessThanOrEqual(60);
    }
  });

  test('a camera that changes its shape, and a broken picture, spoil nothing', async () => {
    const broken = shown({ track: 2, personId: 'b', colour: 'blue', toMs: 4_000 }).map((record) =>
      record.kind === 'picture' && record.atMs === 2_500 ? { ...record, data: record.data.subarray(0, 3) } : record,
    );
    const { bytes } = await film([
      ...joined('a', 'b'),
      ...shown({ track: 1, personId: 'a', colour: 'red', toMs: 2_000 }),
      ...shown({ track: 1, personId: 'a', colour: 'green', fromMs: 2_000, toMs: 4_000, size: '90x160' }),
      ...broken,
    ]);
    const seen = new Screening(bytes);
    expect(seen.at(1_500, LARGE, [0.05, 0.5], MIDDLE)).toEqual(['red', 'red', 'blue']);
    expect(seen.at(3_500, LARGE, [0.05, 0.5], MIDDLE)).toEqual(['green', 'dark', 'blue']);
    expect(seen.at(2_600, MIDDLE)).toEqual(['blue']);
  });

  test('who took consent back is neither seen nor heard before that moment', async () => {
    const voice = (track: number, personId: string): SegmentRecord => ({
      kind: 'track',
      atMs: 0,
      track,
      info: { kind: 'voice', personId, name: personId },
    });
    const high = tone(1_500, 6_000);
    const both = tone(440, 6_000).map((sample, i) => sample + (high[i] ?? 0));
    const { bytes } = await film([
      ...joined('a', 'b'),
      ...shown({ track: 1, personId: 'a', colour: 'red', toMs: 6_000 }),
      ...shown({ track: 2, personId: 'b', colour: 'blue', toMs: 3_000 }),
      ...notes([4_000, { kind: 'withdrawn', personId: 'b' }], [4_000, { kind: 'left', personId: 'b', name: 'b' }]),
      voice(3, 'a'),
      voice(4, 'b'),
      ...(await spoken(3, [{ atMs: 0, samples: tone(440, 6_000) }])),
      ...(await spoken(4, [{ atMs: 0, samples: tone(1_500, 3_000) }])),
      ...(await spoken(0, [{ atMs: 0, samples: both }])),
    ]);
    expect(new Screening(bytes).at(2_000, [0.1, 0.5], LARGE, MIDDLE)).toEqual(['red', 'red', 'red']);
    const sound = heard(onDisk(bytes, 'webm')).subarray(16_000, 32_000);
    expect(power(sound, 440)).toBeGreaterThan(1_000 * power(sound, 1_500));
  });

  test('what is cancelled leaves no child, and gives the reason', async () => {
    const before = children();
    const stop = new AbortController();
    const onProgress = (done: number): void => {
      if (done > 0.3) stop.abort(new Error('enough'));
    };
    await expect(film([...joined('a'), ...three], { signal: stop.signal, onProgress })).rejects.toThrow('enough');
    expect(children()).toEqual(before);
    await expect(film(three, { signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow('never');
  });

  test('a sink that refuses, and records that break off, end it with their own error and leave no child', async () => {
    const before = children();
    const full = { write: () => Promise.reject(new Error('the disk is full')) };
    await expect(film(three, { sink: full })).rejects.toThrow('the disk is full');
    const torn = async function* (): AsyncGenerator<SegmentRecord> {
      yield* three.slice(0, 50);
      throw new Error('torn');
    };
    await expect(film([], { records: torn })).rejects.toThrow('torn');
    expect(children()).toEqual(before);
  });

  test('an encoder that is killed is told of; a decoder that is killed is replaced with the next key frame', async () => {
    const before = children();
    let killed = false;
    const encoder = (id: number): boolean => commandOf(id).includes('libvpx');
    const kill = (which: (id: number) => boolean) => () => {
      const victim = killed ? undefined : children().find((id) => !before.includes(id) && which(id));
      if (victim === undefined) return;
      killed = true;
      process.kill(victim, 'SIGKILL');
    };
    await expect(film(three, { onProgress: kill(encoder) })).rejects.toMatchObject({ code: 'media/composite-failed', message: /SIGKILL/ });
    killed = false;
    const { bytes } = await film(three, { onProgress: kill((id) => commandOf(id).includes('select=')) });
    expect(killed).toBe(true);
    expect(new Screening(bytes).at(3_700, LARGE, [0.9, 0.4], [0.9, 0.6])).toEqual(['red', 'blue', 'yellow']);
    expect(children()).toEqual(before);
  });

  test('with a clock that stands still, a film is made all the same', async () => {
    const virtual = virtualClock();
    const making = film(three.filter(({ atMs }) => atMs < 2_000), { clock: virtual }); // prettier-ignore
    await virtual.settle();
    expect(new Screening((await making).bytes).at(1_000, LARGE)).toEqual(['red']);
  });

  test('pictures that come before their key frame are passed over', async () => {
    const camera = shown({ track: 1, personId: 'a', colour: 'red', toMs: 3_000 });
    const late = camera.filter(({ kind, atMs }) => kind !== 'picture' || atMs > 1_500);
    expect(late.some((record) => record.kind === 'picture' && record.atMs < 2_000 && !record.isKeyFrame)).toBe(true);
    const seen = new Screening((await film(late)).bytes);
    expect([...seen.at(1_800, [0.1, 0.2]), ...seen.at(2_600, [0.1, 0.2])]).toEqual(['other', 'red']);
  });
});

function commandOf(id: number): string {
  return execFileSync('ps', ['-o', 'args=', '-p', String(id)]).toString();
}

/** How much of a tone there is (Goertzel's way). */
function power(samples: Int16Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / 16_000);
  let [one, two] = [0, 0];
  for (const sample of samples) [one, two] = [sample + turn * one - two, one];
  return one * one + two * two - turn * one * two + 1;
}
