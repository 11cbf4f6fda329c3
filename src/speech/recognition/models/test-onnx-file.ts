/** Writes small ONNX files, for tests: a graph with its weights and what its metadata says. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */

export type OnnxTensor = { readonly name: string; readonly dims: readonly number[]; readonly values: Float32Array | BigInt64Array };
export type OnnxNode = {
  readonly does: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly settings?: Readonly<Record<string, number>>;
  readonly orders?: Readonly<Record<string, readonly number[]>>;
};
/** A dimension that is a name may be of any length. */
export type OnnxValue = { readonly name: string; readonly of: 'float' | 'int32' | 'int64'; readonly dims: readonly (number | string)[] };
export type OnnxGraph = {
  readonly inputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  readonly weights: readonly OnnxTensor[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Record<string, string | number>>;
};

const ELEMENTS = { float: 1, int32: 6, int64: 7 } as const;
const IR_VERSION = 8;
const OPSET = 13;
const [AS_INTEGER, AS_INTEGERS] = [2, 7];

export function onnxFile({ inputs, nodes, weights, outputs, metadata }: OnnxGraph): Uint8Array {
  const graph = [
    ...nodes.map((node) => bytes(1, nodeBytes(node))),
    text(2, 'graph'),
    ...weights.map((weight) => bytes(5, tensorBytes(weight))),
    ...inputs.map((value) => bytes(11, valueBytes(value))),
    ...outputs.map((value) => bytes(12, valueBytes(value))),
  ];
  return Buffer.concat([
    whole(1, IR_VERSION),
    bytes(7, Buffer.concat(graph)),
    bytes(8, whole(2, OPSET)),
    ...Object.entries(metadata).map(([key, value]) => bytes(14, Buffer.concat([text(1, key), text(2, String(value))]))),
  ]);
}

function nodeBytes({ does, from, to, settings = {}, orders = {} }: OnnxNode): Buffer {
  const attribute = (name: string, kind: number, ...value: readonly Buffer[]): Buffer =>
    bytes(5, Buffer.concat([text(1, name), ...value, whole(20, kind)]));
  return Buffer.concat([
    ...from.map((each) => text(1, each)),
    ...to.map((each) => text(2, each)),
    text(4, does),
    ...Object.entries(settings).map(([name, value]) => attribute(name, AS_INTEGER, whole(3, value))),
    ...Object.entries(orders).map(([name, values]) => attribute(name, AS_INTEGERS, ...values.map((value) => whole(8, value)))),
  ]);
}

function tensorBytes({ name, dims, values }: OnnxTensor): Buffer {
  const element = values instanceof Float32Array ? ELEMENTS.float : ELEMENTS.int64;
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([...dims.map((dim) => whole(1, dim)), whole(2, element), text(8, name), bytes(9, raw)]);
}

function valueBytes({ name, of, dims }: OnnxValue): Buffer {
  const shape = dims.map((dim) => bytes(1, typeof dim === 'number' ? whole(1, dim) : text(2, dim)));
  const tensor = Buffer.concat([whole(1, ELEMENTS[of]), bytes(2, Buffer.concat(shape))]);
  return Buffer.concat([text(1, name), bytes(2, bytes(1, tensor))]);
}

/** Fields of protocol buffers: a whole number, bytes with their length before them. */
function whole(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function bytes(field: number, content: Uint8Array): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value));
}

function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) + 128);
  return Buffer.from([...digits, rest]);
}
