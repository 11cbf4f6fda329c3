/**
 * Real models for the real library of sherpa-onnx, of which we know what they know: the language of tones (test-tone-speech.ts). Their weights are
 * no training but arithmetic: a word is heard where its tone is in the spectrum.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelFamily, ModelManifest } from './manifest.ts';
import { onnxFile } from './test-onnx-file.ts';
import { transducer, zipformer2Ctc } from './test-streaming-tones.ts';
import type { ToneModel } from './test-tone-ear.ts';
import { nemoTransducer, senseVoice } from './test-whole-tones.ts';

export type ToneFamily = Extract<ModelFamily, 'zipformer2Ctc' | 'transducer' | 'senseVoice' | 'nemoTransducer'>;
const models: Readonly<Record<ToneFamily, (shift?: number) => ToneModel>> = { zipformer2Ctc, transducer, nemoTransducer, senseVoice };

/** Puts a model into the folder, and says what it is. `shift`: of zipformer2Ctc alone, how many frames it works on at a time. */
export async function writeToneModel(family: ToneFamily, folder: string, shift?: number): Promise<ModelManifest> {
  const { pieces, parts } = models[family](shift);
  const tokens = { file: `${family}-tokens.txt` };
  await writeFile(join(folder, tokens.file), pieces.map((piece, id) => `${piece} ${String(id)}\n`).join(''));
  const files = Object.fromEntries(Object.keys(parts).map((part) => [part, { file: `${family}-${part}.onnx` }]));
  for (const [part, graph] of Object.entries(parts)) await writeFile(join(folder, `${family}-${part}.onnx`), onnxFile(graph));
  return { name: `tones (${family})`, family, languages: ['en'], files: { ...files, tokens } };
}
