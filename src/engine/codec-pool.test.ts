/** Codecs at hand: who only listens has none, who begins to speak has one within the tick, and all are freed. */
import { expect, test } from 'vitest';
import { virtualClock } from '../base/virtual-clock.ts';
import { silentLog } from '../base/log.ts';
import type { SoundDecoder } from '../media/codec.ts';
import { CodecPool } from './codec-pool.ts';
import { EarlyNumbers } from './early-numbers.ts';
import { LateDecoder } from './late-decoder.ts';

test('some lie ready, a run on them leaves some without for a moment, and more are made at once', async () => {
  const clock = virtualClock();
  using pool = new CodecPool({ clock, log: silentLog });
  expect(pool.encoder('opus')).toBeUndefined();
  await Promise.all([pool.ready('opus'), clock.settle()]);
  const taken = Array.from({ length: 6 }, () => pool.encoder('opus'));
  expect(taken.filter((encoder) => encoder === undefined).length).toBe(2);
  expect(new Set(taken).size).toBe(5);
  await clock.settle();
  expect(pool.encoder('opus')).toBeDefined();
  expect(pool.decoder('opus')).toBeDefined();
  for (const encoder of taken) encoder?.free();
});

test('encoders for a lossy way are made when the first is asked for', async () => {
  const clock = virtualClock();
  using pool = new CodecPool({ clock, log: silentLog });
  await Promise.all([pool.ready('opus'), clock.settle()]);
  expect(pool.encoder('opus', 'lossy')).toBeUndefined();
  await clock.settle();
  const encoder = pool.encoder('opus', 'lossy');
  const packet = new Uint8Array(1_400);
  const bytes = encoder?.encode(new Int16Array(320).fill(1_000), packet, 0) ?? 0;
  expect(bytes).toBeGreaterThan(0);
  encoder?.free();
});

test('a decoder is asked for with the first sound, and silence stands for what it could not decode', () => {
  let ready: SoundDecoder | undefined;
  let asked = 0;
  const decoder = new LateDecoder(() => (asked++, ready));
  const into = new Int16Array(960).fill(7);
  expect([decoder.conceal(into, undefined), asked]).toEqual([320, 0]);
  into.fill(7);
  expect(decoder.decode(Uint8Array.of(1), into)).toBe(320);
  expect([into[0], into[319], into[320]]).toEqual([0, 0, 7]);
  ready = { decode: () => 640, conceal: () => 1, free: () => undefined };
  expect(decoder.decode(Uint8Array.of(1), into)).toBe(640);
  decoder.prepare();
  expect(asked).toBe(2);
});

test('numbers of legs that never come are forgotten, the oldest first', () => {
  const early = new EarlyNumbers();
  for (let i = 1; i <= 1_001; i++) early.note(String(i), i * 4);
  expect([early.take('1'), early.take('2'), early.take('2'), early.take('1001')]).toEqual([0, 8, 0, 4_004]);
});
