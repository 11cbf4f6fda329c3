/** Blobs that live as long as the process: for tests, and for who wants nothing on disk. */
import { checkedKey, checkedPrefix, checkedRange, type BlobStore } from './blob-store.ts';

export function memoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array>();
  return {
    async put(key, bytes) {
      blobs.set(checkedKey(key), bytes.slice());
    },
    async putStream(key, pieces) {
      checkedKey(key);
      const kept: Uint8Array[] = [];
      for await (const piece of pieces) kept.push(piece.slice());
      blobs.set(key, new Uint8Array(Buffer.concat(kept)));
    },
    get: async (key) => blobs.get(checkedKey(key))?.slice(),
    async getRange(key, from, to) {
      checkedKey(key);
      checkedRange(from, to);
      return blobs.get(key)?.slice(from, to);
    },
    sizeOf: async (key) => blobs.get(checkedKey(key))?.length,
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
