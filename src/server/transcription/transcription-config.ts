/** What a configuration says of speech that becomes text: who recognises, who translates, what is taken out. */
import { z } from 'zod';
import { recogniserConfigSchema, type RecogniserConfig } from '../../speech/recognition/make-recogniser.ts';
import type { RedactionOptions } from '../../speech/redaction/redaction.ts';
import { redactionSchema } from '../../speech/redaction/redaction-schema.ts';
import { hintsSchema, languageTagSchema } from '../../speech/speech-schema.ts';
import { glossarySchema } from '../../speech/translation/glossary-schema.ts';
import { translatorConfigSchema, type TranslatorConfig } from '../../speech/translation/make-translator.ts';
import type { Glossary } from '../../speech/translation/translator.ts';

export type TranscriptionConfig = {
  /** In order of preference: the next one is for when those before it fail. By default pocketsphinx, on this machine. */
  readonly recognisers?: readonly RecogniserConfig[] | undefined;
  /** For the second pass over a recording: made when a meeting is over, where this is given; by default the same, when somebody asks. */
  readonly secondPass?: readonly RecogniserConfig[] | undefined;
  /** In order of preference. By default apertium, on this machine. */
  readonly translators?: readonly TranslatorConfig[] | undefined;
  /** BCP 47 of what is spoken in this house: `en-US` unless told otherwise. */
  readonly language?: string | undefined;
  /** Names and terms that may come up. */
  readonly hints?: readonly string[] | undefined;
  /** Words that no translator changes, or that have a translation of their own. */
  readonly glossary?: Glossary | undefined;
  /** What is taken out of captions and transcripts: card, account and health numbers unless told otherwise; `false` for nothing. */
  readonly redact?: RedactionOptions | false | undefined;
};

export const transcriptionSchema: z.ZodType<TranscriptionConfig> = z.strictObject({
  recognisers: z.array(recogniserConfigSchema).max(10).optional(),
  secondPass: z.array(recogniserConfigSchema).max(10).optional(),
  translators: z.array(translatorConfigSchema).max(10).optional(),
  language: languageTagSchema.optional(),
  hints: hintsSchema.optional(),
  glossary: glossarySchema.optional(),
  redact: redactionSchema.optional(),
});
