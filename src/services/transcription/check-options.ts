/** What a bot asks of a transcription is checked before anything begins: a mistake is told at once, with what may stand there. */
import { z } from 'zod';
import { redactionSchema } from '../../speech/redaction/redaction-schema.ts';
import { hintsSchema, languageTagSchema } from '../../speech/speech-schema.ts';
import { glossarySchema } from '../../speech/translation/glossary-schema.ts';
import { TranscriptionError } from './errors.ts';
import type { TranscribeOptions } from './port.ts';

const optionsSchema: z.ZodType<TranscribeOptions> = z.strictObject({
  language: languageTagSchema.optional(),
  hints: hintsSchema.optional(),
  captions: z.boolean().optional(),
  translate: z.union([z.literal('asked'), z.array(languageTagSchema)]).optional(),
  glossary: glossarySchema.optional(),
  redact: redactionSchema.optional(),
  keep: z.boolean().optional(),
  voices: z.array(languageTagSchema).optional(),
  ownVoice: z.boolean().optional(),
  subject: z.string().optional(),
  signal: z.instanceof(AbortSignal).optional(),
});

const LANGUAGE = "a language (BCP 47) such as 'en-US'";
const MAY_BE: Readonly<Record<keyof TranscribeOptions, string>> = {
  language: LANGUAGE,
  hints: "a list of words such as ['Contoso'], up to 500 of up to 200 characters",
  captions: 'true or false',
  translate: "'asked', or a list of languages (BCP 47) such as ['es', 'fr-CA']",
  glossary: "a list of words such as { word: 'Contoso' } or { word: 'Monday', to: { es: 'lunes' } }, up to 2000",
  redact: 'false, or { rules, words }: rules is a list out of card, account, health; words is a list of words, up to 2000',
  keep: 'true or false',
  voices: "a list of languages (BCP 47) such as ['es', 'fr-CA']",
  ownVoice: 'true or false',
  subject: 'a text',
  signal: 'an AbortSignal',
};

/** As they are to be followed. Throws a `TranscriptionError` (`transcription/bad-option`) that names the first that nobody can follow. */
export function checkOptions(options: TranscribeOptions): TranscribeOptions {
  const read = optionsSchema.safeParse(options);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw badOption('call.transcribe()', issue ? problemOf(issue) : 'wants other options');
}

/** Of a verb that is given one language. Throws as `checkOptions` does. */
export function checkLanguage(verb: string, language: string): void {
  if (!languageTagSchema.safeParse(language).success) throw badOption(verb, `cannot use its language: it may be ${LANGUAGE}`);
}

function problemOf(issue: z.core.$ZodIssue): string {
  const place = placeOf(issue);
  const [option] = place;
  if (option !== undefined) return `cannot use ${place.join('.')}: ${String(option)} may be ${MAY_BE[option as keyof TranscribeOptions]}`;
  const all = Object.keys(MAY_BE).join(', ');
  if (issue.code === 'unrecognized_keys') return `knows no option ${issue.keys.join(', ')}; its options are ${all}`;
  return `wants an object of options, out of ${all}`;
}

/** Where one of several shapes was wanted, the place of what is wrong in the one that comes nearest. */
function placeOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  if (issue.code !== 'invalid_union') return issue.path;
  const [nearest = []] = issue.errors.flat().map(({ path }) => path).toSorted((one, other) => other.length - one.length); // prettier-ignore
  return [...issue.path, ...nearest];
}

function badOption(verb: string, problem: string): TranscriptionError {
  return new TranscriptionError('transcription/bad-option', `${verb} ${problem}`);
}
