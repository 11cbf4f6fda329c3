/** Keeps the switchboard's signing keys among the house's secrets, readable by its user alone. */
import type { JWK } from 'jose';
import { z } from 'zod';
import type { KeptKey, KeyStore } from '../doors/graph/identity/signing-keys.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { ServerError } from './errors.ts';

const name = 'signing-keys.json';
/** Where the one key lay when there was only one. */
const formerName = 'signing-key.json';

const jwk: z.ZodType<JWK> = z.looseObject({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string(), d: z.string() });
const schema: z.ZodType<readonly KeptKey[]> = z.array(z.object({ jwk, signsFromMs: z.number() }));

export function keyStore(secrets: BlobStore): KeyStore {
  return {
    async load() {
      const bytes = await secrets.get(name);
      if (bytes) return read(bytes, name, (value) => schema.parse(value));
      const former = await secrets.get(formerName);
      return former ? read(former, formerName, (value) => [{ jwk: jwk.parse(value), signsFromMs: 0 }]) : [];
    },
    async save(keys) {
      await secrets.put(name, Buffer.from(JSON.stringify(keys)));
      await secrets.delete(formerName);
    },
  };
}

function read<T>(bytes: Uint8Array, file: string, parse: (value: unknown) => T): T {
  try {
    return parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw new ServerError(
      'server/bad-data',
      `The signing keys cannot be read: secrets/${file} in the data folder is damaged.`,
      'Restore it from a backup, or delete it: new keys are made, and bots fetch new tokens.',
      { cause },
    );
  }
}
