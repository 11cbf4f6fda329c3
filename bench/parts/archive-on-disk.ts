/** An archive as a house has one, on disk in a folder of its own that is gone with it: SQLite, sealed files, a key file, an audit log. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Archive } from '../../src/archive/archive.ts';
import type { RecordingAbout, Viewer } from '../../src/archive/port.ts';
import type { Clock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { realRandom } from '../../src/base/random.ts';
import { diskBlobStore } from '../../src/store/disk-blob-store.ts';
import type { FactLog } from '../../src/store/fact-log.ts';
import { keyFileVault } from '../../src/store/key-file-vault.ts';
import { openAuditLog } from '../../src/store/sqlite-audit-log.ts';
import { SqliteFactLog } from '../../src/store/sqlite-fact-log.ts';

export const tenantId = 'tenant';
export const operator: Viewer = { kind: 'operator', name: 'Operator' };
export const about: RecordingAbout = {
  kind: 'recording',
  madeBy: { id: 'bot', name: 'Recorder' },
  subject: 'Weekly',
  callId: 'call',
};

export type ArchivePlace = AsyncDisposable & {
  readonly path: string;
  readonly facts: FactLog;
  /** Over the same stores each time; closed with the place. */
  open(): Promise<Archive>;
  /** All that lies there. */
  bytes(): Promise<number>;
};

export async function archiveOnDisk(clock: Clock): Promise<ArchivePlace> {
  const path = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  const random = realRandom();
  const facts = await SqliteFactLog.open(join(path, 'facts.db'), { clock });
  const blobs = diskBlobStore(join(path, 'blobs'), { clock, random });
  const vault = keyFileVault(join(path, 'vault', 'keys.json'), { clock });
  const audit = await openAuditLog({ folder: join(path, 'audit'), vault, clock });
  const folder = join(path, 'spool');
  const opened: Archive[] = [];
  return {
    path,
    facts,
    async open() {
      const archive = await Archive.open({ clock, random, log: silentLog, tenantId, which: 'bots', facts, blobs, folder, vault, audit });
      opened.push(archive);
      return archive;
    },
    async bytes() {
      const children = await readdir(path, { recursive: true, withFileTypes: true });
      const sizes = await Promise.all(children.filter((child) => child.isFile()).map((child) => stat(join(child.parentPath, child.name))));
      return sizes.reduce((sum, { size }) => sum + size, 0);
    },
    async [Symbol.asyncDispose]() {
      for (const archive of opened) await archive[Symbol.asyncDispose]();
      await audit[Symbol.asyncDispose]();
      await facts[Symbol.asyncDispose]();
      await rm(path, { recursive: true });
    },
  };
}
