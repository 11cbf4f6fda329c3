/** Mixing, levels and voice: judged by level and by what a listener would say. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { FrameRing } from './frame-ring.ts';
import { FRAME_SAMPLES } from './frame.ts';
import { toneDb } from './goertzel.ts';
import { levelDb } from './level.ts';
import { Mixer, mixInto } from './mixer.ts';
import { sine, toneOf } from './tones.ts';
import { VoiceActivity } from './voice-activity.ts';

describe('a mix', () => {
  const low = sine({ hertz: [500], ms: 20 }, 0.3);
  const high = sine({ hertz: [2_000], ms: 20 }, 0.3);
  const into = new Int16Array(FRAME_SAMPLES);

  test('of one is that one, untouched, however loud', () => {
    const loud = sine({ hertz: [500], ms: 20 }, 1);
    const mixer = new Mixer();
    mixer.begin();
    mixer.add(loud);
    mixer.all(into);
    expect(into).toEqual(loud);
  });

  test('has all in it, and for who speaks all but her own', () => {
    const mixer = new Mixer();
    mixer.begin();
    mixer.add(low);
    mixer.add(high);
    mixer.all(into);
    expect(Math.abs(toneDb(into, 500) - toneDb(low, 500))).toBeLessThan(0.5);
    expect(Math.abs(toneDb(into, 2_000) - toneDb(high, 2_000))).toBeLessThan(0.5);
    mixer.allBut(low, into);
    expect(into).toEqual(high);
    mixer.begin();
    expect(mixer.count).toBe(0);
  });

  test('of many loud ones is limited, without a fold', () => {
    const mixer = new Mixer();
    const loud = sine({ hertz: [500], ms: 20 }, 0.9);
    mixer.begin();
    for (let i = 0; i < 10; i++) mixer.add(loud);
    mixer.all(into);
    const signs = into.every((sample, i) => sample === 0 || sample > 0 === (loud[i] ?? 0) > 0);
    expect(signs).toBe(true);
    expect(Math.max(...into)).toBeGreaterThan(31_000);
    mixInto(into, loud);
    expect(Math.min(...into)).toBeLessThan(-24_000);
  });
});

describe('voice activity', () => {
  test('knows speech from silence, and does not flicker in between', () => {
    const voice = new VoiceActivity();
    const noise = noiseOf(-62);
    const speech = sine({ hertz: [300], ms: 20 }, 0.1);
    const pushed = (frame: Int16Array, times: number): boolean[] => Array.from({ length: times }, () => voice.push(frame));
    expect(pushed(noise, 100)).not.toContain(true);
    expect(pushed(speech, 10)).toEqual([false, false, true, true, true, true, true, true, true, true]);
    expect(pushed(noise, 9)).not.toContain(false);
    expect(pushed(noise, 1)).toEqual([false]);
    pushed(noise, 20);
    expect([...pushed(speech, 2), ...pushed(noise, 5)]).not.toContain(true);
  });

  test('gets used to a loud room within ten seconds, but not to a voice', () => {
    const voice = new VoiceActivity();
    const room = noiseOf(-47);
    for (let i = 0; i < 500; i++) voice.push(room);
    expect(voice.isSpeech).toBe(false);
    const speech = sine({ hertz: [300], ms: 20 }, 0.1);
    for (let i = 0; i < 1_500; i++) voice.push(speech);
    expect(voice.isSpeech).toBe(true);
    voice.silence(3);
    expect(voice.isSpeech).toBe(true);
    voice.silence(50);
    expect(voice.isSpeech).toBe(false);
  });
});

test('levels are those of the textbook', () => {
  expect(levelDb(new Int16Array(10))).toBe(-100);
  expect(levelDb(new Int16Array(0))).toBe(-100);
  expect(levelDb(new Int16Array(1_000).fill(32_767))).toBeCloseTo(0, 2);
  expect(levelDb(sine({ hertz: [1_000], ms: 1_000 }, 1))).toBeCloseTo(-3, 1);
});

test('progress tones have the pitches and the cadence of the telephone', () => {
  const ringback = toneOf('ringback');
  expect(ringback.length).toBe(6 * 16_000);
  const ring = ringback.subarray(0, 2 * 16_000);
  expect(Math.abs(toneDb(ring, 440) - toneDb(ring, 480))).toBeLessThan(0.2);
  expect(levelDb(ringback, 2 * 16_000)).toBe(-100);
  const busy = toneOf('busy');
  expect([busy.length, levelDb(busy, 8_000)]).toEqual([16_000, -100]);
  expect(toneDb(busy.subarray(0, 8_000), 620)).toBeGreaterThan(-25);
});

test('a ring of frames keeps the newest', () => {
  const ring = new FrameRing({ limit: 3 });
  for (let i = 1; i <= 5; i++) ring.push(new Int16Array(FRAME_SAMPLES).fill(i));
  const kept: (number | undefined)[] = [];
  ring.drain((frame) => kept.push(frame[0]));
  ring.drain(() => kept.push(-1));
  expect(kept).toEqual([3, 4, 5]);
});

function noiseOf(level: number): Int16Array {
  const random = seededRandom(9);
  const peak = 32_768 * 10 ** (level / 20) * Math.sqrt(3);
  return Int16Array.from({ length: FRAME_SAMPLES }, () => Math.round((random.unit() * 2 - 1) * peak));
}
