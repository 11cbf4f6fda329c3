/** The jitter buffer: order out of disorder, no more delay than needed, never without bound. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { JitterBuffer } from './jitter-buffer.ts';

/** A packet of 20 ms at 8 kHz whose payload is its number. */
type Arrival = { readonly number: number; readonly atMs: number; readonly timestamp?: number };

/** Pulls each 20 ms while packets arrive; gives a word for each pull. */
function played(arrivals: readonly Arrival[], forMs: number, buffer: JitterBuffer = new JitterBuffer(8_000)): string[] {
  const inOrder = arrivals.toSorted((a, b) => a.atMs - b.atMs);
  const words: string[] = [];
  let next = 0;
  for (let nowMs = 0; nowMs < forMs; nowMs += 20) {
    for (let arrival = inOrder[next]; arrival && arrival.atMs <= nowMs; arrival = inOrder[++next]) {
      const { number, atMs, timestamp = number * 160 } = arrival;
      buffer.push(number & 0xffff, timestamp >>> 0, Uint8Array.of(number & 0xff), atMs);
    }
    const pulled = buffer.pull();
    words.push(pulled === 'packet' ? String(buffer.payload[0]) : pulled);
  }
  return words;
}

function steady(from: number, to: number): Arrival[] {
  return Array.from({ length: to - from }, (_, i) => ({ number: from + i, atMs: i * 20 }));
}

function sounds(words: readonly string[]): string {
  return words.filter((word) => word !== 'none').join(' ');
}

describe('packets', () => {
  test('that come steadily are played in order after two frames', () => {
    expect(played(steady(0, 5), 200).slice(0, 6)).toEqual(['none', '0', '1', '2', '3', '4']);
  });

  test('that come in disorder are put in order', () => {
    const arrivals = [0, 2, 1, 3, 5, 4, 6].map((number, i) => ({ number, atMs: i * 20 }));
    expect(sounds(played(arrivals, 140))).toBe('0 1 2 3 4 5');
  });

  test('that come before the first one are welcome while nothing was played', () => {
    expect(
      sounds(
        played(
          [
            { number: 7, atMs: 0 },
            { number: 6, atMs: 0 },
            { number: 8, atMs: 20 },
          ],
          80,
        ),
      ),
    ).toBe('6 7 8 lost');
  });

  test('that come twice are played once', () => {
    const arrivals = steady(0, 5).flatMap((arrival) => [arrival, arrival]);
    expect(sounds(played(arrivals, 120))).toBe('0 1 2 3 4');
  });

  test('that are lost leave a place, and the one after is at hand for recovery', () => {
    const buffer = new JitterBuffer(8_000);
    for (const number of [0, 1, 3, 4]) buffer.push(number, number * 160, Uint8Array.of(number), number * 20);
    expect([buffer.pull(), buffer.pull(), buffer.pull()]).toEqual(['packet', 'packet', 'lost']);
    expect(buffer.following).toEqual(Uint8Array.of(3));
    expect(buffer.lost).toBe(1);
  });

  test('that come after their turn are dropped and counted', () => {
    const buffer = new JitterBuffer(8_000);
    const arrivals = [
      ...steady(0, 3),
      { number: 4, atMs: 80 },
      { number: 5, atMs: 80 },
      { number: 6, atMs: 80 },
      { number: 7, atMs: 100 },
      { number: 3, atMs: 150 },
    ];
    expect(sounds(played(arrivals, 240, buffer))).toBe('0 1 2 lost 4 5 6 7 lost lost lost');
    expect(buffer.late).toBe(1);
  });

  test('go on across the seam of their numbers', () => {
    expect(
      sounds(
        played(
          steady(65_534, 65_539).map((arrival) => ({ ...arrival })),
          120,
        ),
      ),
    ).toBe('254 255 0 1 2');
  });
});

describe('delay', () => {
  test('grows with jitter, so that little is lost, and shrinks again when it is over', () => {
    const random = seededRandom(5);
    const buffer = new JitterBuffer(8_000);
    const rough = Array.from({ length: 500 }, (_, i) => ({ number: i, atMs: i * 20 + random.unit() * 100 }));
    const calm = Array.from({ length: 3_000 }, (_, i) => ({ number: 500 + i, atMs: (500 + i) * 20 }));
    const inOrder = [...rough, ...calm].toSorted((a, b) => a.atMs - b.atMs);
    let next = 0;
    let lostLate = 0;
    let rougher = 0;
    for (let nowMs = 0; nowMs < 69_000; nowMs += 20) {
      for (let arrival = inOrder[next]; arrival && arrival.atMs <= nowMs; arrival = inOrder[++next]) {
        buffer.push(arrival.number, arrival.number * 160, Uint8Array.of(1), arrival.atMs);
      }
      const pulled = buffer.pull();
      if (pulled === 'packet' && buffer.hasSurplus) buffer.pull();
      if (nowMs > 3_000 && nowMs < 10_000 && pulled === 'lost') lostLate++;
      if (nowMs === 9_900) rougher = buffer.targetMs;
    }
    expect(rougher).toBeGreaterThanOrEqual(100);
    expect(lostLate).toBeLessThanOrEqual(7);
    expect(buffer.targetMs).toBeLessThanOrEqual(60);
    expect(buffer.depthMs).toBeLessThanOrEqual(120);
  });

  test('does not pile up when the sender is quicker than we are', () => {
    const buffer = new JitterBuffer(8_000);
    let sent = 0;
    let most = 0;
    for (let nowMs = 0; nowMs < 120_000; nowMs += 20) {
      for (; sent * 19.9 <= nowMs; sent++) buffer.push(sent & 0xffff, sent * 160, Uint8Array.of(1), nowMs);
      if (buffer.pull() === 'packet' && buffer.hasSurplus) buffer.pull();
      most = Math.max(most, buffer.depthMs);
    }
    expect(most).toBeLessThanOrEqual(260);
  });
});

describe('a sender', () => {
  test('that pauses makes three frames up, then silence, and is played anew afterwards', () => {
    const arrivals = [
      ...steady(0, 3),
      ...steady(3, 6).map(({ number, atMs }) => ({ number, atMs: atMs + 1_000, timestamp: number * 160 + 7_520 })),
    ];
    expect(sounds(played(arrivals, 1_200))).toBe('0 1 2 lost lost lost 3 4 5 lost lost lost');
  });

  test('that begins anew is followed', () => {
    const arrivals = [...steady(1_000, 1_010), ...steady(3, 30).map(({ number, atMs }) => ({ number, atMs: atMs + 200 }))];
    const words = played(arrivals, 900);
    expect(words).toContain('29');
  });

  test('that sends far ahead is followed and nothing is kept of before', () => {
    const arrivals = [...steady(0, 5), ...steady(20_000, 20_005).map(({ number, atMs }) => ({ number, atMs: atMs + 100 }))];
    expect(played(arrivals, 400)).toContain(String(20_004 & 0xff));
  });

  test('that floods is bounded', () => {
    const buffer = new JitterBuffer(8_000);
    for (let number = 0; number < 10_000; number++) buffer.push(number & 0xffff, number * 160, new Uint8Array(160), 0);
    expect(buffer.depthMs).toBeLessThanOrEqual(64 * 20);
  });
});
