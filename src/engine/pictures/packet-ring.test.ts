/** The last packets of a layer: found while they are kept, never mistaken for others. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { vp8Descriptor } from '../../wire/rtp/vp8.ts';
import { PacketRing, PIECE_AT } from './packet-ring.ts';

const descriptor = { ...vp8Descriptor(), pictureId: 3, tl0: 4, temporal: 0 };

function put(ring: PacketRing, sequence: number, bytes: number): void {
  const piece = new Uint8Array(bytes).fill(sequence & 0xff);
  ring.put(piece, 0, bytes, { sequence, timestamp: sequence * 10, isMarked: false, isKeyStart: false }, descriptor);
}

describe('a ring of packets', () => {
  test('gives back whatever it says that it keeps, across the seam of numbers and of its bytes', () => {
    const random = seededRandom(5);
    const ring = new PacketRing();
    let kept = 0;
    for (let i = 0; i < 5_000; i++) {
      put(ring, (65_000 + i) & 0xffff, 1 + Math.floor(random.unit() * 1_200));
      for (const back of [0, 1, 30, 300, 600]) {
        const sequence = (65_000 + i - back) & 0xffff;
        const entry = i < back ? -1 : ring.find(sequence);
        if (entry < 0) continue;
        kept++;
        const packet = ring.view(entry);
        expect(packet.length).toBeGreaterThan(PIECE_AT);
        expect(packet.subarray(PIECE_AT).every((byte) => byte === (sequence & 0xff))).toBe(true);
        expect(ring.timestamps[entry]).toBe(sequence * 10);
      }
    }
    expect(kept).toBeGreaterThan(14_000);
  });

  test('forgets what is older than it has room for, and all when it grows', () => {
    const ring = new PacketRing();
    for (let sequence = 0; sequence < 100; sequence++) put(ring, sequence, 1_200);
    expect([ring.find(99) >= 0, ring.find(60) >= 0, ring.find(0)]).toEqual([true, true, -1]);
    ring.fit(10_000);
    expect(ring.find(99)).toBeGreaterThanOrEqual(0);
    ring.fit(200_000);
    expect(ring.find(99)).toBe(-1);
    for (let sequence = 0; sequence < 200; sequence++) put(ring, sequence, 1_200);
    expect(ring.find(1)).toBeGreaterThanOrEqual(0);
  });

  test('has packets without a piece of a frame as well', () => {
    const ring = new PacketRing();
    const entry = ring.put(new Uint8Array(9), 9, 9, { sequence: 7, timestamp: 0, isMarked: false, isKeyStart: false }, descriptor);
    expect(ring.view(entry).length).toBe(20);
  });
});
