/** Whole files under a key: prompts, recordings, messages. The port; its backends stand beside it. */
import { StoreError } from './errors.ts';

export type BlobEntry = { readonly key: string; readonly sizeBytes: number };

/** Keys are paths such as `tenant/voicemail/1.wav`. Writes are whole; a reader never sees half a file. */
export interface BlobStore {
  /** Resolves when the bytes would survive a crash; replaces what was there. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /**
   * The same for what is too large to be held: takes it piece by piece, and holds no more than a few megabytes of it. What breaks off leaves
   * nothing, what was there stays, and the reason of the breaking off passes through as it is.
   */
  putStream(key: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** Bytes `from` (inclusive) to `to` (exclusive, cut at the end of the blob, so what lies beyond is empty); undefined where there is no blob. */
  getRange(key: string, from: number, to: number): Promise<Uint8Array | undefined>;
  sizeOf(key: string): Promise<number | undefined>;
  /** Deleting what is not there is calm. */
  delete(key: string): Promise<void>;
  /** Keys that begin with `prefix`, which need not end at a slash, in order. */
  list(prefix: string): Promise<readonly BlobEntry[]>;
}

const LONGEST_KEY = 512;
const LONGEST_PART = 128;
/** The same on every disk: no drive letters, no streams, no spaces at an end, nothing hidden. */
const PART = /^[A-Za-z0-9_@+=-](?:[A-Za-z0-9._@+=-]*[A-Za-z0-9_@+=-])?$/u;
/** Names that Windows gives to devices, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/** The key itself, if it is one; throws a `StoreError` otherwise. Every backend begins with this. */
export function checkedKey(key: string): string {
  const isKey =
    key.length > 0 &&
    key.length <= LONGEST_KEY &&
    key.split('/').every((part) => part.length <= LONGEST_PART && PART.test(part) && !DEVICE.test(part));
  if (isKey) return key;
  throw new StoreError(
    'store/bad-key',
    `${JSON.stringify(key.slice(0, LONGEST_KEY))} is no key: parts of letters, digits and . _ @ + = - between single slashes are, none of which begins or ends with a dot`,
  );
}

/** The bounds of a stretch of a blob; a programmer's mistake throws a `TypeError`. */
export function checkedRange(from: number, to: number): void {
  if (Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && to >= from) return;
  throw new TypeError(`bytes ${String(from)} to ${String(to)} are no stretch of a blob: whole numbers with 0 ≤ from ≤ to are`);
}

/** The folder part of a prefix is held to the same rules, so that a list cannot climb out either. */
export function checkedPrefix(prefix: string): string {
  const end = prefix.lastIndexOf('/');
  if (end >= 0) checkedKey(prefix.slice(0, end));
  return prefix;
}
