/** A vault that is a file on this machine: keys that wrap the keys of recordings. Whoever has the file and the recordings can open them: keep it apart. */
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { StoreError } from './errors.ts';
import type { KeyVault, WrappedKey } from './key-vault.ts';
import { refusedByDisk } from './refusal.ts';
import { KEY_BYTES, checkedDataKey, opened, sealed } from './sealing.ts';
import { UNFINISHED, syncFolder, writeWhole } from './whole-file.ts';

/** Newest last: that one wraps, all of them open. */
type KeyFile = { readonly version: 1; readonly keys: readonly FileKey[] };
type FileKey = { readonly id: string; readonly key: string; readonly madeMs: number };

const fileKey: z.ZodType<FileKey> = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/u),
  key: z.string().regex(/^[\w-]{43}$/u),
  madeMs: z.number(),
});
const schema: z.ZodType<KeyFile> = z.object({ version: z.literal(1), keys: z.array(fileKey).min(1) });

export interface KeyFileVault extends KeyVault {
  /** Makes a new key, which wraps from now on; those before are kept to open with. Resolves with its id when it is on disk. */
  rotate(): Promise<string>;
}

/**
 * `path` is the file; it is made when it is first needed. Rejects with `store/failed` when others may read it, or it is damaged.
 */
export function keyFileVault(path: string, { clock }: { readonly clock: Clock }): KeyFileVault {
  let known: KeyFile | undefined;
  const read = async (): Promise<KeyFile> => (known = await asked(path, clock, () => readOrMade(path, clock)));
  return {
    name: 'a key file',
    async wrap(key, context) {
      checkedDataKey(key);
      const newest = (known ?? (await read())).keys.at(-1);
      if (!newest) throw new TypeError('a key file has a key');
      const wrapped = sealed(secretOf(newest), key, boundTo(newest.id, context));
      return { keyId: newest.id, wrapped: Buffer.from(wrapped).toString('base64url') };
    },
    async unwrap({ keyId, wrapped }: WrappedKey, context) {
      const find = (file: KeyFile | undefined): FileKey | undefined => file?.keys.find(({ id }) => id === keyId);
      // Another process may have added one since it was read.
      const found = find(known) ?? find(await read());
      if (!found) {
        throw new StoreError('store/no-key', `the key file ${path} has no key ${keyId}: put back the key file that it was wrapped with`);
      }
      return opened(secretOf(found), Buffer.from(wrapped, 'base64url'), boundTo(keyId, context), `the key of ${context}`);
    },
    async rotate() {
      const before = await read();
      const added = madeKey(clock);
      const next: KeyFile = { ...before, keys: [...before.keys, added] };
      await asked(path, clock, () => writeWhole(path, temporaryFor(path), bytesOf(next)));
      known = next;
      return added.id;
    },
  };
}

async function readOrMade(path: string, clock: Clock): Promise<KeyFile> {
  return (await fileAt(path)) ?? (await made(path, clock));
}

async function fileAt(path: string): Promise<KeyFile | undefined> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!status) return undefined;
  if (process.platform !== 'win32' && (status.mode & 0o077) !== 0) {
    throw new StoreError(
      'store/failed',
      `the key file ${path} can be read by others (mode ${(status.mode & 0o777).toString(8)}): run chmod 600 ${path}, and make a new key if somebody may have read it`,
    );
  }
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new StoreError('store/failed', `the key file ${path} is damaged: put back a copy of it, without which nothing can be opened`, {
      cause,
    });
  }
}

/** Of two that make it at once one wins, and both use that one. */
async function made(path: string, clock: Clock): Promise<KeyFile> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = temporaryFor(path);
  const file: KeyFile = { version: 1, keys: [madeKey(clock)] };
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(bytesOf(file));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return (await fileAt(path)) ?? file;
}

function madeKey(clock: Clock): FileKey {
  return { id: randomBytes(9).toString('base64url'), key: randomBytes(KEY_BYTES).toString('base64url'), madeMs: clock.wallMs() };
}

const bytesOf = (file: KeyFile): Uint8Array => Buffer.from(`${JSON.stringify(file, undefined, 2)}\n`);
const secretOf = ({ key }: FileKey): KeyObject => createSecretKey(Buffer.from(key, 'base64url'));
const boundTo = (keyId: string, context: string): Uint8Array => Buffer.from(`rollcall key 1\0${keyId}\0${context}`);
const temporaryFor = (path: string): string => `${dirname(path)}/${UNFINISHED}${randomBytes(12).toString('hex')}`;

async function asked<T>(path: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  try {
    return await clock.hold(work);
  } catch (cause) {
    throw refusedByDisk(`use the key file ${path}`, cause);
  }
}
