/** What is to be taken out, as it is written in options and in configurations. */
import { z } from 'zod';
import { wordSchema } from '../speech-schema.ts';
import { REDACTION_RULES, type RedactionOptions } from './redaction.ts';

/** `false`: nothing is taken out. */
export const redactionSchema: z.ZodType<RedactionOptions | false> = z.union([
  z.literal(false),
  z.strictObject({ rules: z.array(z.enum(REDACTION_RULES)).optional(), words: z.array(wordSchema).max(2_000).optional() }),
]);
