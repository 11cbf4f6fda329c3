/** G.711, the sound of the telephone network: eight bits a sample, by table. */

/** Which of the two laws: µ in North America and Japan, A elsewhere. */
export type Law = 'pcmu' | 'pcma';

const MU_BIAS = 132;
const MU_CLIP = 32_635;

type Table = { readonly decoded: Int16Array; readonly encoded: Uint8Array };

const tables: Record<Law, Table> = { pcmu: tableOf(muToLinear, linearToMu), pcma: tableOf(aToLinear, linearToA) };

/** Decodes 8 kHz samples; returns how many. */
export function decodeG711(law: Law, payload: Uint8Array, into: Int16Array): number {
  const { decoded } = tables[law];
  const count = Math.min(payload.length, into.length);
  for (let i = 0; i < count; i++) into[i] = decoded[payload[i] ?? 0] ?? 0;
  return count;
}

/** Encodes `count` samples of 8 kHz to `into` from `at` on. */
export function encodeG711(law: Law, samples: Int16Array, count: number, into: Uint8Array, at: number): void {
  const { encoded } = tables[law];
  for (let i = 0; i < count; i++) into[at + i] = encoded[((samples[i] ?? 0) + 32_768) >> 2] ?? 0;
}

/** 256 words one way, 16384 bytes the other (neither law tells the lowest two bits apart). */
function tableOf(toLinear: (byte: number) => number, toByte: (sample: number) => number): Table {
  const decoded = new Int16Array(256);
  for (let byte = 0; byte < 256; byte++) decoded[byte] = toLinear(byte);
  const encoded = new Uint8Array(16_384);
  for (let i = 0; i < encoded.length; i++) encoded[i] = toByte((i << 2) - 32_768);
  return { decoded, encoded };
}

function muToLinear(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = (((code & 0x0f) << 3) + MU_BIAS) << ((code >> 4) & 0x07);
  return code & 0x80 ? MU_BIAS - magnitude : magnitude - MU_BIAS;
}

function linearToMu(sample: number): number {
  const magnitude = Math.min(MU_CLIP, Math.abs(sample)) + MU_BIAS;
  const exponent = 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

function aToLinear(byte: number): number {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 0x07;
  const mantissa = ((code & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return code & 0x80 ? magnitude : -magnitude;
}

function linearToA(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  const magnitude = Math.min(32_767, sample >= 0 ? sample : -sample - 1);
  const exponent = magnitude < 256 ? 0 : 31 - Math.clz32(magnitude) - 7;
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ 0x55;
}
