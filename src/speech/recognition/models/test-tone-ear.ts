/** What the models of tones have in common: where in the spectrum a word is, and how its pieces are told from it. */
import { TONES } from '../test-tone-speech.ts';
import type { OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from './test-onnx-file.ts';

export type ToneModel = { readonly pieces: readonly string[]; readonly parts: Readonly<Record<string, OnnxGraph>> };

/** As sherpa-onnx makes them of sound: so many bands, every 10 ms. Models tell something every fourth time, and look so far ahead for it. */
export const BANDS = 80;
export const STEP = 4;
export const AHEAD = 8;

const words = Object.entries(TONES).map(([word, hertz]) => ({
  hertz,
  begins: `▁${word.slice(0, 2).toUpperCase()}`,
  lasts: word.slice(2).toUpperCase(),
}));
export const BLANK = '<blk>';
/** Two for each word, in capitals as many models have them. */
export const PIECES: readonly string[] = words.flatMap(({ begins, lasts }) => [begins, lasts]);

/** How sherpa-onnx divides the spectrum for a model, and what a tone scatters at most, when it begins and ends. */
type Hearing = { readonly mel: (hertz: number) => number; readonly from: number; readonly to: number; readonly scattered: number };
const kaldiHearing: Hearing = { mel: (hertz) => Math.log(1 + hertz / 700), from: 20, to: 7_600, scattered: -1 };
/** Of NeMo: even up to 1 kHz, and the wider a band, the quieter. */
export const nemoHearing: Hearing = {
  mel: (hertz) => (hertz < 1_000 ? (3 * hertz) / 200 : 15 + (27 * Math.log(hertz / 1_000)) / Math.log(6.4)),
  from: 0,
  to: 7_600,
  scattered: -2.9,
};

/** From how loud each band was and is to how likely each of the pieces is: the first of a word where its tone begins, then the second. */
export function weights(pieces: readonly string[], { mel, from, to, scattered }: Hearing = kaldiHearing): readonly OnnxTensor[] {
  const count = pieces.length;
  const [factors, bias] = [new Float32Array(2 * BANDS * count), new Float32Array(count).fill(-99)];
  bias[pieces.indexOf(BLANK)] = 15;
  for (const { hertz, ...word } of words) {
    const band = Math.round(((mel(hertz) - mel(from)) / (mel(to) - mel(from))) * (BANDS + 1) - 1);
    const [before, now] = [band * count, (BANDS + band) * count];
    const [begins, lasts] = [pieces.indexOf(word.begins), pieces.indexOf(word.lasts)];
    factors[before + begins] = -45;
    factors[now + begins] = 45;
    factors[before + lasts] = 45;
    factors[now + lasts] = 45;
    bias[begins] = 0;
    bias[lasts] = -60;
  }
  return [
    { name: 'factors', dims: [2 * BANDS, count], values: factors },
    { name: 'bias', dims: [count], values: bias },
    { name: 'scattered', dims: [1], values: Float32Array.of(-scattered) },
    { name: 'silent', dims: [], values: Float32Array.of(0) },
    { name: 'full', dims: [], values: Float32Array.of(1) },
  ];
}

/** Where and by how much is with the weights. */
export const slices: readonly OnnxNode[] = [
  { does: 'Slice', from: ['x', 'first', 'firstEnd', 'axis', 'step'], to: ['before'] },
  { does: 'Slice', from: ['x', 'ahead', 'aheadEnd', 'axis', 'step'], to: ['now'] },
];

/** What was and what is, side by side in `both`, become `to`. */
export function hearing(to: string): readonly OnnxNode[] {
  return [
    { does: 'Concat', from: ['before', 'now'], to: ['both'], settings: { axis: 2 } },
    { does: 'Add', from: ['both', 'scattered'], to: ['above'] },
    { does: 'Clip', from: ['above', 'silent', 'full'], to: ['tone'] },
    { does: 'MatMul', from: ['tone', 'factors'], to: ['pieces'] },
    { does: 'Add', from: ['pieces', 'bias'], to: [to] },
  ];
}

/** Keeps a transducer from telling the same piece twice. */
export function notAgain(pieces: readonly string[]): OnnxTensor {
  const count = pieces.length;
  const values = new Float32Array(count * count);
  for (const [i, piece] of pieces.entries()) if (piece !== BLANK) values[i * count + i] = -1_000;
  return { name: 'notAgain', dims: [count, count], values };
}

export const whole = (name: string, ...values: readonly number[]): OnnxTensor => ({
  name,
  dims: [values.length],
  values: BigInt64Array.from(values, BigInt),
});
export const float = (name: string, ...dims: readonly (number | string)[]): OnnxValue => ({ name, of: 'float', dims });
export const int32 = (name: string, ...dims: readonly (number | string)[]): OnnxValue => ({ name, of: 'int32', dims });
export const int64 = (name: string, ...dims: readonly (number | string)[]): OnnxValue => ({ name, of: 'int64', dims });
/** For what a model must have and has no use for. */
export const kept = (values: readonly OnnxValue[]): readonly OnnxNode[] =>
  values.map(({ name }) => ({ does: 'Identity', from: [name], to: [`${name}After`] }));
export const after = (values: readonly OnnxValue[]): readonly OnnxValue[] => values.map((each) => ({ ...each, name: `${each.name}After` }));
