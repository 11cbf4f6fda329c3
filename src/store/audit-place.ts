/** The files beside an audit log: where it ends, and its key, wrapped by the vault. */
import { randomBytes, type KeyObject } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { AUDIT_BEGINNING, writeHead } from './audit-log.ts';
import { StoreError } from './errors.ts';
import type { KeyVault, WrappedKey } from './key-vault.ts';
import { refusedByDisk } from './refusal.ts';
import { KEY_BYTES, derivedKey } from './sealing.ts';
import { UNFINISHED, writeWhole } from './whole-file.ts';

/** Where the head of a log is kept. Calls are made within a hold of the clock. */
export type HeadPlace = { read(): Promise<string | undefined>; write(text: string): Promise<void> };
export type AuditPlace = { readonly database: string; readonly head: HeadPlace; readonly key: KeyObject };

const CONTEXT = 'audit log';

const wrappedKey: z.ZodType<WrappedKey> = z.object({ keyId: z.string(), wrapped: z.string() });

/** Makes what is not there. Rejects with `store/no-key` where the log is there and its key is not. */
export async function auditPlace(
  folder: string,
  { vault, clock }: { readonly vault: KeyVault; readonly clock: Clock },
): Promise<AuditPlace> {
  const [database, keyFile] = [join(folder, 'audit.db'), join(folder, 'audit.key')];
  const head = fileAt(join(folder, 'audit.head'));
  const asked = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await clock.hold(work);
    } catch (cause) {
      throw refusedByDisk(`${what} the audit log in ${folder}`, cause);
    }
  };
  const known = await asked('open', async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return textIn(keyFile);
  });
  if (known !== undefined) return { database, head, key: auditKey(await vault.unwrap(wrappedIn(known, keyFile), CONTEXT)) };
  if (await asked('open', () => isThere(database))) {
    throw new StoreError(
      'store/no-key',
      `the audit log ${database} cannot be gone on with without its key: put ${keyFile} back, or move the folder elsewhere to begin another log`,
    );
  }
  const bytes = randomBytes(KEY_BYTES);
  const { keyId, wrapped } = await vault.wrap(bytes, CONTEXT);
  const key = auditKey(bytes);
  // In this order: a log with a key has a head, or somebody took it away.
  await asked('begin', async () => {
    await head.write(writeHead(key, AUDIT_BEGINNING));
    await fileAt(keyFile).write(JSON.stringify({ keyId, wrapped }));
  });
  return { database, head, key };
}

export function auditKey(bytes: Uint8Array): KeyObject {
  return derivedKey(bytes, 'rollcall audit 1');
}

function fileAt(path: string): HeadPlace {
  return {
    read: () => textIn(path),
    write: (text) => writeWhole(path, join(dirname(path), `${UNFINISHED}${randomBytes(12).toString('hex')}`), Buffer.from(text)),
  };
}

function wrappedIn(text: string, file: string): WrappedKey {
  try {
    return wrappedKey.parse(JSON.parse(text));
  } catch (cause) {
    throw new StoreError('store/no-key', `the key of the audit log in ${file} is damaged: put back a copy of it`, { cause });
  }
}

async function textIn(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
