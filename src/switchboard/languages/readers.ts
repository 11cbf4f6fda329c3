/** Who gets a caption: those who have captions on, of whoever makes them for each, in the language that each has chosen. */
import type { Call } from '../call.ts';
import { isSameLanguage, type LanguageOffer } from './language.ts';
import { captionsFor, listeners } from './offer.ts';

export type MadeCaption = {
  /** The leg that made it; `house` if the house did. */
  readonly by: string;
  readonly text: string;
  readonly isFinal: boolean;
  readonly language?: string | undefined;
  readonly isTranslation?: boolean | undefined;
};

export function readersOf(
  call: Call,
  { by, text, isFinal, language, isTranslation = false }: MadeCaption,
  house: LanguageOffer | undefined,
): readonly string[] {
  // Nothing to translate: a gap where nobody understood, or a text that was taken back. Seen in every language.
  const isWordless = isFinal && !/[\p{L}\p{N}]/u.test(text);
  const reads = listeners(call).filter((leg) => {
    const from = captionsFor(call, leg, house);
    if (!from || (from.by === 'house' ? 'house' : from.by.legId) !== by) return false;
    const wanted = from.language;
    if (isTranslation) return wanted !== undefined && language !== undefined && isSameLanguage(wanted, language);
    if (isWordless) return true;
    // Who speaks the language that somebody reads is read as she speaks.
    return wanted === undefined || (language !== undefined && isSameLanguage(wanted, language));
  });
  return reads.map(({ legId }) => legId);
}
