/** The keys that sign tokens and notifications: kept through a port, so that a restart locks no bot out, and replaced in time. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import type { Clock } from '../../../base/clock.ts';

/** A private key, and since when it signs. The one before it signs until then. */
export type KeptKey = { readonly jwk: JWK; readonly signsFromMs: number };

/** Where the private keys lie. */
export interface KeyStore {
  /** In the order in which they sign; none at the first start. */
  load(): Promise<readonly KeptKey[]>;
  /** Replaces what was there. The keys are in use once this has resolved. */
  save(keys: readonly KeptKey[]): Promise<void>;
  /** A new private key (RS256, with its `kid`); made here where left out. */
  make?(): Promise<JWK>;
}

type Key = CryptoKey | Uint8Array;
export type SigningKey = { readonly kid: string; readonly privateKey: Key; readonly publicKey: Key; readonly publicJwk: JWK };

export type KeyRotation = {
  /** A key signs for so long, then another does. */
  readonly keyAgeMs: number;
  /** A new key is published for so long before it signs, since bots keep the keys that they have read. */
  readonly keyAheadMs: number;
  /** Nothing is signed for longer, so an old key stays published for so long after its last signature. */
  readonly tokenLifetimeMs: number;
};

export type SigningKeysOptions = {
  readonly store: KeyStore;
  readonly clock: Clock;
  readonly rotation: KeyRotation;
  /** A new key could not be made or saved when it was time; the old one goes on. */
  readonly onError: (error: unknown) => void;
};

type Held = { readonly key: SigningKey; readonly kept: KeptKey };

/** No key is replaced sooner, whatever the settings say: making one takes its time. */
const leastMs = 60_000;
/** How long after a rotation failed the next one is tried. */
const retryMs = 60 * 60_000;

/** Rotates by age whenever it is asked for a key, and when it is told to. */
export class SigningKeys {
  readonly #options: SigningKeysOptions;
  #held: readonly Held[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #notBeforeMs = 0;

  constructor(options: SigningKeysOptions) {
    this.#options = options;
  }

  /** The key that signs now. Rejects as the store does when there is none yet. */
  key(): Promise<SigningKey> {
    return this.#inTurn(async () => {
      await this.#refresh();
      const now = this.#options.clock.wallMs();
      // A clock that was turned back finds all keys in its future.
      const signing = this.#held.findLast(({ kept }) => kept.signsFromMs <= now) ?? this.#held[0];
      if (!signing) throw new Error('there is no signing key');
      return signing.key;
    });
  }

  /** All that are published: the one that signs, the next, and old ones whose signatures still count. */
  keys(): Promise<readonly SigningKey[]> {
    return this.#inTurn(async () => {
      await this.#refresh();
      return this.#held.map(({ key }) => key);
    });
  }

  /**
   * Publishes a new key now, to sign from a while later on; one that waits already is not replaced by yet another. With `isAtOnce` the
   * new one signs from now on and all others are withdrawn with what they signed: for keys that others may know. Rejects as the store
   * does; the keys are then as they were.
   */
  rotate({ isAtOnce = false }: { readonly isAtOnce?: boolean } = {}): Promise<{ readonly kid: string; readonly signsFromMs: number }> {
    return this.#inTurn(async () => {
      await this.#refresh();
      const { clock, rotation } = this.#options;
      const now = clock.wallMs();
      const waiting = this.#held.findLast(({ kept }) => kept.signsFromMs > now);
      const next = isAtOnce ? await this.#made(now) : (waiting ?? (await this.#made(now + rotation.keyAheadMs)));
      if (next !== waiting) await this.#save(isAtOnce ? [next] : [...this.#held, next]);
      return { kid: next.key.kid, signsFromMs: next.kept.signsFromMs };
    });
  }

  async #refresh(): Promise<void> {
    const { store, clock, rotation, onError } = this.#options;
    if (this.#held.length === 0) {
      const kept = await clock.hold(() => store.load());
      this.#held = await clock.hold(() => Promise.all(kept.map(async (each) => ({ key: await imported(each.jwk), kept: each }))));
    }
    const now = clock.wallMs();
    const newest = this.#held.at(-1);
    if (!newest) return this.#save([await this.#made(now)]);
    const current = this.#held.filter((_, index) => !hasRunOut(this.#held[index + 1]?.kept, now, rotation));
    const isDue = now >= newest.kept.signsFromMs + Math.max(rotation.keyAgeMs - rotation.keyAheadMs, leastMs);
    if ((!isDue || now < this.#notBeforeMs) && current.length === this.#held.length) return;
    try {
      await this.#save(isDue ? [...current, await this.#made(now + rotation.keyAheadMs)] : current);
    } catch (error) {
      this.#notBeforeMs = now + retryMs;
      onError(error);
    }
  }

  async #made(signsFromMs: number): Promise<Held> {
    const { store, clock } = this.#options;
    return clock.hold(async () => {
      const jwk = await (store.make ? store.make() : newSigningKey());
      return { key: await imported(jwk), kept: { jwk, signsFromMs } };
    });
  }

  async #save(held: readonly Held[]): Promise<void> {
    const { store, clock } = this.#options;
    await clock.hold(() => store.save(held.map(({ kept }) => kept)));
    this.#held = held;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

/** Whether nothing that a key signed can still be good, given the key that follows it. */
function hasRunOut(next: KeptKey | undefined, now: number, { tokenLifetimeMs }: KeyRotation): boolean {
  return next !== undefined && now >= next.signsFromMs + tokenLifetimeMs;
}

/** Keeps the keys for as long as the program runs. For tests. */
export function memoryKeyStore(): KeyStore {
  let kept: readonly KeptKey[] = [];
  return {
    load: () => Promise.resolve(kept),
    save: (keys) => {
      kept = keys;
      return Promise.resolve();
    },
  };
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

async function imported(jwk: JWK): Promise<SigningKey> {
  const { kty = 'RSA', n = '', e = '', kid = '' } = jwk;
  const publicJwk: JWK = { kty, n, e, kid, alg: 'RS256', use: 'sig' };
  const [privateKey, publicKey] = await Promise.all([importJWK(jwk, 'RS256'), importJWK(publicJwk, 'RS256')]);
  return { kid, privateKey, publicKey, publicJwk };
}

/** RS256, 2,048 bits. */
export async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'RS256', kid: await calculateJwkThumbprint(jwk) };
}
