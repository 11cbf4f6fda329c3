import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { encodeG711 } from '../../media/g711.ts';
import { openWav } from './wav-of-any-kind.ts';

type Coded = { readonly tag: number; readonly bits: number; readonly put: (view: DataView, at: number, value: number) => void };

const law =
  (name: 'pcma' | 'pcmu') =>
  (view: DataView, at: number, value: number): void => {
    const into = new Uint8Array(1);
    encodeG711(name, Int16Array.of(value * 32_767), 1, into, 0);
    view.setUint8(at, into[0] ?? 0);
  };
const CODED: Readonly<Record<string, Coded>> = {
  '8 bit': { tag: 1, bits: 8, put: (view, at, value) => view.setUint8(at, Math.round(value * 127) + 128) },
  '16 bit': { tag: 1, bits: 16, put: (view, at, value) => view.setInt16(at, Math.round(value * 32_767), true) },
  '24 bit': {
    tag: 1,
    bits: 24,
    put: (view, at, value) => {
      view.setUint8(at, 0x55);
      view.setInt16(at + 1, Math.round(value * 32_767), true);
    },
  },
  '32 bit': { tag: 1, bits: 32, put: (view, at, value) => view.setInt32(at, Math.round(value * 0x7fff_ffff), true) },
  'floating point': { tag: 3, bits: 32, put: (view, at, value) => view.setFloat32(at, value, true) },
  'long floating point': { tag: 3, bits: 64, put: (view, at, value) => view.setFloat64(at, value, true) },
  'A-law': { tag: 6, bits: 8, put: law('pcma') },
  'µ-law': { tag: 7, bits: 8, put: law('pcmu') },
};
const HERTZ = 440;
const LEVEL = 0.5;
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'rollcall-test-'))));
afterAll(() => rm(folder, { recursive: true }));

type Wav = {
  readonly coding?: string;
  readonly rate?: number;
  readonly channels?: number;
  readonly seconds?: number;
  readonly isExtensible?: boolean;
  /** What the header says instead of the size that it is. */
  readonly says?: number;
};

