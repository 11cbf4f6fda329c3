/** The archives of a house, one for each half, as its configuration says. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Archive } from '../../archive/archive.ts';
import type { Composer } from '../../archive/files-of-log.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Scope } from '../../base/scope.ts';
import { composeFilm } from '../../media/composite/compose-film.ts';
import type { AuditLog } from '../../store/audit-log.ts';
import type { KeyVault } from '../../store/key-vault.ts';
import { clearUnfinished } from '../../store/disk-blob-store.ts';
import { refusedByDisk } from '../../store/refusal.ts';
import { openAuditLog } from '../../store/sqlite-audit-log.ts';
import type { HouseStores } from '../house-stores.ts';
import { LateAuditLog } from './late-audit-log.ts';
import type { VerifiedLog } from './recordings-command.ts';
import type { RecordingsConfig } from './recordings-config.ts';
import { blobsOf, vaultOf } from './recordings-places.ts';

export type Archives = {
  /** What the bots record. */
  readonly bots: Archive;
  /** What the switchboard records. */
  readonly switchboard: Archive;
  readonly archives: readonly [Archive, Archive];
  /** Who wraps the keys of both. */
  readonly vault: KeyVault;
  readonly verify: () => Promise<readonly VerifiedLog[]>;
  /** Absent where a vault elsewhere wraps the keys. `by` is noted. */
  readonly newKey: ((by: string) => Promise<string>) | undefined;
  /** Rejects where the store or the vault does not answer: nothing is lost then, but nothing can be put away. */
  readonly check: () => Promise<void>;
};

export type ArchivesOptions = {
  readonly stores: HouseStores;
  readonly tenantId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scope: Scope;
};

type Which = 'bots' | 'switchboard';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 120;
const names: Readonly<Record<Which, string>> = {
  bots: 'audit log of the bots’ recordings',
  switchboard: 'audit log of the switchboard’s recordings',
};

/**
 * Each is closed with the scope. What an earlier run left undone is for `recover`. A store or a vault elsewhere that does not answer is no
 * reason to stay closed; a key file that cannot be used is, and rejects with what to do.
 */
export async function openArchives(config: RecordingsConfig, options: ArchivesOptions): Promise<Archives> {
  const { stores, clock, log, scope } = options;
  const folder = join(stores.path, 'recordings');
  const files = config.store ?? { kind: 'disk', folder: join(folder, 'files') };
  // What a crash left half written has no name, so nobody else would find it.
  if (files.kind === 'disk') {
    const left = resolve(files.folder);
    await clearUnfinished(left, { clock }).catch((error: unknown) =>
      log.error('the folder of recordings cannot be read', { folder: left, problem: String(error) }),
    );
  }
  const blobs = blobsOf(files, options);
  const keys = config.keys ?? { kind: 'file', path: join(folder, 'keys.json') };
  const { vault, newKey } = vaultOf(keys, options);
  const composer: Composer = { make: async (composing) => (await composeFilm({ ...composing, clock })).mime };
  const audits: { readonly name: string; readonly audit: AuditLog }[] = [];
  const open = async (which: Which): Promise<Archive> => {
    const begin = (): Promise<AuditLog> => openAuditLog({ folder: join(folder, which, 'audit'), vault, clock });
    const audit = keys.kind === 'file' ? await begin() : new LateAuditLog(begin);
    scope.defer(() => audit[Symbol.asyncDispose]());
    audits.push({ name: names[which], audit });
    const archive = await Archive.open({
      ...options,
      composer,
      which,
      facts: which === 'bots' ? stores.bots : stores.calls,
      blobs,
      folder: join(folder, which),
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
  return {
    bots,
    switchboard,
    vault,
    archives: [bots, switchboard],
    verify: () => Promise.all(audits.map(({ name, audit }) => verified(name, audit))),
    newKey: newKey && ((by) => noted(audits, by, newKey)),
    async check() {
      if (files.kind === 'disk') await makeFolder(resolve(files.folder), clock);
      // Of no recording: whether there is one is not what is asked.
      await blobs.sizeOf('rollcall');
      for (const { audit } of audits) if (audit instanceof LateAuditLog) await audit.opened();
    },
  };
}

async function makeFolder(folder: string, clock: Clock): Promise<void> {
  try {
    await clock.hold(() => mkdir(folder, { recursive: true, mode: 0o700 }));
  } catch (cause) {
    throw refusedByDisk(`use the folder of recordings ${folder}`, cause);
  }
}

async function verified(name: string, audit: AuditLog): Promise<VerifiedLog> {
  const verdict = await audit.verify();
  if (verdict.isIntact) return { name, entries: verdict.entries };
  return { name, entries: verdict.brokenAt - 1, problem: `entry ${String(verdict.brokenAt)}: ${verdict.problem}` };
}

/** Both logs tell of a key that both archives use from now on. */
async function noted(audits: readonly { readonly audit: AuditLog }[], by: string, newKey: () => Promise<string>): Promise<string> {
  const keyId = await newKey();
  for (const { audit } of audits) await audit.append({ actor: `operator ${by}`, action: 'keyMade', subject: '', detail: keyId });
  return keyId;
}

function msOf(days: number | null): number | null {
  return days === null ? null : days * DAY_MS;
}
