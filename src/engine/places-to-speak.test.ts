/** A room that mixes only a few of those who speak at once. */
import { expect, test } from 'vitest';
import { sine } from '../media/tones.ts';
import { toneDb, toneMs } from '../media/goertzel.ts';
import { TestStage } from './test-stage.ts';

test('with two places the third is not heard before one falls silent, and hears both meanwhile', async () => {
  await using stage = new TestStage({ mostMixed: 2 });
  const [ann, bob, cat, dan] = [await stage.enter('ann'), await stage.enter('bob'), await stage.enter('cat'), await stage.enter('dan')];
  void ann.say(tone(440, 6_000));
  await stage.clock.advance(100);
  void bob.say(tone(620, 2_000));
  await stage.clock.advance(100);
  void cat.say(tone(830, 5_800));
  await stage.clock.advance(6_500);
  expect(heard(dan.heard(), 1)).toEqual([440, 620]);
  expect(heard(cat.heard(), 1)).toEqual([440, 620]);
  expect(heard(ann.heard(), 1)).toEqual([620]);
  expect(heard(dan.heard(), 4)).toEqual([440, 830]);
  expect(heard(ann.heard(), 4)).toEqual([830]);
  expect(heard(cat.heard(), 4)).toEqual([440]);
  expect(toneMs(dan.heard(), 440, { shareDb: 12 })).toBeGreaterThan(5_800);
});

test('who is clearly louder takes a place, and not before it was held for a second', async () => {
  await using stage = new TestStage({ mostMixed: 1 });
  const [ann, bob, cat] = [await stage.enter('ann'), await stage.enter('bob'), await stage.enter('cat')];
  void ann.say(tone(440, 4_000));
  await stage.clock.advance(100);
  void bob.say(tone(620, 3_900, 0.5));
  await stage.clock.advance(5_000);
  expect(heard(cat.heard(), 0.2)).toEqual([440]);
  expect(heard(cat.heard(), 2.5)).toEqual([620]);
});

/** The pitches in the half second that begins at that second. */
function heard(sound: Int16Array, second: number): number[] {
  const part = sound.subarray(second * 16_000, second * 16_000 + 8_000);
  return [440, 620, 830].filter((hertz) => toneDb(part, hertz) > -32);
}

function tone(hertz: number, ms: number, amplitude: number = 0.1): Int16Array {
  return sine({ hertz: [hertz], ms }, amplitude);
}
