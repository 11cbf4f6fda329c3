/**
 * The keys of recordings: 32 random bytes each, wrapped by the vault, in a place from which they can be deleted. Nothing of a recording can be
 * opened without its key, so whoever destroys the key has destroyed the recording, in every backup too.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { BlobStore } from '../store/blob-store.ts';
import { StoreError } from '../store/errors.ts';
import type { KeyVault, WrappedKey } from '../store/key-vault.ts';
import { KEY_BYTES, derivedKey } from '../store/sealing.ts';
import { ArchiveError } from './errors.ts';
import type { Places } from './places.ts';

export type DataKeysOptions = { readonly keys: BlobStore; readonly vault: KeyVault; readonly places: Places };

const wrappedKey: z.ZodType<WrappedKey> = z.object({ keyId: z.string(), wrapped: z.string() });

export class DataKeys {
  readonly #options: DataKeysOptions;

  constructor(options: DataKeysOptions) {
    this.#options = options;
  }

  /** On disk, wrapped, when it resolves. */
  async make(recordingId: string): Promise<Uint8Array> {
    const { keys, vault, places } = this.#options;
    const key = new Uint8Array(randomBytes(KEY_BYTES));
    const { keyId, wrapped } = await vault.wrap(key, places.keyContext(recordingId));
    await keys.put(places.key(recordingId), Buffer.from(JSON.stringify({ keyId, wrapped })));
    return key;
  }

  /** Rejects with `archive/locked` where it cannot be had. */
  async get(recordingId: string): Promise<Uint8Array> {
    const { keys, vault, places } = this.#options;
    try {
      const bytes = await keys.get(places.key(recordingId));
      if (!bytes) throw new StoreError('store/no-key', 'its wrapped key is not where the keys of recordings are kept');
      return await vault.unwrap(wrappedKey.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))), places.keyContext(recordingId));
    } catch (cause) {
      throw new ArchiveError(
        'archive/locked',
        `the recording ${recordingId} cannot be opened: ${vault.name} did not give its key (${cause instanceof Error ? cause.message : String(cause)})`,
        { cause },
      );
    }
  }

  async destroy(recordingId: string): Promise<void> {
    await this.#options.keys.delete(this.#options.places.key(recordingId));
  }

  async isThere(recordingId: string): Promise<boolean> {
    return (await this.#options.keys.sizeOf(this.#options.places.key(recordingId))) !== undefined;
  }
}

/** The key of its segment log alone: all that another process which writes the log has to know. */
export function logKeyOf(key: Uint8Array): Uint8Array {
  return new Uint8Array(derivedKey(key, 'rollcall segment log 1').export());
}
