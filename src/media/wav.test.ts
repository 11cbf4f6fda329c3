/** WAV files: ours come back as they were, others are refused in words. */
import { describe, expect, test } from 'vitest';
import { MediaError } from './errors.ts';
import { readWav, writeWav } from './wav.ts';

const samples = Int16Array.of(0, 1, -1, 32_767, -32_768, 1_234);

describe('a WAV file', () => {
  test('comes back as it was written', () => {
    expect(readWav(writeWav(samples))).toEqual(samples);
  });

  test('is read where it lies, at an odd place in a larger buffer', () => {
    const around = new Uint8Array(100);
    around.set(writeWav(samples), 7);
    expect(readWav(around.subarray(7, 7 + 44 + 12))).toEqual(samples);
  });

  test('is read out of a Buffer of Node, whose slices share their memory', () => {
    expect(readWav(Buffer.from(writeWav(samples)))).toEqual(samples);
  });

  test('is read past chunks that we do not know, odd ones too, and with its format in the extensible form', () => {
    const wav = writeWav(samples);
    const list = [...text('LIST'), 3, 0, 0, 0, 1, 2, 3, 0];
    expect(readWav(Uint8Array.from([...wav.subarray(0, 36), ...list, ...wav.subarray(36), ...list]))).toEqual(samples);
    const extensible = [
      ...text('fmt '),
      40,
      0,
      0,
      0,
      0xfe,
      0xff,
      ...wav.subarray(22, 36),
      22,
      0,
      16,
      0,
      4,
      0,
      0,
      0,
      1,
      0,
      ...new Uint8Array(14),
    ];
    expect(readWav(Uint8Array.from([...wav.subarray(0, 12), ...extensible, ...wav.subarray(36)]))).toEqual(samples);
  });

  test('from a pipe, which could not know its size, is read to its end', () => {
    const wav = writeWav(samples);
    new DataView(wav.buffer).setUint32(40, 0xffff_ffff, true);
    expect(readWav(wav)).toEqual(samples);
  });

  test.each([
    ['nothing', Uint8Array.of(), 'media/not-wav', 'empty'],
    ['an MP3 file with a tag', Uint8Array.from(text('ID3\u0004....')), 'media/not-wav', 'an MP3 file'],
    ['an MP3 file without', Uint8Array.of(0xff, 0xfb, 0x90, 0x00, 1, 2), 'media/not-wav', 'an MP3 file'],
    ['an Ogg file', Uint8Array.from(text('OggS0000')), 'media/not-wav', 'an Ogg file'],
    ['a page', Uint8Array.from(text('<!doctype html>')), 'media/not-wav', 'a page of HTML'],
    ['bytes of chance', Uint8Array.of(1, 2, 3, 4, 5), 'media/not-wav', '01 02 03 04'],
    ['telephone quality', changed(24, [0x40, 0x1f, 0, 0]), 'media/wrong-format', '8 kHz, 16 bit, mono, PCM'],
    ['compact disc quality', changed(22, [2, 0, 0x44, 0xac, 0, 0]), 'media/wrong-format', '44.1 kHz, 16 bit, stereo, PCM'],
    ['eight bits', changed(34, [8, 0]), 'media/wrong-format', '8 bit'],
    ['µ-law', changed(20, [7, 0]), 'media/wrong-format', 'µ-law'],
    ['cut off', writeWav(samples).subarray(0, 50), 'media/truncated', '6 of 12 bytes'],
    ['only a header', writeWav(samples).subarray(0, 30), 'media/truncated', 'within its format'],
    ['no sound chunk', writeWav(samples).subarray(0, 36), 'media/truncated', 'before its sound'],
    ['no samples', writeWav(new Int16Array(0)), 'media/truncated', 'no sound in it'],
    ['half a sample', changed(40, [11, 0, 0, 0]), 'media/truncated', '11 bytes'],
  ])('that is %s is refused in words', (_, bytes, code, words) => {
    const error = thrownBy(() => readWav(bytes));
    expect(error).toBeInstanceOf(MediaError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) as string });
  });
});

function changed(at: number, bytes: readonly number[]): Uint8Array {
  const wav = writeWav(samples);
  wav.set(bytes, at);
  return wav;
}

function text(letters: string): number[] {
  return Array.from(letters, (letter) => letter.charCodeAt(0));
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
