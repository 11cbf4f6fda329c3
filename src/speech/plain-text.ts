/** What may be handed to a voice: text alone, of a bounded length, with nothing in it that a program could take for an order. */
import { SpeechError } from './errors.ts';

/** Some six minutes of speech. */
export const LONGEST_TEXT = 5_000;

/** The text as it will be spoken. Throws a `SpeechError` when it is too long or has nothing to say. */
export function plainText(text: string): string {
  if (text.length > LONGEST_TEXT) {
    throw new SpeechError(
      'speech/text-too-long',
      `a text of ${String(text.length)} characters is too long to be spoken at once: give at most ${String(LONGEST_TEXT)}, in parts if need be`,
    );
  }
  const plain = text
    .replaceAll(INVISIBLE, '')
    .replaceAll(UNSPEAKABLE, ' ')
    .replaceAll(MARKS, ' ')
    .replaceAll(ENTITY, '$1')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (!SPEAKABLE.test(plain))
    throw new SpeechError('speech/nothing-to-say', 'there is nothing to say: the text has no letter and no digit');
  return plain;
}

/** Marks of direction, soft hyphens and the like. The two joiners stay (U+200C, U+200D): Persian and Hindi spell with them. */
const INVISIBLE = /(?![\u200C\u200D])\p{Cf}/gu;

/** Control characters, private use, halves of characters, and what never was one. */
const UNSPEAKABLE = /[\p{Cc}\p{Co}\p{Cn}\p{Cs}\u{FFFD}]/gu;

/** Tags are not understood but read out; `[[` would begin phonemes for eSpeak. */
const MARKS = /[<>[\]{}\\|`]/gu;

const ENTITY = /&(#?\w+);/gu;

const SPEAKABLE = /[\p{L}\p{N}]/u;
