/** Blobs that live as long as the process: for tests, and for who wants nothing on disk. */
import { checkedKey, checkedPrefix, type BlobStore } from './blob-store.ts';

export function memoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array>();
  return {
    async put(key, bytes) {
      blobs.set(checkedKey(key), bytes.slice());
    },
    get: async (key) => blobs.get(checkedKey(key))?.slice(),
    async delete(key) {
      blobs.delete(checkedKey(key));
    },
    async list(prefix) {
      checkedPrefix(prefix);
      return [...blobs]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, bytes]) => ({ key, sizeBytes: bytes.length }))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
  };
}
