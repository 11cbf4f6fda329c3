import { expect, test } from 'vitest';
import { keyTone } from '../../media/dtmf.ts';
import { sine, toneOf } from '../../media/tones.ts';
import { Ear } from './ear.ts';
import { spokenTexts, throughOpus } from './test-arrangement.ts';

const tone = sine({ hertz: [440], ms: 500 }, 0.3);

test('sound is kept where it arrived, and what arrives is copied', () => {
  const ear = new Ear();
  const piece = Int16Array.of(1, 2, 3);
  ear.take(999.9375, piece);
  piece.fill(9);
  expect([...ear.samples(15_998, 16_003)]).toEqual([0, 1, 2, 3, 0]);
  expect([ear.startMs, ear.endMs]).toEqual([999.9375, 1_000.125]);
});

test('pieces may come out of order, twice, and over the turn of a second', () => {
  const [inOrder, mixed] = [new Ear(), new Ear()];
  const pieces = Array.from({ length: 25 }, (_, i) => [700 + i * 20, tone.subarray(i * 320, i * 320 + 320)] as const);
  for (const piece of pieces) inOrder.take(...piece);
  for (const piece of [...pieces.toReversed(), ...pieces.slice(3, 9)]) mixed.take(...piece);
  expect(mixed.between(600, 1_300)).toEqual(inOrder.between(600, 1_300));
  expect(inOrder.levelDb(700, 1_200)).toBeCloseTo(-13.5, 0);
});

test('before the first piece there is nothing to hear', () => {
  const ear = new Ear();
  expect([ear.startMs, ear.endMs, ear.nextMs(0)]).toEqual([undefined, undefined, undefined]);
  expect([ear.sounds(), ear.keys(), ear.levelDb(0, 100)]).toEqual([[], [], -100]);
  ear.take(5, new Int16Array(0));
  expect(ear.endMs).toBeUndefined();
});

test('a time or a memory that is no number is refused', () => {
  expect(() => new Ear({ keepMs: 0 })).toThrow(TypeError);
  expect(() => new Ear().take(Number.NaN, tone)).toThrow(TypeError);
});

test('the oldest is forgotten, and what comes too late for it', () => {
  const ear = new Ear({ keepMs: 5_000 });
  for (let ms = 0; ms < 20_000; ms += 500) ear.take(ms, tone);
  ear.take(1_000, tone);
  expect(ear.startMs).toBeGreaterThanOrEqual(14_000);
  expect(ear.levelDb(0, 13_000)).toBe(-100);
  expect(ear.levelDb(15_000, 20_000)).toBeCloseTo(-13.5, 0);
});

test('sound that is packed after a minute is still as loud, and can be written to', () => {
  const ear = new Ear();
  ear.take(0, tone);
  ear.take(120_000, tone);
  expect(ear.levelDb(0, 500)).toBeCloseTo(-13.5, 0);
  ear.take(500, tone);
  expect(ear.sounds()[0]).toMatchObject({ fromMs: 0, toMs: 1_000 });
});

test('a silent day between two sounds is no sound, and neither are silent pieces', () => {
  const ear = new Ear({ keepMs: 172_800_000 });
  ear.take(0, tone);
  for (let ms = 500; ms < 10_000; ms += 20) ear.take(ms, new Int16Array(320));
  ear.take(86_400_000, tone);
  expect(ear.sounds().map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [0, 500],
    [86_400_000, 86_400_500],
  ]);
  expect(ear.nextMs(1_000)).toBe(86_400_000);
});

test('pauses that are shorter than 300 ms do not part a sound', () => {
  const ear = new Ear();
  for (const atMs of [0, 700, 1_600]) ear.take(atMs, tone);
  const sounds = ear.sounds();
  expect(sounds.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [0, 1_200],
    [1_600, 2_100],
  ]);
  expect(sounds[1]?.levelDb).toBeCloseTo(-13.5, 0);
  expect(ear.sounds({ fromMs: 1_300 })).toHaveLength(1);
  expect(ear.sounds({ floorDb: -10 })).toEqual([]);
});

test('keys are heard by their tones through a codec, the same key twice as two', async () => {
  const sound = new Int16Array(16 * 2_000);
  const pressed = ['1', '5', '9', '2', '*', '0', '#', '2', '2'] as const;
  for (const [i, key] of pressed.entries()) sound.set(keyTone(key, 100), 16 * (100 + i * 200));
  const ear = new Ear();
  ear.take(0, await throughOpus(sound));
  const keys = ear.keys();
  expect(keys.map(({ key }) => key)).toEqual(pressed);
  for (const [i, { fromMs, toMs }] of keys.entries()) {
    expect(Math.abs(fromMs - (100 + i * 200))).toBeLessThanOrEqual(40);
    expect(toMs - fromMs).toBeGreaterThanOrEqual(60);
  }
  expect(ear.keys(1_000).map(({ key }) => key)).toEqual(['0', '#', '2', '2']);
});

test('speech and the tones of an exchange are no keys', () => {
  const ear = new Ear();
  let atMs = 0;
  for (const sound of [...spokenTexts.values(), toneOf('ringback'), toneOf('busy'), toneOf('beep')]) {
    ear.take(atMs, sound);
    atMs += sound.length / 16 + 100;
  }
  expect(ear.keys()).toEqual([]);
});
