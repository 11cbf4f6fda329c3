/** What a disk or a database says when it refuses, as an error of this room: no space left is told apart from the rest. */
import { StoreError } from './errors.ts';

/** No space, a quota that is used up, a file larger than the file system takes (POSIX); and SQLite's own name for it. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL']);

/** `what` was tried: "could not <what>". An error of this room stays as it is. */
export function refusedByDisk(what: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  if (isFull(cause)) {
    return new StoreError(
      'store/full',
      `could not ${what}: there is no space left on the disk (${String(cause)}); free some, then try again`,
      {
        cause,
      },
    );
  }
  return new StoreError('store/failed', `could not ${what}: ${String(cause)}`, { cause });
}

function isFull(cause: unknown): boolean {
  const { code, message } = (cause ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  // The binding of SQLite does not always hand on the name of the code; its sentence is always the same.
  return (typeof code === 'string' && FULL.has(code)) || String(message).includes('database or disk is full');
}
