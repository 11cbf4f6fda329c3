/** From what an operator wrote down to a translator. */
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { apertium } from './apertium.ts';
import { azureTranslator } from './azure-translator.ts';
import { openAiTranslator } from './openai-compatible-translator.ts';
import type { Translator } from './translator.ts';

export type TranslatorConfig =
  | { readonly kind: 'apertium'; readonly modesFolder?: string | undefined; readonly limit?: number | undefined }
  | {
      readonly kind: 'openai';
      /** With its version: `https://api.openai.com/v1`. */
      readonly baseUrl: string;
      readonly model: string;
      readonly apiKey?: string | undefined;
      /** For people, where it is not OpenAI's own. */
      readonly name?: string | undefined;
    }
  | { readonly kind: 'azure'; readonly key: string; readonly region?: string | undefined; readonly endpoint?: string | undefined };

const url = z.url({ protocol: /^https?$/u });
const word = z.string().trim().min(1);

export const translatorConfigSchema: z.ZodType<TranslatorConfig> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('apertium'), modesFolder: word.optional(), limit: z.int().min(1).max(32).optional() }),
  z.strictObject({ kind: z.literal('openai'), baseUrl: url, model: word, apiKey: word.optional(), name: word.optional() }),
  z.strictObject({ kind: z.literal('azure'), key: word, region: word.optional(), endpoint: url.optional() }),
]);

export type MakeTranslatorOptions = { readonly clock: Clock; readonly fetch?: typeof globalThis.fetch | undefined };

/** Starts and asks nothing yet. Whoever makes it ends it, where it has an end. */
export function makeTranslator(config: TranslatorConfig, { clock, fetch }: MakeTranslatorOptions): Translator & Partial<AsyncDisposable> {
  switch (config.kind) {
    case 'apertium':
      return apertium({ ...config, clock });
    case 'openai':
      return openAiTranslator({ ...config, clock, fetch });
    case 'azure':
      return azureTranslator({ ...config, clock, fetch });
  }
}