/** A tone, in the first channel twice as loud as in all together. */
function wavOf({ coding = '16 bit', rate = 16_000, channels = 1, seconds = 1, isExtensible = false, says }: Wav = {}): Uint8Array {
  const { tag, bits, put } = CODED[coding] ?? { tag: 85, bits: 16, put: () => undefined };
  const step = bits / 8;
  const count = Math.round(rate * seconds);
  const size = count * step * channels;
  const length = isExtensible ? 40 : 16;
  // A chunk of odd size, with its byte of padding, stands before the sound.
  const bytes = new Uint8Array(12 + 8 + length + 8 + 4 + 8 + size);
  const view = new DataView(bytes.buffer);
  const letters = (at: number, text: string): void => bytes.set(Buffer.from(text, 'latin1'), at);
  letters(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  letters(8, 'WAVEfmt ');
  view.setUint32(16, length, true);
  view.setUint16(20, isExtensible ? 0xfffe : tag, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * step * channels, true);
  view.setUint16(32, step * channels, true);
  view.setUint16(34, bits, true);
  if (isExtensible) view.setUint16(44, tag, true);
  let at = 20 + length;
  letters(at, 'LIST');
  view.setUint32(at + 4, 3, true);
  at += 12;
  letters(at, 'data');
  view.setUint32(at + 4, says ?? size, true);
  at += 8;
  for (let i = 0; i < count; i++) {
    const value = LEVEL * Math.sin((2 * Math.PI * HERTZ * i) / rate);
    for (let channel = 0; channel < channels; channel++, at += step) put(view, at, channels === 1 ? value : channel === 0 ? value * 2 : 0);
  }
  return bytes;
}

async function read(bytes: Uint8Array): Promise<{ durationMs: number; samples: number[] }> {
  const path = join(folder, 'sound.wav');
  await writeFile(path, bytes);
  await using wav = await openWav(path, realClock());
  const samples: number[] = [];
  for await (const frame of wav.frames()) {
    expect(frame).toHaveLength(320);
    samples.push(...frame);
  }
  return { durationMs: wav.durationMs, samples };
}

/** How often it goes up through nothing in the middle half second, and how loud it is there, 0 … 1. */
function heard(samples: readonly number[]): { hertz: number; level: number } {
  const middle = samples.slice(4_000, 12_000);
  const ups = middle.filter((sample, i) => sample >= 0 && (middle[i - 1] ?? 0) < 0).length;
  const power = middle.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / middle.length;
  return { hertz: ups * 2, level: Math.sqrt(2 * power) };
}

test.each([
  ...Object.keys(CODED).map((coding): [string, Wav] => [coding, { coding }]),
  ...[8_000, 11_025, 22_050, 44_100, 48_000, 96_000].map((rate): [string, Wav] => [`${String(rate)} Hz`, { rate }]),
  ['two channels', { channels: 2 }],
  ['two channels of 24 bit and 44.1 kHz, in the extensible form', { coding: '24 bit', rate: 44_100, channels: 2, isExtensible: true }],
  ['µ-law of 8 kHz, as telephones have it', { coding: 'µ-law', rate: 8_000 }],
  ['a program that did not know the size', { says: 0xffff_ffff }],
] as [string, Wav][])('%s: the same tone is heard, as loud and as long', async (_, wav) => {
  const { durationMs, samples } = await read(wavOf(wav));
  expect(durationMs).toBeCloseTo(1_000, 0);
  expect(Math.abs(samples.length - 16_000)).toBeLessThanOrEqual(320);
  const { hertz, level } = heard(samples);
  expect(Math.abs(hertz - HERTZ)).toBeLessThanOrEqual(4);
  expect(level).toBeGreaterThan(LEVEL * 0.95);
  expect(level).toBeLessThan(LEVEL * 1.05);
});

test('what is longer than a piece of reading comes whole, without a click between', async () => {
  const { samples } = await read(wavOf({ rate: 48_000, channels: 2, seconds: 3 }));
  const steps = samples.slice(320, -640).map((sample, i) => Math.abs(sample - (samples[i + 319] ?? 0)));
  expect(samples.length).toBeGreaterThanOrEqual(3 * 16_000 - 320);
  // The steepest step of such a tone from one sample to the next.
  expect(Math.max(...steps)).toBeLessThan(2 * Math.PI * (HERTZ / 16_000) * LEVEL * 32_768 * 1.1);
});

test.each<[string, () => Uint8Array, RegExp]>([
  ['an MP3', () => Buffer.from('ID3\u0003aaaaaaaaaaaaaaaaaaa'), /is no WAV file, but an MP3 file/],
  ['nothing', () => new Uint8Array(0), /is no WAV file, but empty/],
  ['half of one', () => wavOf().subarray(0, 5_000), /is cut off: \d+ of 32000 bytes of sound are there/],
  ['its first bytes', () => wavOf().subarray(0, 30), /ends within its format/],
  ['one without a sample', () => wavOf({ seconds: 0 }), /has no sound in it/],
  ['MP3 within', () => wavOf({ coding: 'MP3' }), /of a kind that is not read here \(coding 85, 16 bit, 1 channels, 16000 Hz\)/],
  ['an impossible rate', () => wavOf({ rate: 100, seconds: 10 }), /not read here .*100 Hz/],
])('%s is refused, and said why', async (_, bytes, why) => {
  await expect(read(bytes())).rejects.toMatchObject({ code: 'server/not-done', message: expect.stringMatching(why) as string });
});

test('a file that is not there is named, and so is a folder', async () => {
  await expect(openWav(join(folder, 'none.wav'), realClock())).rejects.toThrow(/There is no .*none\.wav/);
  await expect(openWav(folder, realClock())).rejects.toThrow(/cannot be read: /);
});
