/** What a house keeps: its data folder, the event log of each half, blobs, and the keys it signs with. */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Scope } from '../base/scope.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { openDataFolder } from '../store/data-folder.ts';
import { diskBlobStore } from '../store/disk-blob-store.ts';
import type { FactLog } from '../store/fact-log.ts';
import { SqliteFactLog } from '../store/sqlite-fact-log.ts';

export type HouseStores = {
  readonly path: string;
  /** The switchboard's event log; the bots' half never reads it. */
  readonly calls: FactLog;
  /** The bots' event log; the switchboard never reads it. */
  readonly bots: FactLog;
  /** What the bots' half keeps as files. */
  readonly blobs: BlobStore;
  /** Spoken sentences, so that each is made once. */
  readonly speech: BlobStore;
  /** What the switchboard keeps for itself: the keys that sign tokens and notifications. */
  readonly secrets: BlobStore;
};

/** Rejects with `store/in-use` when another Rollcall has the folder. Everything is closed with the scope. */
export async function openStores(
  data: string,
  { clock, random, scope }: { readonly clock: Clock; readonly random: Random; readonly scope: Scope },
): Promise<HouseStores> {
  const folder = await openDataFolder(resolve(data), { clock, random });
  scope.defer(() => folder[Symbol.asyncDispose]());
  const factLog = async (name: string): Promise<FactLog> => {
    const log = await SqliteFactLog.open(folder.file(`${name}.db`), { clock });
    scope.defer(() => log[Symbol.asyncDispose]());
    return log;
  };
  const blobs = async (name: string): Promise<BlobStore> => {
    await clock.hold(() => mkdir(folder.file(name), { recursive: true, mode: 0o700 }));
    return diskBlobStore(folder.file(name), { clock, random });
  };
  return {
    path: folder.path,
    calls: await factLog('switchboard'),
    bots: await factLog('bots'),
    blobs: await blobs('blobs'),
    speech: await blobs('speech'),
    secrets: await blobs('secrets'),
  };
}
