/** Seals the chunks of a segment log by AES-256-GCM: nobody without the key can read or change one, or move it to another place of the log. */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { ChunkSeal } from './record.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The recording's data key seals other things as well; what it is here for is derived from it (HKDF, RFC 5869). */
const PURPOSE = 'rollcall chunk 1';

/**
 * `key` is the recording's data key, 32 bytes. A sealed chunk is a random nonce, cipher text and tag: 28 bytes longer than before.
 */
export function aesSeal(key: Uint8Array): ChunkSeal {
  if (key.length !== KEY_BYTES) throw new TypeError(`a data key has ${String(KEY_BYTES)} bytes, not ${String(key.length)}`);
  const derived = createSecretKey(Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), PURPOSE, KEY_BYTES)));
  return {
    seal(chunk, index) {
      const sealed = new Uint8Array(NONCE_BYTES + chunk.length + TAG_BYTES);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', derived, nonce, { authTagLength: TAG_BYTES }).setAAD(placeOf(index));
      sealed.set(nonce);
      sealed.set(cipher.update(chunk), NONCE_BYTES);
      cipher.final();
      sealed.set(cipher.getAuthTag(), NONCE_BYTES + chunk.length);
      return sealed;
    },
    open(sealed, index) {
      const end = sealed.length - TAG_BYTES;
      if (end < NONCE_BYTES) throw new TypeError('too short to have been sealed');
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const cipher = createDecipheriv('aes-256-gcm', derived, nonce, { authTagLength: TAG_BYTES }).setAAD(placeOf(index));
      cipher.setAuthTag(sealed.subarray(end));
      const chunk = cipher.update(sealed.subarray(NONCE_BYTES, end));
      // Throws where it is not what was sealed.
      cipher.final();
      return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    },
  };
}

function placeOf(index: number): Uint8Array {
  const place = Buffer.alloc(8);
  place.writeBigUInt64BE(BigInt(index));
  return place;
}
