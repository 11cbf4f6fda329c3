/** From a configuration to a recogniser: the one place that knows all of them. */
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { azureSpeech } from './azure-speech.ts';
import { deepgram } from './deepgram.ts';
import { openAiRecogniser } from './openai-compatible.ts';
import { pocketsphinx } from './pocketsphinx-recogniser.ts';
import { readManifest } from './models/manifest.ts';
import { sherpaOnnx } from './sherpa-onnx.ts';
import type { SpeechToText } from './speech-to-text.ts';

/** One of the providers, with what it needs. Paths go out from the folder that `makeRecogniser` is told. */
export type RecogniserConfig =
  | { readonly kind: 'pocketsphinx'; readonly command?: string | undefined; readonly atOnce?: number | undefined }
  | {
      readonly kind: 'openai';
      readonly baseUrl?: string | undefined;
      readonly apiKey?: string | undefined;
      readonly model?: string | undefined;
      readonly name?: string | undefined;
      readonly atOnce?: number | undefined;
    }
  | {
      readonly kind: 'azure';
      readonly key?: string | undefined;
      readonly region?: string | undefined;
      readonly host?: string | undefined;
      readonly endpointId?: string | undefined;
      readonly language?: string | undefined;
      readonly name?: string | undefined;
      readonly atOnce?: number | undefined;
    }
  | {
      readonly kind: 'deepgram';
      readonly apiKey: string;
      readonly model?: string | undefined;
      readonly language?: string | undefined;
      readonly baseUrl?: string | undefined;
      readonly name?: string | undefined;
      readonly atOnce?: number | undefined;
    }
  | {
      readonly kind: 'sherpa';
      /** Path of the manifest of a model (models/manifest.ts). */
      readonly manifest: string;
      /** Where its files are; by default beside the manifest. */
      readonly folder?: string | undefined;
      readonly threads?: number | undefined;
      readonly name?: string | undefined;
      readonly atOnce?: number | undefined;
    };

const text = z.string().trim().min(1).max(2_000);
const shared = { name: text.max(60).optional(), atOnce: z.int().min(1).max(1_000).optional() };
const urlOf = (protocol: RegExp): z.ZodType<string> => z.url({ protocol });

export const recogniserConfigSchema: z.ZodType<RecogniserConfig> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pocketsphinx'), command: text.optional(), atOnce: shared.atOnce }),
  z.strictObject({
    kind: z.literal('openai'),
    baseUrl: urlOf(/^https?$/u).optional(),
    apiKey: text.optional(),
    model: text.optional(),
    ...shared,
  }),
  z
    .strictObject({
      kind: z.literal('azure'),
      key: text.optional(),
      region: z
        .string()
        .regex(/^[a-z0-9]+$/u, 'a region such as westeurope')
        .optional(),
      host: urlOf(/^wss?$/u).optional(),
      endpointId: text.optional(),
      language: text.optional(),
      ...shared,
    })
    .refine(({ region, host }) => (region === undefined) !== (host === undefined), 'Azure Speech needs a region or a host, one of both'),
  z.strictObject({
    kind: z.literal('deepgram'),
    apiKey: text,
    model: text.optional(),
    language: text.optional(),
    baseUrl: urlOf(/^wss?$/u).optional(),
    ...shared,
  }),
  z.strictObject({
    kind: z.literal('sherpa'),
    manifest: text,
    folder: text.optional(),
    threads: z.int().min(1).max(64).optional(),
    ...shared,
  }),
]);

export type MakeRecogniserOptions = {
  readonly clock: Clock;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** From where the paths of a configuration go out. */
  readonly folder?: string | undefined;
};

/** Libraries of providers are loaded when somebody speaks. Throws `speech/model-failed` where a manifest cannot be read. */
export function makeRecogniser(
  config: RecogniserConfig,
  { clock, fetch, folder = '.' }: MakeRecogniserOptions,
): SpeechToText & Partial<AsyncDisposable> {
  switch (config.kind) {
    case 'pocketsphinx':
      return pocketsphinx({ clock, ...config });
    case 'openai':
      return openAiRecogniser({
        clock,
        fetch,
        ...config,
        baseUrl: config.baseUrl ?? 'https://api.openai.com/v1',
        model: config.model ?? 'whisper-1',
      });
    case 'azure':
      return azureSpeech({ clock, ...config });
    case 'deepgram':
      return deepgram({ clock, ...config });
    case 'sherpa': {
      const found = readManifest(resolve(folder, config.manifest));
      return sherpaOnnx({
        clock,
        ...config,
        manifest: found.manifest,
        folder: config.folder === undefined ? found.folder : resolve(folder, config.folder),
      });
    }
  }
}
