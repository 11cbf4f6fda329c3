/** What every translator does first: texts that have no word stay as they are, those that are too long are refused. */
import { SpeechError } from '../errors.ts';
import { LONGEST_TEXT } from '../plain-text.ts';
import { throughGlossary, type PlainTranslate } from './glossary.ts';
import type { TranslateOptions } from './translator.ts';

export async function translated(text: string, options: TranslateOptions, translate: PlainTranslate): Promise<readonly string[]> {
  options.signal?.throwIfAborted();
  if (text.length > LONGEST_TEXT) {
    const most = String(LONGEST_TEXT);
    throw new SpeechError(
      'speech/text-too-long',
      `a text of ${String(text.length)} characters is too long: give at most ${most}, in parts if need be`,
    );
  }
  if (options.to.length === 0) return [];
  if (!/[\p{L}\p{N}]/u.test(text)) return options.to.map(() => text);
  return throughGlossary(text, options, translate);
}
