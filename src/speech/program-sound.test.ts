import { expect, test } from 'vitest';
import { levelDb } from '../media/level.ts';
import { joined } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import { ProgramSound } from './program-sound.ts';

const tone = Int16Array.from({ length: 22_050 }, (_, i) => 8_000 * Math.sin((2 * Math.PI * 440 * i) / 22_050));

/** What a program writes to a pipe: a rate of its own, and a length that it cannot know. */
function streamed(rate: number, length = 0x7fff_f000): Uint8Array {
  const bytes = writeWav(tone);
  const view = new DataView(bytes.buffer);
  view.setUint32(24, rate, true);
  view.setUint32(40, length, true);
  return bytes;
}

test.each([
  [16_000, 22_050],
  [22_050, 16_000],
  [8_000, 44_100],
])('%i Hz comes out at 16 kHz, however the bytes are cut', (rate, expected) => {
  const bytes = streamed(rate);
  for (const step of [1, 7, 1_000, bytes.length]) {
    const sound = new ProgramSound();
    const chunks: Int16Array[] = [];
    for (let at = 0; at < bytes.length; at += step) chunks.push(sound.push(bytes.subarray(at, at + step)));
    const all = joined(chunks);
    expect(Math.abs(all.length - expected)).toBeLessThan(10);
    expect(levelDb(all)).toBeCloseTo(levelDb(tone), 0);
  }
});

test.each([
  ['text', new TextEncoder().encode('there is no such voice, said the program')],
  ['a head without an end', writeWav(new Int16Array(4_000)).fill(0x20, 12)],
])('%s is no sound', (_, bytes) => {
  expect(() => new ProgramSound().push(bytes)).toThrow('no WAV stream');
});

test('stereo is refused', () => {
  const bytes = streamed(16_000);
  bytes[22] = 2;
  expect(() => new ProgramSound().push(bytes)).toThrow('not 16 bit mono');
});
