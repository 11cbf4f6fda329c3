import { blobStoreConformance } from './conformance/blob-store.ts';
import { memoryBlobStore } from './memory-blob-store.ts';

blobStoreConformance('memory', () => Promise.resolve(memoryBlobStore()));
