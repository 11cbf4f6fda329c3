/** A glossary, as it is written in options and in configurations. */
import { z } from 'zod';
import { languageTagSchema, wordSchema } from '../speech-schema.ts';
import type { Glossary } from './translator.ts';

export const glossarySchema: z.ZodType<Glossary> = z
  .array(z.strictObject({ word: wordSchema, to: z.record(languageTagSchema, wordSchema).optional() }))
  .max(2_000);
