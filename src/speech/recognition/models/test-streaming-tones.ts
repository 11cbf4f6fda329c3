/** Models of tones that stream: chunks of sound, with a memory from one to the next. */
import type { OnnxGraph, OnnxTensor } from './test-onnx-file.ts';
import {
  after,
  AHEAD,
  BANDS,
  BLANK,
  float,
  hearing,
  int64,
  kept,
  notAgain,
  PIECES,
  slices,
  STEP,
  weights,
  whole,
  type ToneModel,
} from './test-tone-ear.ts';

/** By how many frames they go on, and how many more they get each time. */
const SHIFT = 32;
const MORE = 13;
const ofChunk = (shift: number): readonly OnnxTensor[] => [
  whole('first', 1),
  whole('firstEnd', 1 + shift),
  whole('ahead', 1 + AHEAD),
  whole('aheadEnd', 1 + AHEAD + shift),
  whole('axis', 1),
  whole('step', STEP),
];

/** Keeps nothing from chunk to chunk, but has the memory that a model of this family must have. */
export function zipformer2Ctc(shift: number = SHIFT): ToneModel {
  const pieces = [BLANK, ...PIECES];
  const memory = [
    float('key', 1, 'N', 1),
    float('attention', 1, 'N', 1, 3),
    float('firstValue', 1, 'N', 1),
    float('secondValue', 1, 'N', 1),
    float('firstConvolution', 'N', 4, 1),
    float('secondConvolution', 'N', 4, 1),
    float('embedding', 'N', 128, 3, 19),
    int64('length', 'N'),
  ];
  const model: OnnxGraph = {
    inputs: [float('x', 'N', shift + MORE, BANDS), ...memory],
    nodes: [
      ...slices,
      ...hearing('heard'),
      { does: 'LogSoftmax', from: ['heard'], to: ['likely'], settings: { axis: 2 } },
      ...kept(memory),
    ],
    weights: [...weights(pieces), ...ofChunk(shift)],
    outputs: [float('likely', 'N', shift / STEP, pieces.length), ...after(memory)],
    metadata: {
      model_type: 'zipformer2',
      T: shift + MORE,
      decode_chunk_len: shift,
      encoder_dims: 4,
      num_encoder_layers: 1,
      num_heads: 1,
      query_head_dims: 1,
      value_head_dims: 1,
      cnn_module_kernels: 3,
      left_context_len: 1,
    },
  };
  return { pieces, parts: { model } };
}

/** Of the kind "lstm". */
export function transducer(): ToneModel {
  const pieces = [BLANK, ...PIECES];
  const count = pieces.length;
  const memory = [float('h', 1, 'N', 1), float('c', 1, 'N', 1)];
  const encoder: OnnxGraph = {
    inputs: [float('x', 'N', SHIFT + MORE, BANDS), ...memory],
    nodes: [...slices, ...hearing('heard'), ...kept(memory)],
    weights: [...weights(pieces), ...ofChunk(SHIFT)],
    outputs: [float('heard', 'N', SHIFT / STEP, count), ...after(memory)],
    metadata: { model_type: 'lstm', num_encoder_layers: 1, T: SHIFT + MORE, decode_chunk_len: SHIFT, rnn_hidden_size: 1, d_model: 1 },
  };
  const decoder: OnnxGraph = {
    inputs: [int64('last', 'N', 1)],
    nodes: [
      { does: 'Max', from: ['last', 'none'], to: ['piece'] },
      { does: 'Gather', from: ['notAgain', 'piece'], to: ['rows'] },
      { does: 'Squeeze', from: ['rows', 'axis'], to: ['out'] },
    ],
    weights: [notAgain(pieces), whole('none', 0), whole('axis', 1)],
    outputs: [float('out', 'N', count)],
    metadata: { context_size: 1, vocab_size: count },
  };
  const joiner: OnnxGraph = {
    inputs: [float('heard', 'N', count), float('out', 'N', count)],
    nodes: [{ does: 'Add', from: ['heard', 'out'], to: ['likely'] }],
    weights: [],
    outputs: [float('likely', 'N', count)],
    metadata: { joiner_dim: count },
  };
  return { pieces, parts: { encoder, decoder, joiner } };
}
