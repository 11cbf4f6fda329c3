/** DER (ITU-T X.690) as far as a certificate needs it: every function gives one whole encoded value. */

/** A value of any tag; its contents one after the other. */
export function tagged(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

export function sequence(...items: readonly Uint8Array[]): Buffer {
  return tagged(0x30, ...items);
}

export function set(...items: readonly Uint8Array[]): Buffer {
  return tagged(0x31, ...items);
}

export function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.of(value ? 0xff : 0));
}

/** A number that is not negative, big end first, in as few bytes as it takes (X.690 §8.3.2). */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const value = first === -1 ? Buffer.of(0) : Buffer.from(bytes.subarray(first));
  return tagged(0x02, (value[0] ?? 0) > 0x7f ? Buffer.of(0) : Buffer.alloc(0), value);
}

export function octets(content: Uint8Array): Buffer {
  return tagged(0x04, content);
}

/** A bit string; `unused` bits at the end of the last byte do not count. */
export function bits(content: Uint8Array, unused = 0): Buffer {
  return tagged(0x03, Buffer.of(unused), content);
}

export function text(value: string): Buffer {
  return tagged(0x0c, Buffer.from(value, 'utf8'));
}

/** An object identifier, given with dots. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...others].flatMap(base128)));
}

/** A time in whole seconds; as UTCTime up to 2049 and GeneralizedTime after (RFC 5280 §4.1.2.5). */
export function time(wallMs: number): Buffer {
  const at = new Date(wallMs);
  const digits = `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  return at.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

function base128(value: number): number[] {
  const groups = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
