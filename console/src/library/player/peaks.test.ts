/** Waveforms thinned out. */
import { expect, test } from 'vitest';
import { barsOf, peaksOf } from './peaks.ts';

test('peaks come as base64', () => {
  expect([...peaksOf(Buffer.from([0, 1, 128, 255]).toString('base64'))]).toEqual([0, 1, 128, 255]);
  expect([...peaksOf('')]).toEqual([]);
});

test('no peak is lost between two bars', () => {
  const peaks = new Uint8Array(108_000);
  for (const at of [0, 53_999, 54_000, 107_999]) peaks[at] = 255;
  const bars = barsOf(peaks, 700);
  expect([...bars].flatMap((height, at) => (height > 0.4 ? [at] : []))).toEqual([0, 349, 350, 699]);
});

test('a stretch that is full of sound is higher than one with a single word in it', () => {
  const peaks = Uint8Array.from({ length: 200 }, (_, at) => (at < 100 || at === 150 ? 200 : 0));
  const [busy = 0, word = 0] = barsOf(peaks, 2);
  expect(busy).toBeGreaterThan(word * 1.5);
});

test('fewer peaks than bars are drawn wide, a lane that ends early is silent after that', () => {
  expect([...barsOf(Uint8Array.of(255, 0), 4)]).toEqual([1, 1, 0, 0]);
  expect([...barsOf(Uint8Array.of(255, 255), 4, 4)]).toEqual([1, 1, 0, 0]);
});

test('what is quiet can still be seen, what is silent is not', () => {
  const [silent = 0, quiet = 0, loud = 0] = barsOf(Uint8Array.of(0, 8, 85), 3);
  expect(silent).toBe(0);
  expect(quiet).toBeGreaterThan(0.1);
  expect(loud).toBeCloseTo(0.52, 1);
});

test('nothing is drawn of nothing', () => {
  expect([...barsOf(new Uint8Array(), 3)]).toEqual([0, 0, 0]);
  expect(barsOf(Uint8Array.of(1), 0)).toHaveLength(0);
});
