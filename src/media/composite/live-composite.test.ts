/** Films that are made while the recording goes on. */
import { describe, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { findFfmpeg } from '../ffmpeg/ffmpeg-child.ts';
import { heard, inOrder, memorySink, onDisk, probed, spoken, tone, type MemorySink } from '../files/test-recording.ts';
import { toneMs } from '../goertzel.ts';
import type { SegmentRecord } from '../segments/record.ts';
import type { FilmOptions } from './compose-film.ts';
import { LiveComposite } from './live-composite.ts';
import { children, joined, notes, Screening, shown, SMALL } from './test-film.ts';

const clock = realClock();
const isThere = await findFfmpeg({ clock }).then(
  () => true,
  () => false,
);

function begin(options: Partial<FilmOptions> = {}): { readonly live: LiveComposite; readonly sink: MemorySink } {
  const sink = memorySink();
  return { sink, live: new LiveComposite({ layout: 'speaker', format: 'webm', size: SMALL, fps: 10, clock, sink, ...options }) };
}

test('where ffmpeg is missing, recording goes on and the outcome says why there is no film', async () => {
  const { live } = begin({ path: '/nowhere' });
  for (const record of joined('a', 'b')) live.write(record);
  expect(await live.finish()).toMatchObject({ kind: 'notMade', why: /apt install ffmpeg/ });
});

test('of nothing there is no film', async () => {
  expect(await begin().live.finish()).toMatchObject({ kind: 'notMade' });
});

describe.skipIf(!isThere && process.env['CI'] !== 'true')('with ffmpeg installed', { timeout: 60_000 }, () => {
  const cameras = [
    ...joined('a', 'b'),
    ...shown({ track: 1, personId: 'a', colour: 'red', toMs: 3_000 }),
    ...shown({ track: 2, personId: 'b', colour: 'blue', toMs: 3_000 }),
  ];

  test.each(['webm', 'mp4'] as const)(
    '%s: it is whole a moment after the recording, of records that are written to again',
    async (format) => {
      const { live, sink } = begin({ format });
      for (const record of inOrder(cameras, await spoken(0, [{ atMs: 0, samples: tone(440, 3_000) }]))) {
        const own = clone(record);
        live.write(own);
        if (own.kind === 'picture') own.data.fill(0);
        if (own.kind === 'sound') own.packet.fill(0);
      }
      const outcome = await live.finish();
      expect(outcome).toMatchObject({ kind: 'made', summary: { format, sizeBytes: sink.bytes().length, durationMs: 3_020 } });
      expect(live.dropped).toBe(0);
      const file = onDisk(sink.bytes(), format);
      expect(Math.abs(Number(probed(file).format.duration) - 3.02)).toBeLessThan(0.06);
      expect(toneMs(heard(file), 440, { leastDb: -50 })).toBeGreaterThan(2_800);
      expect(new Screening(sink.bytes()).at(2_000, [0.4, 0.4], [0.9, 0.5])).toEqual(['red', 'blue']);
      // What comes later is of no film.
      for (const record of cameras) live.write(record);
      await live.discard();
      expect(await live.finish()).toBe(outcome);
    },
  );

  test('behind a sink that does not take anything it keeps little: pictures are left out, whole stretches at a time; then the film is whole', async () => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const sink = memorySink();
    const { live } = begin({ sink: { write: (bytes, position) => opened.then(() => sink.write(bytes, position)) } });
    const heavy = cameras.map((record) =>
      record.kind === 'picture' && !record.isKeyFrame ? { ...record, data: padded(record.data) } : record,
    );
    for (const record of inOrder(heavy)) live.write(record);
    expect(live.dropped).toBeGreaterThan(10);
    open();
    expect(await live.finish()).toMatchObject({ kind: 'made' });
    expect(new Screening(sink.bytes()).at(2_000, [0.4, 0.4], [0.9, 0.5])).toEqual(['red', 'blue']);
  });

  test('when it is far behind it makes fewer pictures, and all of the sound', async () => {
    const { live, sink } = begin({ fps: 30 });
    const long = [...joined('a'), ...shown({ track: 1, personId: 'a', colour: 'red', toMs: 20_000 })];
    for (const record of inOrder(long, await spoken(0, [{ atMs: 0, samples: tone(440, 20_000) }]))) live.write(record);
    expect(await live.finish()).toMatchObject({ kind: 'made', summary: { durationMs: 20_020 } });
    expect(toneMs(heard(onDisk(sink.bytes(), 'webm')), 440, { leastDb: -50 })).toBeGreaterThan(19_500);
  });

  test('who takes consent back, a sink that refuses, an abort and a discard: no film, no child', async () => {
    const before = children();
    const withdrawn = begin().live;
    for (const record of [...inOrder(cameras), ...notes([3_000, { kind: 'withdrawn', personId: 'b' }])]) withdrawn.write(record);
    expect(await withdrawn.finish()).toMatchObject({ kind: 'notMade', why: /consent/ });

    const refused = begin({ sink: { write: () => Promise.reject(new Error('the disk is full')) } }).live;
    for (const record of inOrder(cameras)) refused.write(record);
    expect(await refused.finish()).toMatchObject({ kind: 'notMade', why: /disk is full/ });

    const stop = new AbortController();
    const aborted = begin({ signal: stop.signal }).live;
    for (const record of inOrder(cameras)) aborted.write(record);
    stop.abort(new Error('the house is shut'));
    expect(await aborted.finish()).toEqual({ kind: 'notMade', why: 'the house is shut' });

    await using discarded = begin().live;
    for (const record of inOrder(cameras)) discarded.write(record);
    await discarded.discard();
    expect(children()).toEqual(before);
  });
});

function clone(record: SegmentRecord): SegmentRecord {
  return structuredClone(record);
}

/** VP8 pays no heed to what follows its last partition. */
function padded(data: Uint8Array): Uint8Array {
  const more = new Uint8Array(600_000);
  more.set(data);
  return more;
}
