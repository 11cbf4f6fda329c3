/** Frames and orders of the foreign bridge, written from the document alone. */

export type ForeignHeader = {
  readonly kind: number;
  readonly flags: number;
  readonly codec: number;
  readonly level: number;
  readonly source: number;
  readonly sequence: number;
  readonly stamp: number;
};

export function frameMessage({ kind, flags, codec, level, source, sequence, stamp }: ForeignHeader, media: Uint8Array): Uint8Array {
  const message = new Uint8Array(24 + media.length);
  const view = new DataView(message.buffer);
  message.set([kind, flags, codec, level]);
  view.setUint32(4, source);
  view.setUint32(8, sequence);
  view.setBigUint64(12, BigInt(stamp));
  message.set(media, 24);
  return message;
}

/** RFC 6464: 0 is as loud as can be, 127 is silence. */
export function levelOf(samples: Int16Array): number {
  const square = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
  return square === 0 ? 127 : Math.min(127, Math.max(0, Math.round(-20 * Math.log10(Math.sqrt(square) / 32_768))));
}

export function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fields: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  hear: { mixed: (it) => typeof it === 'boolean', apart: (it) => it === 'none' || it === 'all' || Array.isArray(it) },
  watch: { pictures: (it) => Array.isArray(it) && it.length <= 100 },
  clear: {},
  mark: { name: (it) => typeof it === 'string' && it.length > 0 && it.length <= 128 },
  press: { pressId: (it) => typeof it === 'string', keys: (it) => /^[0-9*#A-D]{1,100}$/.test(String(it)) },
  stopPictures: { of: (it) => it === 'camera' || it === 'screen' },
  caption: { captionId: (it) => typeof it === 'string', text: (it) => typeof it === 'string', isFinal: (it) => typeof it === 'boolean' },
};

export function isOrder(order: unknown): boolean {
  if (typeof order !== 'object' || order === null) return false;
  const given = order as Readonly<Record<string, unknown>>;
  const wanted = fields[String(given['kind'])];
  return wanted !== undefined && Object.entries(wanted).every(([name, isGood]) => isGood(given[name]));
}
