/** Films of recordings, through the real ffmpeg: what is seen and heard in them, and what is left when they are not made. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { findFfmpeg } from '../ffmpeg/ffmpeg-child.ts';
import { heard, inOrder, logOf, memorySink, onDisk, probed, spoken, tone } from '../files/test-recording.ts';
import type { SegmentRecord } from '../segments/record.ts';
import { composeFilm, type ComposeOptions } from './compose-film.ts';
import { children, joined, notes, shown, SMALL, Still, still, vp8 } from './test-film.ts';

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

describe.skipIf(!isThere && process.env['CI'] !== 'true')('with ffmpeg installed', () => {
  const three = [
    ...shown({ track: 1, personId: 'a', colour: 'red', toMs: 8_000 }),
    ...shown({ track: 2, personId: 'b', colour: 'blue', toMs: 8_000 }),
    ...shown({ track: 3, personId: 'c', colour: 'yellow', toMs: 8_000 }),
  ];
  const leaders = notes([0, { kind: 'leads', personId: 'b' }], [4_000, { kind: 'leads', personId: 'c' }]);

  test.each(['webm', 'mp4'] as const)(
    '%s: who leads is large, everybody else is beside; the file is as long as the recording and has an index',
    async (format) => {
      const told: number[] = [];
      const sound = await spoken(0, [{ atMs: 0, samples: tone(440, 8_000) }]);
      const { bytes, summary } = await film([...joined('a', 'b', 'c', 'd'), ...three, ...leaders, ...sound], {
        format,
        onProgress: (done) => told.push(done),
      });
      expect(summary).toMatchObject({
        content: { kind: 'composite', layout: 'speaker' },
        format,
        sizeBytes: bytes.length,
        durationMs: 8_020,
      });
      expect(told.length).toBeGreaterThan(20);
      expect(told.every((done, i) => done > (told[i - 1] ?? 0)) && told.at(-1)).toBe(1);
      const file = onDisk(bytes, format);
      const { streams, format: probedFormat } = probed(file);
      expect(streams.map(({ codec_name }) => codec_name)).toEqual(format === 'webm' ? ['vp8', 'opus'] : ['h264', 'aac']);
      expect(Number(probedFormat.duration)).toBeCloseTo(8, 0);
      const [early, late] = [new Still(file, 2_000), new Still(file, 7_000)];
      expect([early.at(0.4, 0.4), late.at(0.4, 0.4)]).toEqual(['blue', 'yellow']);
      const strip = (each: Still): string[] => [0.2, 0.4, 0.6].map((y) => each.at(0.9, y));
      // Whoever began to lead changed places with whoever led.
      expect(strip(early).toSorted()).toEqual(['other', 'red', 'yellow']);
      expect(strip(late)).toEqual(strip(early).map((colour) => (colour === 'yellow' ? 'blue' : colour)));
      if (format === 'webm') expect(Buffer.from(bytes).includes(Buffer.of(0x1c, 0x53, 0xbb, 0x6b))).toBe(true);
      else expect(Buffer.from(bytes).includes('stss')).toBe(true);
    },
  );

  test('a gallery has everybody in their place, one beside the other, with names that differ', async () => {
    const { bytes } = await film([...joined('a', 'b', 'c', 'd'), ...three], { layout: 'gallery' });
    const seen = still(bytes, 5_000);
    expect([seen.at(0.25, 0.25), seen.at(0.75, 0.25), seen.at(0.25, 0.75)]).toEqual(['red', 'blue', 'yellow']);
    // d has no camera: a card with letters.
    expect(seen.at(0.55, 0.55)).toBe('other');
    const names = [seen.grey(4, 160, 30, 14), seen.grey(326, 160, 30, 14)];
    for (const name of names) expect(Math.max(...name) - Math.min(...name)).toBeGreaterThan(100);
    const difference = names[0]?.reduce((sum, grey, i) => sum + Math.abs(grey - (names[1]?.[i] ?? 0)), 0) ?? 0;
    expect(difference / (30 * 14)).toBeGreaterThan(3);
  });

  test('a shared screen is large while it is shown, of any shape; cameras come and go, and so do people', async () => {
    const { bytes } = await film([
      ...joined('a', 'b'),
      ...shown({ track: 1, personId: 'a', colour: 'red', toMs: 9_000 }),
      ...shown({ track: 2, personId: 'b', colour: 'blue', fromMs: 1_000, toMs: 2_500 }),
      ...notes([2_600, { kind: 'pictureOver', track: 2 }]),
      ...shown({ track: 4, personId: 'b', kind: 'screen', colour: 'green', fromMs: 4_000, toMs: 4_200, size: '180x180' }),
      ...notes([6_000, { kind: 'pictureOver', track: 4 }], [7_000, { kind: 'left', personId: 'b', name: 'b' }]),
    ]);
    const at = (atMs: number): string[] => {
      const seen = still(bytes, atMs);
      return [seen.at(0.4, 0.4), seen.at(0.9, 0.55), seen.at(0.98, 0.4)];
    };
    const [without, withCamera, over, screen, after, alone] = [500, 2_000, 3_500, 5_800, 6_500, 8_500].map(at);
    expect(without).toEqual(['red', 'other', 'dark']);
    expect(withCamera?.slice(0, 2)).toEqual(['red', 'blue']);
    expect(over).toEqual(without);
    // Two pictures of it were enough, though none came for a while.
    expect(screen?.[0]).toBe('green');
    expect(still(bytes, 5_800).at(0.05, 0.4)).toBe('dark');
    expect(still(bytes, 5_800).at(0.9, 0.35)).toBe('red');
    expect(after).toEqual(without);
    expect(alone).toEqual(['red', 'red', 'red']);
  });

  test('a pause is a red card, and as long as it was', async () => {
    const camera = shown({ track: 1, personId: 'a', colour: 'blue', toMs: 6_000 }).filter(({ atMs }) => atMs < 2_000 || atMs > 4_000);
    const { bytes } = await film([...camera, ...notes([2_000, { kind: 'paused' }], [4_000, { kind: 'resumed' }])]);
    expect([1_500, 2_500, 3_500, 5_500].map((atMs) => still(bytes, atMs).at(0.27, 0.4))).toEqual(['blue', 'red', 'red', 'blue']);
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
    const broken = shown({ track: 2, personId: 'b', colour: 'blue', toMs: 6_000 }).map((record) =>
      record.kind === 'picture' && record.atMs === 2_500 ? { ...record, data: record.data.subarray(0, 3) } : record,
    );
    const { bytes } = await film([
      ...joined('a', 'b'),
      ...shown({ track: 1, personId: 'a', colour: 'red', toMs: 3_000 }),
      ...shown({ track: 1, personId: 'a', colour: 'green', fromMs: 3_000, toMs: 6_000, size: '90x160' }),
      ...broken,
    ]);
    expect(still(bytes, 2_500).at(0.05, 0.5)).toBe('red');
    expect(still(bytes, 5_000).at(0.05, 0.5)).toBe('dark');
    expect(still(bytes, 5_000).at(0.4, 0.5)).toBe('green');
    for (const atMs of [2_000, 2_600, 5_000]) expect(still(bytes, atMs).at(0.9, 0.5)).toBe('blue');
  });

  test('who took consent back is neither seen nor heard before that moment', async () => {
    const voice = (track: number, personId: string): SegmentRecord => ({
      kind: 'track',
      atMs: 0,
      track,
      info: { kind: 'voice', personId, name: personId },
    });
    const both = tone(440, 6_000).map((sample, i) => sample + (tone(1_500, 6_000)[i] ?? 0));
    const { bytes } = await film([
      ...joined('a', 'b'),
      ...shown({ track: 1, personId: 'a', colour: 'red', toMs: 6_000 }),
      ...shown({ track: 2, personId: 'b', colour: 'blue', toMs: 3_000 }),
      ...notes([4_000, { kind: 'withdrawn', personId: 'b' }], [4_000, { kind: 'left', personId: 'b', name: 'b' }]),
      ...[voice(3, 'a'), voice(4, 'b')],
      ...(await spoken(3, [{ atMs: 0, samples: tone(440, 6_000) }])),
      ...(await spoken(4, [{ atMs: 0, samples: tone(1_500, 3_000) }])),
      ...(await spoken(0, [{ atMs: 0, samples: both }])),
    ]);
    expect([0.2, 0.5, 0.9].map((x) => still(bytes, 2_000).at(x, 0.5))).toEqual(['red', 'red', 'red']);
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
    const { bytes } = await film(three, { onProgress: kill((id) => commandOf(id).includes('pipe:3')) });
    expect(killed).toBe(true);
    expect([still(bytes, 7_500).at(0.4, 0.4), still(bytes, 7_500).at(0.9, 0.4), still(bytes, 7_500).at(0.9, 0.6)]).toEqual([
      'red',
      'blue',
      'yellow',
    ]);
    expect(children()).toEqual(before);
  });

  test('with a clock that stands still, a film is made all the same', async () => {
    const virtual = virtualClock();
    const making = film(three.filter(({ atMs }) => atMs < 2_000), { clock: virtual }); // prettier-ignore
    await virtual.settle();
    expect((await making).bytes.length).toBeGreaterThan(5_000);
  });

  test('pictures that come before their key frame are passed over', async () => {
    const camera = shown({ track: 1, personId: 'a', colour: 'red', toMs: 4_000 }).filter(
      (record) => record.kind !== 'picture' || record.atMs > 1_500,
    );
    const { bytes } = await film(camera);
    expect(still(bytes, 1_800).at(0.1, 0.2)).not.toBe('red');
    expect(still(bytes, 3_000).at(0.1, 0.2)).toBe('red');
    expect(vp8('color=red:s=160x90:r=10', 4_000).filter(({ isKeyFrame }) => isKeyFrame).length).toBeGreaterThan(2);
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
