/** A voice for tests: as long as a real one, and what it says can be read back out of the sound. */
import { readWav, writeWav } from '../media/wav.ts';
import type { Speaks } from '../bot/speaks.ts';

const SAMPLES_PER_CHARACTER = 960;

/** 60 ms for each character. */
export const scriptedVoice: Speaks = {
  wavOf: async (text, { signal } = {}) => {
    signal?.throwIfAborted();
    const samples = new Int16Array(text.length * SAMPLES_PER_CHARACTER);
    // One sample for each character, too quiet to be heard.
    for (let at = 0; at < text.length; at++) samples[at * SAMPLES_PER_CHARACTER] = text.charCodeAt(at);
    return writeWav(samples);
  },
};

/** The text that the scripted voice has put into a sound; of any other sound, how long it is: `(sound, 2.0 s)`. */
export function textIn(wav: Uint8Array): string {
  const samples = readWav(wav);
  const letters: string[] = [];
  for (let at = 0; at < samples.length; at++) {
    const value = samples[at] ?? 0;
    if (at % SAMPLES_PER_CHARACTER === 0) letters.push(String.fromCharCode(value & 0xffff));
    else if (value !== 0) return soundOf(samples);
  }
  return letters.some((letter) => letter !== '\0') ? letters.join('') : soundOf(samples);
}

function soundOf({ length }: Int16Array): string {
  return `(sound, ${(length / 16_000).toFixed(1)} s)`;
}
