/** Models of tones that are asked at the end: all that was said in one. */
import type { OnnxGraph } from './test-onnx-file.ts';
import {
  after,
  AHEAD,
  BANDS,
  BLANK,
  float,
  hearing,
  int32,
  int64,
  kept,
  nemoHearing,
  notAgain,
  PIECES,
  slices,
  STEP,
  weights,
  whole,
  type ToneModel,
} from './test-tone-ear.ts';

/** Of SenseVoice alone: what it tells before the words. */
const MARKS = ['<|en|>', '<|NEUTRAL|>', '<|Speech|>', '<|woitn|>'];

/** Has the blank last. */
export function nemoTransducer(): ToneModel {
  const pieces = [...PIECES, BLANK];
  const count = pieces.length;
  const encoder: OnnxGraph = {
    inputs: [float('sound', 'N', BANDS, 'T'), int64('length', 'N')],
    nodes: [
      { does: 'Transpose', from: ['sound'], to: ['x'], orders: { perm: [0, 2, 1] } },
      ...slices,
      ...hearing('rows'),
      { does: 'Transpose', from: ['rows'], to: ['heard'], orders: { perm: [0, 2, 1] } },
      { does: 'Shape', from: ['rows'], to: ['shape'] },
      { does: 'Gather', from: ['shape', 'axis'], to: ['steps'] },
    ],
    // What is looked ahead for is not there at the end.
    weights: [
      ...weights(pieces, nemoHearing),
      whole('first', 1),
      whole('firstEnd', -AHEAD),
      whole('ahead', 1 + AHEAD),
      whole('aheadEnd', Number.MAX_SAFE_INTEGER),
      whole('axis', 1),
      whole('step', STEP),
    ],
    outputs: [float('heard', 'N', count, 'T2'), int64('steps', 1)],
    metadata: { vocab_size: count - 1, subsampling_factor: STEP, normalize_type: 'NA', pred_rnn_layers: 1, pred_hidden: 1, url: 'none' },
  };
  const memory = [float('h', 1, 'N', 1), float('c', 1, 'N', 1)];
  const decoder: OnnxGraph = {
    inputs: [int32('last', 'N', 1), int32('length', 'N'), ...memory],
    nodes: [
      { does: 'Gather', from: ['notAgain', 'last'], to: ['rows'] },
      { does: 'Transpose', from: ['rows'], to: ['out'], orders: { perm: [0, 2, 1] } },
      ...kept([int32('length', 'N'), ...memory]),
    ],
    weights: [notAgain(pieces)],
    outputs: [float('out', 'N', count, 1), ...after([int32('length', 'N'), ...memory])],
    metadata: {},
  };
  const joiner: OnnxGraph = {
    inputs: [float('heard', 'N', count, 1), float('out', 'N', count, 1)],
    nodes: [
      { does: 'Add', from: ['heard', 'out'], to: ['both'] },
      { does: 'Transpose', from: ['both'], to: ['rows'], orders: { perm: [0, 2, 1] } },
      { does: 'Unsqueeze', from: ['rows', 'axis'], to: ['likely'] },
    ],
    weights: [whole('axis', 1)],
    outputs: [float('likely', 'N', 1, 1, count)],
    metadata: {},
  };
  return { pieces, parts: { encoder, decoder, joiner } };
}

/** Gets twelve frames in a row, every fourth. */
export function senseVoice(): ToneModel {
  const pieces = [BLANK, ...PIECES, ...MARKS];
  const [count, window] = [pieces.length, AHEAD + STEP];
  const marks = new Float32Array(MARKS.length * count);
  for (const [i, mark] of MARKS.entries()) marks[i * count + pieces.indexOf(mark)] = 99;
  const each = (value: number): string => Array.from({ length: window * BANDS }, () => value).join(',');
  const model: OnnxGraph = {
    inputs: [float('x', 'N', 'T', window * BANDS), int32('length', 'N'), int32('language', 'N'), int32('style', 'N')],
    nodes: [...slices, ...hearing('heard'), { does: 'Concat', from: ['marks', 'heard'], to: ['likely'], settings: { axis: 1 } }],
    weights: [
      ...weights(pieces),
      { name: 'marks', dims: [1, MARKS.length, count], values: marks },
      whole('first', BANDS),
      whole('firstEnd', 2 * BANDS),
      whole('ahead', (1 + AHEAD) * BANDS),
      whole('aheadEnd', (2 + AHEAD) * BANDS),
      whole('axis', 2),
      whole('step', 1),
    ],
    outputs: [float('likely', 'N', 'T2', count)],
    metadata: {
      model_type: 'sense_voice_ctc',
      comment: 'tones',
      vocab_size: count,
      lfr_window_size: window,
      lfr_window_shift: STEP,
      normalize_samples: 1,
      with_itn: 14,
      without_itn: 15,
      neg_mean: each(0),
      inv_stddev: each(1),
      lang_auto: 0,
      lang_zh: 3,
      lang_en: 4,
      lang_ja: 11,
      lang_ko: 12,
      lang_yue: 7,
    },
  };
  return { pieces, parts: { model } };
}
