/** A voice for virtual time: each text is a tune of its own, as long as speech, so that what is heard can be told from any other. */
import type { Speaks } from '../../src/bot/speaks.ts';
import { joined, sine } from '../../src/media/tones.ts';
import { writeWav } from '../../src/media/wav.ts';

const NOTE_MS = 60;
const PITCHES = 61;

/** One note for each character, a rest for each blank. */
export function tuneOf(text: string): Int16Array {
  return joined(Array.from(text, (character) => (character === ' ' ? rest : noteOf(character))));
}

export const tuneVoice: Speaks = {
  wavOf: async (text, { signal } = {}) => {
    signal?.throwIfAborted();
    return writeWav(tuneOf(text));
  },
};

const rest = new Int16Array(NOTE_MS * 16);
const notes = new Map<string, Int16Array>();

function noteOf(character: string): Int16Array {
  const made = notes.get(character) ?? sine({ hertz: [260 + 50 * ((character.charCodeAt(0) * 23) % PITCHES)], ms: NOTE_MS }, 0.2);
  notes.set(character, made);
  return made;
}
