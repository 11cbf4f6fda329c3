import { expect, test } from 'vitest';
import { keyHertz } from '../../media/dtmf.ts';
import { toneDb } from '../../media/goertzel.ts';
import { levelDb } from '../../media/level.ts';
import { VoiceActivity } from '../../media/voice-activity.ts';
import { builtInVoice } from './built-in-voice.ts';
import { pitchOf } from './letter-sound.ts';

const TYPED = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789äöüß.,;:!?-+*#@€"\'()';
const FRAME = 320;

test('the same text by the same speaker is the same sound, whoever makes it and whatever was made before', async () => {
  const [one, other] = [builtInVoice(), builtInVoice()];
  await other.speak('Something else entirely.', { speaker: 'Ada' });
  const said = await one.speak('Press 1, please.', { speaker: 'Ada' });
  expect(await other.speak('Press 1, please.', { speaker: 'Ada' })).toEqual(said);
  // What was handed out is the listener's own.
  said.samples.fill(0);
  expect(levelDb((await one.speak('Press 1, please.', { speaker: 'Ada' })).samples)).toBeGreaterThan(-22);
});

test('it still says the same after more speakers than it remembers', async () => {
  const voice = builtInVoice();
  const before = await voice.speak(TYPED, { speaker: 'Ada' });
  for (let i = 0; i < 100; i++) await voice.speak(TYPED, { speaker: `person ${String(i)}` });
  expect(await voice.speak(TYPED, { speaker: 'Ada' })).toEqual(before);
});

test('it is as loud as a person, begins at once, and no letter is silent or clipped', async () => {
  const voice = builtInVoice();
  const { samples } = await voice.speak('Hello, this is Ada. Can you hear me?', { speaker: 'Ada' });
  expect(levelDb(samples)).toBeGreaterThan(-22);
  expect(levelDb(samples)).toBeLessThan(-18);
  expect(levelDb(samples, 0, FRAME)).toBeGreaterThan(-26);
  for (const letter of [...TYPED.split(''), '👍', '你', '\u0301', '\0', '\ud800']) {
    const { samples: sound } = await voice.speak(`${letter}a`, { speaker: 'Ada' });
    expect(levelDb(sound, 0, 960), letter).toBeCloseTo(-19, 0);
    expect(Math.max(...sound.map(Math.abs)), letter).toBeLessThan(20_000);
  }
});

test('a listener hears speech, and that a sentence is over', async () => {
  const { samples, marks } = await builtInVoice().speak('I am well. And you?', { speaker: 'Grace' });
  const ear = new VoiceActivity();
  const heard: boolean[] = [];
  for (let at = 0; at + FRAME <= samples.length; at += FRAME) heard.push(ear.push(samples.subarray(at, at + FRAME)));
  // Begun within three frames, over between the sentences, begun again.
  expect(heard.indexOf(true)).toBeLessThan(3);
  const changes = heard.filter((is, at) => at > 0 && is !== heard[at - 1]).length;
  expect(changes).toBe(3);
  const over = heard.indexOf(false, 3) * 20;
  expect(over).toBeGreaterThan(marks?.[9] ?? Infinity);
  expect(over).toBeLessThan(marks?.[10] ?? 0);
});

test('no letter of anybody sounds like a key', async () => {
  const voice = builtInVoice();
  for (let person = 0; person < 12; person++) {
    for (const letter of TYPED) {
      const { samples } = await voice.speak(letter, { speaker: `person ${String(person)}` });
      for (let at = 0; at + 640 <= 960; at += 160) {
        const part = samples.subarray(at, at + 640);
        const high = Math.max(...(['1', '2', '3', 'A'] as const).map((key) => toneDb(part, keyHertz(key)[1])));
        // Of a key, the high tone is more than half: −3 dB.
        expect(high - levelDb(part), letter).toBeLessThan(-10);
      }
    }
  }
});

test('a mark stands where its letter ends, and both halves of a character end together', async () => {
  const { samples, marks } = await builtInVoice().speak('Hi 👍. Yes', { speaker: 'Ada' });
  expect(marks).toEqual([60, 120, 180, 240, 240, 300, 600, 660, 720, 780]);
  expect(samples.length).toBe(780 * 16);
  const sounding = (from: number, to: number): number => levelDb(samples, from * 16, to * 16);
  expect(sounding(60, 120)).toBeGreaterThan(-21);
  expect(sounding(120, 180)).toBe(-100);
  expect(sounding(300, 600)).toBe(-100);
  expect(sounding(600, 660)).toBeGreaterThan(-21);
});

test('after the last sentence comes a rest, which belongs to no letter', async () => {
  const { samples, marks } = await builtInVoice().speak('Yes.', { speaker: 'Ada' });
  expect(marks?.at(-1)).toBe(240);
  expect(samples.length).toBe(360 * 16);
});

test('letters and speakers are told apart by their sound', async () => {
  const voice = builtInVoice();
  const soundsOf = (speaker: string): Promise<Int16Array[]> =>
    Promise.all(Array.from(TYPED, async (letter) => (await voice.speak(letter, { speaker })).samples.slice(0, 960)));
  const [ada, grace] = [await soundsOf('Ada'), await soundsOf('Grace')];
  ada.forEach((sound, at) => {
    for (const other of [...ada.slice(at + 1), ...grace]) expect(Math.abs(likeness(sound, other)), TYPED[at]).toBeLessThan(0.9);
  });
});

test('ten people of a call have ten pitches, all of them a person could have', () => {
  const pitches = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Margaret', 'Dennis', 'Radia', 'Tim'].map(pitchOf);
  expect(new Set(pitches).size).toBe(10);
  expect(Math.min(...pitches)).toBeGreaterThanOrEqual(90);
  expect(Math.max(...pitches)).toBeLessThan(256);
});

test('no text is refused: nothing is a moment of silence, a blank a rest', async () => {
  const voice = builtInVoice();
  expect((await voice.speak('', { speaker: 'Ada' })).samples).toEqual(new Int16Array(320));
  expect((await voice.speak(' ', { speaker: '' })).samples).toEqual(new Int16Array(960));
  expect((await voice.speak('a'.repeat(6_000), { speaker: 'Ada' })).samples.length).toBe(6_000 * 960);
});

test('an abort comes back as its own reason', async () => {
  const reason = new Error('barged in');
  await expect(builtInVoice().speak('Hello', { speaker: 'Ada', signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

/** 1 is the same but for the level, 0 has nothing in common. */
function likeness(one: Int16Array, other: Int16Array): number {
  let [both, first, second] = [0, 0, 0];
  one.forEach((sample, i) => {
    const there = other[i] ?? 0;
    both += sample * there;
    first += sample * sample;
    second += there * there;
  });
  return both / Math.sqrt(first * second);
}
