/** Reads the WAV stream that a program writes, at whatever rate it speaks, into 16 kHz. */
import { SAMPLE_RATE } from '../media/frame.ts';
import { Resampler } from '../media/resample.ts';
import { SpeechError } from './errors.ts';

/** Programs differ in what they put before the sound, but not by this much. */
const LONGEST_HEAD = 4_096;

/** A machine: bytes in, sound out. A program cannot know the length of what it streams, so the head's length is not believed. */
export class ProgramSound {
  #held: Uint8Array = new Uint8Array(0);
  #resampler: Resampler | undefined;
  #rate = 0;

  /** The sound that these bytes complete; empty while the head is still coming. */
  push(bytes: Uint8Array): Int16Array {
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const from = this.#rate === 0 ? this.#readHead(all) : 0;
    if (from === undefined) {
      if (all.length > LONGEST_HEAD) throw new SpeechError('speech/provider-failed', 'the program wrote something that is no WAV stream');
      this.#held = all.slice();
      return new Int16Array(0);
    }
    const count = Math.floor((all.length - from) / 2);
    const samples = new Int16Array(count);
    const view = new DataView(all.buffer, all.byteOffset + from, count * 2);
    for (let i = 0; i < count; i++) samples[i] = view.getInt16(i * 2, true);
    this.#held = all.slice(from + count * 2);
    return this.#at16k(samples);
  }

  #at16k(samples: Int16Array): Int16Array {
    if (this.#rate === SAMPLE_RATE) return samples;
    this.#resampler ??= new Resampler(this.#rate, SAMPLE_RATE);
    const into = new Int16Array(Math.ceil((samples.length * SAMPLE_RATE) / this.#rate) + 1);
    return into.subarray(0, this.#resampler.process(samples, samples.length, into));
  }

  /** Where the sound begins, once the whole head is there. */
  #readHead(bytes: Uint8Array): number | undefined {
    if (bytes.length < 12) return undefined;
    if (letters(bytes, 0) !== 'RIFF' || letters(bytes, 8) !== 'WAVE')
      throw new SpeechError('speech/provider-failed', 'the program wrote something that is no WAV stream');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let rate = 0;
    for (let at = 12; at + 8 <= bytes.length;) {
      const size = view.getUint32(at + 4, true);
      if (letters(bytes, at) === 'data') {
        this.#rate = rate;
        return rate > 0 ? at + 8 : undefined;
      }
      if (letters(bytes, at) === 'fmt ' && at + 24 <= bytes.length) {
        rate = view.getUint32(at + 12, true);
        if (view.getUint16(at + 8, true) !== 1 || view.getUint16(at + 10, true) !== 1 || view.getUint16(at + 22, true) !== 16) {
          throw new SpeechError('speech/provider-failed', 'the program wrote a WAV stream that is not 16 bit mono PCM');
        }
      }
      at += 8 + size + (size % 2);
    }
    return undefined;
  }
}

function letters(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
