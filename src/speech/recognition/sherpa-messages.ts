/** What a process of sherpa-onnx and its host say to each other, and how a model becomes the library's own configuration. */
import { join } from 'node:path';
import { SAMPLE_RATE } from '../../media/frame.ts';
import { MODEL_PARTS, type ModelFamily, type ModelManifest } from './models/manifest.ts';

export type ToSherpa =
  | { readonly kind: 'load'; readonly library: string; readonly isStreaming: boolean; readonly config: object }
  | { readonly kind: 'begin'; readonly id: number; readonly language: string | undefined }
  | { readonly kind: 'sound'; readonly id: number; readonly samples: Int16Array }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'drop'; readonly id: number };

/** `text` and times are of the sentence since the last final one; times are seconds from the beginning of the utterance. */
export type SherpaResult = {
  readonly text: string;
  readonly tokens: readonly string[];
  readonly times: readonly number[];
  /** Logarithms, where the model tells. */
  readonly chances: readonly number[];
  readonly startTime: number;
  readonly language: string | undefined;
};
export type FromSherpa =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'failed'; readonly message: string; readonly isMissing: boolean }
  /** So many samples were worked on. */
  | { readonly kind: 'taken'; readonly id: number; readonly samples: number }
  | { readonly kind: 'result'; readonly id: number; readonly isFinal: boolean; readonly result: SherpaResult }
  | { readonly kind: 'done'; readonly id: number };

const STREAMING: ReadonlySet<ModelFamily> = new Set(['transducer', 'zipformer2Ctc', 'paraformer']);

export function isStreaming(family: ModelFamily): boolean {
  return STREAMING.has(family);
}

/** The library's configuration, as its documentation has it: https://k2-fsa.github.io/sherpa/onnx/ */
export function sherpaConfig(
  { family, files }: ModelManifest,
  { folder, threads }: { readonly folder: string; readonly threads: number },
): object {
  const pathOf = (part: string): string => join(folder, files[part]?.file ?? part);
  const parts = Object.fromEntries(MODEL_PARTS[family].map((part) => [part, pathOf(part)]));
  const shared = { tokens: pathOf('tokens'), numThreads: threads, provider: 'cpu', debug: 0 };
  const model = family === 'nemoTransducer' ? { transducer: parts, modelType: 'nemo_transducer' } : { [family]: parts };
  const ends = { enableEndpoint: 1, rule1MinTrailingSilence: 2.4, rule2MinTrailingSilence: 0.8, rule3MinUtteranceLength: 300 };
  return {
    featConfig: { sampleRate: SAMPLE_RATE, featureDim: 80 },
    modelConfig: { ...model, ...shared },
    decodingMethod: 'greedy_search',
    ...(isStreaming(family) && ends),
  };
}
