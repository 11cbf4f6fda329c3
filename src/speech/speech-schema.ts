/** What people write down about speech, in options and in configurations: the tag of a language, a word, words that may come up. */
import { z } from 'zod';

/** BCP 47, by its form alone: `en-US`, `zh-Hant`. */
export const languageTagSchema: z.ZodType<string> = z
  .string()
  .refine((tag) => /^[a-z]{2,3}(-|$)/i.test(tag) && isWellFormed(tag), 'a language such as en-US');

export const wordSchema: z.ZodType<string> = z.string().trim().min(1).max(200);

export const hintsSchema: z.ZodType<readonly string[]> = z.array(wordSchema).max(500);

function isWellFormed(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
