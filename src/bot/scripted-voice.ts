/** A voice for tests: as long as a real one, and what it says can be read back out of the sound. */
import { readWav, writeWav } from '../media/wav.ts';
import type { Speaks } from './speaks.ts';

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

/** The text that the scripted voice has put into a sound; nothing readable comes out of any other. */
export function textIn(wav: Uint8Array): string {
  const samples = readWav(wav);
  const letters: string[] = [];
  for (let at = 0; at < samples.length; at += SAMPLES_PER_CHARACTER) letters.push(String.fromCharCode(samples[at] ?? 0));
  return letters.join('');
}
