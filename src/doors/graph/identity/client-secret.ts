/** Secrets of apps: shown once, kept as salted hashes. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '../../../base/random.ts';
import type { AppCredential } from '../../../switchboard/directory.ts';

export type SecretCredential = AppCredential & { readonly kind: 'secret' };

/** What is kept of a secret. A fast hash is enough for secrets of much chance, as `newSecret` makes them. */
export function secretCredential(secret: string, random: Random): SecretCredential {
  const salt = Buffer.from(random.bytes(16)).toString('base64url');
  return { kind: 'secret', keyId: random.uuid(), salt, hash: hashOf(salt, secret).toString('base64url'), hint: secret.slice(0, 3) };
}

/** 256 bits of chance, as text that no shell and no form has to escape. */
export function newSecret(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

/** Looks at all of them, so that the time taken tells nothing. */
export function secretAmong(credentials: readonly AppCredential[], secret: string): SecretCredential | undefined {
  const secrets = credentials.filter((each): each is SecretCredential => each.kind === 'secret');
  return secrets.filter(({ salt, hash }) => isSame(hashOf(salt, secret), Buffer.from(hash, 'base64url'))).at(-1);
}

function hashOf(salt: string, secret: string): Buffer {
  return createHash('sha256').update(Buffer.from(salt, 'base64url')).update(secret, 'utf8').digest();
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
