/** Aids for tests of segment logs: records of all kinds, and the whole of what is read. */
import * as fc from 'fast-check';
import type { SegmentRecord } from './record.ts';

type SoundRecord = Extract<SegmentRecord, { kind: 'sound' }>;

export function sound(atMs: number, track: number, packet: Uint8Array = Uint8Array.of(0xb8, 1, 2, 3), levelDb: number = -30): SoundRecord {
  return { kind: 'sound', atMs, track, packet: new Uint8Array(packet), levelDb };
}

export async function allOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of source) found.push(each);
  return found;
}

const atMs: fc.Arbitrary<number> = fc.oneof(fc.nat({ max: 10_000_000 }), fc.nat({ max: 2 ** 40 }));
const track: fc.Arbitrary<number> = fc.nat({ max: 300 });
const words: fc.Arbitrary<string> = fc.string({ unit: 'grapheme', maxLength: 40 });

export const anyRecord: fc.Arbitrary<SegmentRecord> = fc.oneof(
  fc.record({
    kind: fc.constant('sound' as const),
    atMs,
    track,
    packet: fc.uint8Array({ maxLength: 400 }),
    levelDb: fc.nat({ max: 200 }).map((halves) => halves / -2 + 0),
  }),
  fc.record({
    kind: fc.constant('picture' as const),
    atMs,
    track,
    data: fc.uint8Array({ maxLength: 3_000 }),
    isKeyFrame: fc.boolean(),
    width: fc.nat({ max: 4_096 }),
    height: fc.nat({ max: 4_096 }),
  }),
  fc.record({
    kind: fc.constant('track' as const),
    atMs,
    track,
    info: fc.oneof(
      fc.constant({ kind: 'mixed' as const }),
      fc.record({ kind: fc.constantFrom('voice' as const, 'camera' as const, 'screen' as const), personId: words, name: words }),
    ),
  }),
  fc.record({
    kind: fc.constant('note' as const),
    atMs,
    note: fc.oneof(
      fc.record({ kind: fc.constant('began' as const), wallMs: fc.nat(), recordingId: words }),
      fc.record({ kind: fc.constant('chapter' as const), title: words }),
      fc.record({ kind: fc.constantFrom('joined' as const, 'left' as const), personId: words, name: words }),
      fc.record({ kind: fc.constant('withdrawn' as const), personId: words }),
      fc.record({ kind: fc.constant('ended' as const), why: words }),
    ),
  }),
);
