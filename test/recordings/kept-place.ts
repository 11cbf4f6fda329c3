/** A data folder with all the stores of a house on a real disk, and an archive over them, in real time: opened by one program after the other. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Archive } from '../../src/archive/archive.ts';
import type { Viewer } from '../../src/archive/port.ts';
import { realClock, type Clock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { realRandom } from '../../src/base/random.ts';
import type { AuditLog } from '../../src/store/audit-log.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { diskBlobStore } from '../../src/store/disk-blob-store.ts';
import type { FactLog } from '../../src/store/fact-log.ts';
import { keyFileVault } from '../../src/store/key-file-vault.ts';
import { openAuditLog } from '../../src/store/sqlite-audit-log.ts';
import { SqliteFactLog } from '../../src/store/sqlite-fact-log.ts';

export const tenantId = 't1';
export const operator: Viewer = { kind: 'operator', name: 'Olga' };

export type KeptPlace = AsyncDisposable & {
  readonly clock: Clock;
  readonly archive: Archive;
  readonly facts: Pick<FactLog, 'append' | 'read'>;
  readonly audit: AuditLog;
};

/** `onStep` is told before and after all that a store is made to write or to delete. */
export async function openKeptPlace(path: string, onStep: (what: string) => void = () => undefined): Promise<KeptPlace> {
  await mkdir(path, { recursive: true });
  const clock = realClock();
  const random = realRandom();
  const told = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    onStep(`before ${what}`);
    const done = await work();
    onStep(`after ${what}`);
    return done;
  };
  const toldBlobs = (name: string, store: BlobStore): BlobStore => ({
    ...store,
    put: (...of) => told(`${name} put`, () => store.put(...of)),
    putStream: (...of) => told(`${name} putStream`, () => store.putStream(...of)),
    delete: (...of) => told(`${name} delete`, () => store.delete(...of)),
  });
  const log = await SqliteFactLog.open(join(path, 'facts.db'), { clock });
  const facts: KeptPlace['facts'] = {
    append: (...of) => told('facts append', () => log.append(...of)),
    read: (...of) => log.read(...of),
  };
  const vault = keyFileVault(join(path, 'vault', 'keys.json'), { clock });
  const audit = await openAuditLog({ folder: join(path, 'audit'), vault, clock });
  const archive = await Archive.open({
    clock,
    random,
    log: silentLog,
    tenantId,
    which: 'bots',
    facts,
    blobs: toldBlobs('blobs', diskBlobStore(join(path, 'blobs'), { clock, random })),
    keys: toldBlobs('keys', diskBlobStore(join(path, 'keys'), { clock, random })),
    folder: join(path, 'spool'),
    vault,
    audit,
  });
  return {
    clock,
    archive,
    facts,
    audit,
    async [Symbol.asyncDispose]() {
      await archive[Symbol.asyncDispose]();
      await audit[Symbol.asyncDispose]();
      await log[Symbol.asyncDispose]();
    },
  };
}
