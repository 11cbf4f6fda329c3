/** What a model is made of: a JSON file that says its kind, its languages, and of each of its files whence it comes and what it must be. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { SpeechError } from '../../errors.ts';

/** Models that sherpa-onnx streams, and those that it asks when all was said. */
export type ModelFamily = 'transducer' | 'zipformer2Ctc' | 'paraformer' | 'whisper' | 'senseVoice' | 'nemoTransducer';

export type ModelFile = {
  /** Its name in the folder of the model. */
  readonly file: string;
  /** Left out of files that one brings oneself. */
  readonly url?: string | undefined;
  /** In hexadecimal. A file that is fetched must have it. */
  readonly sha256?: string | undefined;
  readonly bytes?: number | undefined;
};

export type ModelManifest = {
  readonly name: string;
  readonly family: ModelFamily;
  /** BCP 47, such as `en`; `any` of those that know very many. */
  readonly languages: readonly string[] | 'any';
  /** By what the family calls them: `tokens`, and `encoder`, `decoder`, `joiner` or `model`. */
  readonly files: Readonly<Record<string, ModelFile>>;
};

/** What each family needs beside `tokens`. */
export const MODEL_PARTS: Readonly<Record<ModelFamily, readonly string[]>> = {
  transducer: ['encoder', 'decoder', 'joiner'],
  zipformer2Ctc: ['model'],
  paraformer: ['encoder', 'decoder'],
  whisper: ['encoder', 'decoder'],
  senseVoice: ['model'],
  nemoTransducer: ['encoder', 'decoder', 'joiner'],
};

const fileSchema: z.ZodType<ModelFile> = z
  .strictObject({
    // A name alone: no folder, nothing hidden.
    file: z
      .string()
      .regex(/^[\w-][\w.-]{0,199}$/u, 'a name of a file, without a folder')
      .regex(/^(?!manifest\.json$|.*\.part$)/iu, 'another name: not `….part`, nor manifest.json'),
    url: z
      .url({ protocol: /^https?$/u })
      .refine((url) => !/^https?:\/\/[^/?#]*@/iu.test(url), 'an address without a name and a password')
      .optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/u, '64 hexadecimal digits')
      .optional(),
    bytes: z.int().positive().optional(),
  })
  .refine(({ url, sha256 }) => url === undefined || sha256 !== undefined, 'a file that is fetched needs its sha256');

export const modelManifestSchema: z.ZodType<ModelManifest> = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    family: z.enum(['transducer', 'zipformer2Ctc', 'paraformer', 'whisper', 'senseVoice', 'nemoTransducer']),
    languages: z.union([z.literal('any'), z.array(z.string().min(2)).min(1)]),
    files: z.record(z.string(), fileSchema),
  })
  .refine(({ family, files }) => ['tokens', ...MODEL_PARTS[family]].every((part) => files[part] !== undefined), {
    error: 'a model needs the file `tokens` and those of its family',
  })
  .refine(({ files }) => new Set(Object.values(files).map(({ file }) => file.toLowerCase())).size === Object.keys(files).length, {
    error: 'two files of a model have one name',
  });

/** Reads a manifest, once, when a house is put together; its files are beside it unless somebody says otherwise. Throws `speech/model-failed`. */
export function readManifest(path: string): { readonly manifest: ModelManifest; readonly folder: string } {
  try {
    return { manifest: modelManifestSchema.parse(JSON.parse(readFileSync(path, 'utf8'))), folder: dirname(path) };
  } catch (cause) {
    const why = cause instanceof z.ZodError ? wrongIn(cause) : cause instanceof Error ? cause.message : String(cause);
    throw new SpeechError('speech/model-failed', `the manifest ${path} cannot be read, or is none of a model: ${why}`, { cause });
  }
}

/** In one line: each place, and what is wrong there. */
function wrongIn({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
}
