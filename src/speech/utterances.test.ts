import { expect, test } from 'vitest';
import { toneMs } from '../media/goertzel.ts';
import { joined, sine } from '../media/tones.ts';
import { LONGEST_WORD_MS, Utterances } from './utterances.ts';

const tone = (ms: number): Int16Array => sine({ hertz: [440], ms }, 0.3);
const silence = (ms: number): Int16Array => new Int16Array(ms * 16);

function cut(...parts: readonly Int16Array[]): Int16Array[] {
  const [utterances, sound] = [new Utterances(), joined(parts)];
  const said: Int16Array[] = [];
  for (let at = 0; at < sound.length; at += 320) {
    const utterance = utterances.push(sound.subarray(at, at + 320));
    if (utterance) said.push(utterance.slice());
  }
  return said;
}

test('each word comes whole, with the moment before it', () => {
  const said = cut(silence(1_000), tone(400), silence(500), tone(200), silence(500));
  expect(said.map((each) => toneMs(each, 440))).toEqual([400, 200]);
  for (const each of said) expect(each.length / 16).toBeLessThan(1_000);
});

test('a pause within a word is not its end', () =>
  expect(cut(silence(500), tone(200), silence(160), tone(200), silence(500)).map((each) => toneMs(each, 440))).toEqual([400]));

test('a sentence is no word, and the word after it is heard', () =>
  expect(cut(silence(500), tone(LONGEST_WORD_MS + 400), silence(500), tone(300), silence(500)).map((each) => toneMs(each, 440))).toEqual([
    300,
  ]));

test('silence, and a click, are nothing', () => expect(cut(silence(2_000), tone(20), silence(500))).toEqual([]));

test('what begins at once, and never ends, is nothing yet', () => {
  expect(cut(tone(300), silence(500)).map((each) => toneMs(each, 440))).toEqual([300]);
  expect(cut(tone(9_000))).toEqual([]);
});
