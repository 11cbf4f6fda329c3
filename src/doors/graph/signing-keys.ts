/** The key that signs tokens and notifications: made once, kept through a port, so that a restart does not lock the bots out. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import type { Clock } from '../../base/clock.ts';

/** Where the private key lies. */
export interface KeyStore {
  load(): Promise<JWK | undefined>;
  /** The key is in use once this has resolved. */
  save(key: JWK): Promise<void>;
}

type Key = CryptoKey | Uint8Array;
export type SigningKey = { readonly kid: string; readonly privateKey: Key; readonly publicKey: Key; readonly publicJwk: JWK };

/** Keeps nothing: each start makes a new key. For tests. */
export function forgetfulKeyStore(): KeyStore {
  return { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };
}

/** Loads the key, or makes an RSA key of 2048 bits and saves it. */
export async function signingKey(store: KeyStore, clock: Clock): Promise<SigningKey> {
  return clock.hold(async () => {
    const kept = await store.load();
    const jwk = kept ?? (await newKey());
    if (!kept) await store.save(jwk);
    const { kty = 'RSA', n = '', e = '', kid = '' } = jwk;
    const publicJwk: JWK = { kty, n, e, kid, alg: 'RS256', use: 'sig' };
    const [privateKey, publicKey] = await Promise.all([importJWK(jwk, 'RS256'), importJWK(publicJwk, 'RS256')]);
    return { kid, privateKey, publicKey, publicJwk };
  });
}

/** A signed token that is good from now for `lifetimeMs`. */
export async function signed(
  key: SigningKey,
  clock: Clock,
  claims: JWTPayload & { readonly iss: string; readonly aud: string },
  lifetimeMs: number,
): Promise<string> {
  const now = Math.floor(clock.wallMs() / 1000);
  const header = { alg: 'RS256', typ: 'JWT', kid: key.kid };
  const token = new SignJWT({ ...claims, iat: now, nbf: now, exp: now + Math.floor(lifetimeMs / 1000) }).setProtectedHeader(header);
  return clock.hold(() => token.sign(key.privateKey));
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'RS256', kid: await calculateJwkThumbprint(jwk) };
}
