/**
 * Seals what is kept: AES-256-GCM (NIST SP 800-38D) under a key that is derived from the data key for each purpose (HKDF, RFC 5869).
 *
 * Every sealing takes a nonce of its own from the machine's random source and carries it along. So nothing hangs on an index being sealed once:
 * a chunk that is sealed a second time with other content, say after a crash, gives away neither of the two. With 96 random bits a key may
 * seal 2³² times (SP 800-38D §8.3); a recording of a day is some 10⁵ chunks.
 */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { StoreError } from './errors.ts';

/** Of a data key, in bytes. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** So much longer than what was given is what is sealed. */
export const SEAL_BYTES: number = NONCE_BYTES + TAG_BYTES;

export type SealUnder = {
  /** The data key, 32 bytes. */
  readonly key: Uint8Array;
  /** What this is (`recording id/mixed.ogg`): what was sealed as one thing cannot be passed off as another under the same key. */
  readonly context: string;
};

/** For what is small and whole. The result is `SEAL_BYTES` longer. */
export function sealedBytes(bytes: Uint8Array, { key, context }: SealUnder): Uint8Array {
  return sealed(derivedKey(key, `rollcall bytes 1 ${context}`), bytes);
}

/** Throws `store/sealed` where they were changed, or are of another context or key. */
export function openedBytes(bytes: Uint8Array, { key, context }: SealUnder): Uint8Array {
  return opened(derivedKey(key, `rollcall bytes 1 ${context}`), bytes, undefined, context);
}

/** A key for one purpose alone, which says nothing of the one that it comes from. */
export function derivedKey(key: Uint8Array, purpose: string, salt: Uint8Array = new Uint8Array(0)): KeyObject {
  checkedDataKey(key);
  // HKDF takes no more than 1,024 bytes of purpose.
  if (Buffer.byteLength(purpose) > 1_000) throw new TypeError('the context of a seal is at most some 900 bytes long');
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, salt, purpose, KEY_BYTES)));
}

export function checkedDataKey(key: Uint8Array): void {
  if (key.length !== KEY_BYTES) throw new TypeError(`a data key has ${String(KEY_BYTES)} bytes, not ${String(key.length)}`);
}

/** Nonce, what was sealed, tag. `place` is not in it, and must be the same to open. */
export function sealed(key: KeyObject, bytes: Uint8Array, place?: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  if (place) cipher.setAAD(place);
  const made = new Uint8Array(bytes.length + SEAL_BYTES);
  made.set(nonce);
  // GCM gives as many bytes as it takes, at once; nothing comes at the end but the tag.
  made.set(cipher.update(bytes), NONCE_BYTES);
  cipher.final();
  made.set(cipher.getAuthTag(), NONCE_BYTES + bytes.length);
  return made;
}

/** `what` is for the message. */
export function opened(key: KeyObject, bytes: Uint8Array, place: Uint8Array | undefined, what: string): Uint8Array {
  if (bytes.length < SEAL_BYTES) throw unopened(what, 'it was cut off');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  if (place) decipher.setAAD(place);
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const plain = decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES));
  try {
    decipher.final();
  } catch (cause) {
    throw unopened(what, 'it was changed, or belongs to another place or key', cause);
  }
  return new Uint8Array(plain.buffer, plain.byteOffset, plain.length);
}

export function unopened(what: string, why: string, cause?: unknown): StoreError {
  return new StoreError('store/sealed', `${what} cannot be opened: ${why}. Take it from a backup`, { cause });
}

/** An index as it is bound into a seal: 64 bits, highest first. */
export function placeOf(index: number): Uint8Array {
  if (!Number.isSafeInteger(index) || index < 0) throw new TypeError(`${String(index)} is no index: whole numbers from 0 are`);
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(index));
  return place;
}
