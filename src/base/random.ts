/** Chance, so that a test can own it: from the machine in production, from a seed in tests. */
import { randomBytes } from 'node:crypto';

export interface Random {
  /** `length` random bytes; the machine's source is fit for secrets, a seeded one never is. */
  bytes(length: number): Uint8Array;
  /** A version 4 UUID in lower case (RFC 9562 §5.4). */
  uuid(): string;
  /** A number in [0, 1). */
  unit(): number;
}

/** The machine's own, cryptographically strong. */
export function realRandom(): Random {
  return from((length) => new Uint8Array(randomBytes(length)));
}

/** The same numbers for the same seed (xorshift128, Marsaglia 2003). For tests alone. */
export function seededRandom(seed: number): Random {
  const state = new Uint32Array([seed >>> 0 || 1, 362436069, 521288629, 88675123]);
  const word = (): number => {
    const [x = 0, y = 0, z = 0, w = 0] = state;
    const t = x ^ (x << 11);
    state.set([y, z, w, w ^ (w >>> 19) ^ t ^ (t >>> 8)]);
    return state[3] ?? 0;
  };
  for (let warm = 0; warm < 16; warm++) word();
  return from((length) => Uint8Array.from({ length }, () => word() >>> 24));
}

function from(bytes: (length: number) => Uint8Array): Random {
  return {
    bytes,
    uuid: () => uuidOf(bytes(16)),
    unit: () => new DataView(bytes(4).buffer).getUint32(0) / 2 ** 32,
  };
}

function uuidOf(bytes: Uint8Array): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
