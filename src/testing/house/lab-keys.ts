/** Keys that sign, for labs: made once for all labs of a program, and used in the same order by each, so that equal runs have equal signatures. */
import type { JWK } from 'jose';
import { newSigningKey, type KeptKey, type KeyStore } from '../../doors/graph/identity/signing-keys.ts';

const made: Promise<JWK>[] = [];

/** A store of one lab. A switchboard that is started again finds in it what the one before has left. */
export function labKeys(): KeyStore {
  let kept: readonly KeptKey[] = [];
  let used = 0;
  return {
    load: () => Promise.resolve(kept),
    save: (keys) => {
      kept = keys;
      return Promise.resolve();
    },
    make: () => (made[used++] ??= newSigningKey()),
  };
}
