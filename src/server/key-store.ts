/** Keeps the switchboard's signing key among the house's secrets, readable by its user alone. */
import type { KeyStore } from '../doors/graph/signing-keys.ts';
import type { BlobStore } from '../store/blob-store.ts';

const name = 'signing-key.json';

export function keyStore(secrets: BlobStore): KeyStore {
  return {
    async load() {
      const bytes = await secrets.get(name);
      return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as Awaited<ReturnType<KeyStore['load']>>);
    },
    save: (key) => secrets.put(name, Buffer.from(JSON.stringify(key))),
  };
}
