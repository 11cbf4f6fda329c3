import { expect, test } from 'vitest';
import { KeptSound, PlayoutTime } from './memory-hearing.ts';

const HOUR_MS = 3_600_000;

test.each([8_000, 16_000, 48_000])('a stream of %i units a second is in time for days, through silences of any length', (clockRate) => {
  const playout = new PlayoutTime(clockRate);
  const timestampAt = (ms: number): number => ((ms * clockRate) / 1000 + 4_000_000_000) % 2 ** 32;
  for (const ms of [0, 20, HOUR_MS, 13 * HOUR_MS, 37 * HOUR_MS, 37 * HOUR_MS + 20, 200 * HOUR_MS]) {
    // It comes a little later than it sounds.
    expect(playout.of({ ssrc: 7, timestamp: timestampAt(ms) }, 500 + ms + (ms > 0 ? 33.4 : 0))).toBe(500 + ms);
  }
});

test('a new stream begins when its first packet comes', () => {
  const playout = new PlayoutTime(48_000);
  expect(playout.of({ ssrc: 1, timestamp: 960 }, 100)).toBe(100);
  expect(playout.of({ ssrc: 2, timestamp: 77_777 }, 250)).toBe(250);
  expect(playout.of({ ssrc: 2, timestamp: 77_777 + 960 }, 300)).toBe(270);
});

test('what is kept has its silences in their place, and its bound', () => {
  const kept = new KeptSound(100);
  kept.hear(Int16Array.of(1, 2), 1_000);
  kept.hear(Int16Array.of(5, 6), 1_001);
  kept.hear(Int16Array.of(3, 4), 1_000.5);
  kept.hear(Int16Array.of(9), 999);
  kept.hear(new Int16Array(320).fill(9), 1_090);
  const heard = kept.heard();
  expect([...heard.subarray(0, 4), ...heard.subarray(8, 12), ...heard.subarray(16)]).toEqual([1, 2, 0, 0, 3, 4, 0, 0, 5, 6]);
  kept.forget();
  expect(kept.heard().length).toBe(0);
  kept.hear(Int16Array.of(8), 5_000);
  expect([...kept.heard()]).toEqual([8]);
});
