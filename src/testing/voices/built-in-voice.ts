/** The voice that every machine has: one sound for each letter, the same to the sample wherever it is made. */
import { msOf, SAMPLE_RATE } from '../../media/frame.ts';
import { joined } from '../../media/tones.ts';
import type { LabVoice, Utterance } from './lab-voice.ts';
import { LETTER_MS, letterSound } from './letter-sound.ts';

const BLANK = silence(LETTER_MS);
/** Between sentences: long enough for a listener to hear that one is over. */
const SENTENCE_REST = silence(300);
const LAST_REST = silence(120);
/** A sound cannot be empty, even if nothing is said. */
const SHORTEST_MS = 20;

/** Some 15 MB. */
const MOST_LETTERS = 8_192;

/**
 * Speaks no language, and is found as speech. `marks` has an entry for each UTF-16 unit of the text; both halves of a character end
 * together. A letter's mark is the end of its own sound, a blank's the end of the rest. Every text has a sound, and none is refused.
 */
export function builtInVoice(): LabVoice {
  const letters = new Map<string, Int16Array>();
  const soundOf = (letter: string, speaker: string): Int16Array => {
    const key = `${letter}${speaker}`;
    const known = letters.get(key);
    if (known) return known;
    const made = letterSound(letter, speaker);
    // Made again in no time.
    if (letters.size >= MOST_LETTERS) letters.clear();
    letters.set(key, made);
    return made;
  };
  return {
    name: 'built-in',
    speak: async (text, { speaker, signal }) => {
      signal?.throwIfAborted();
      return spoken(text, (letter) => soundOf(letter, speaker));
    },
    [Symbol.asyncDispose]: async () => letters.clear(),
  };
}

function spoken(text: string, soundOf: (letter: string) => Int16Array): Utterance {
  if (text === '') return { samples: silence(SHORTEST_MS), marks: [] };
  const sounds: Int16Array[] = [];
  const marks: number[] = [];
  let length = 0;
  let before = '';
  for (const letter of text) {
    const sound = !isBlank(letter) ? soundOf(letter) : isEnd(before) ? SENTENCE_REST : BLANK;
    sounds.push(sound);
    length += sound.length;
    for (let unit = 0; unit < letter.length; unit++) marks.push(msOf(length));
    before = letter;
  }
  if (isEnd(before)) sounds.push(LAST_REST);
  return { samples: joined(sounds), marks };
}

function isBlank(letter: string): boolean {
  return /^\s$/u.test(letter);
}

function isEnd(letter: string): boolean {
  return /^[.!?…。！？]$/u.test(letter);
}

function silence(ms: number): Int16Array {
  return new Int16Array((ms * SAMPLE_RATE) / 1_000);
}
