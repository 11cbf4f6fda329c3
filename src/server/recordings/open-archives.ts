/** The archives of a house, one for each half, as its configuration says. */
import { join, resolve } from 'node:path';
import { Archive } from '../../archive/archive.ts';
import type { Composer } from '../../archive/files-of-log.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Scope } from '../../base/scope.ts';
import { clearUnfinished } from '../../store/disk-blob-store.ts';
import { openAuditLog } from '../../store/sqlite-audit-log.ts';
import type { HouseStores } from '../house-stores.ts';
import type { VerifiedLog } from './recordings-command.ts';
import type { RecordingsConfig } from './recordings-config.ts';
import { blobsOf, vaultOf } from './recordings-places.ts';

export type Archives = {
  /** What the bots record. */
  readonly bots: Archive;
  /** What the switchboard records. */
  readonly switchboard: Archive;
  readonly archives: readonly [Archive, Archive];
  readonly verify: () => Promise<readonly VerifiedLog[]>;
  readonly newKey: (() => Promise<string>) | undefined;
};

export type ArchivesOptions = {
  readonly stores: HouseStores;
  readonly tenantId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scope: Scope;
  readonly composer?: Composer | undefined;
};

const DAY_MS = 86_400_000;
const USUAL_DAYS = 60;

/** Each is closed with the scope. What an earlier run left undone is for `recover`. */
export async function openArchives(config: RecordingsConfig, options: ArchivesOptions): Promise<Archives> {
  const { stores, clock, scope } = options;
  const folder = join(stores.path, 'recordings');
  const files = config.store ?? { kind: 'disk', folder: join(folder, 'files') };
  // What a crash left half written has no name, so nobody else would find it.
  if (files.kind === 'disk') await clearUnfinished(resolve(files.folder), { clock });
  const blobs = blobsOf(files, options);
  const { vault, newKey } = vaultOf(config.keys ?? { kind: 'file', path: join(folder, 'keys.json') }, options);
  const logs: { readonly name: string; readonly verify: () => Promise<VerifiedLog> }[] = [];
  const open = async (which: 'bots' | 'switchboard'): Promise<Archive> => {
    const audit = await openAuditLog({ folder: resolve(folder, which, 'audit'), vault, clock });
    scope.defer(() => audit[Symbol.asyncDispose]());
    const name = `audit log of the ${which === 'bots' ? 'bots’' : 'switchboard’s'} recordings`;
    logs.push({
      name,
      verify: async () => {
        const verdict = await audit.verify();
        if (verdict.isIntact) return { name, entries: verdict.entries };
        return { name, entries: verdict.brokenAt - 1, problem: `entry ${String(verdict.brokenAt)}: ${verdict.problem}` };
      },
    });
    const archive = await Archive.open({
      ...options,
      which,
      facts: which === 'bots' ? stores.bots : stores.calls,
      blobs,
      folder: resolve(folder, which),
      vault,
      audit,
      keepMs: msOf(config.keepDays === undefined ? USUAL_DAYS : config.keepDays),
      keepVoicemailMs: msOf(config.keepVoicemailDays ?? null),
    });
    scope.defer(() => archive[Symbol.asyncDispose]());
    return archive;
  };
  const bots = await open('bots');
  const switchboard = await open('switchboard');
  const verify = async (): Promise<readonly VerifiedLog[]> => Promise.all(logs.map((log) => log.verify()));
  return { bots, switchboard, archives: [bots, switchboard], verify, newKey };
}

function msOf(days: number | null): number | null {
  return days === null ? null : days * DAY_MS;
}
