/** Has something done with recordings by the house, whether it is open or not: over its loopback API, or in its data folder. */
import { resolve } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import { findHouse } from '../apps/admin-access.ts';
import { mistakesIn } from '../apps/admin-route.ts';
import { askHouse } from '../apps/ask-house.ts';
import { ServerError } from '../errors.ts';
import type { FullConfig } from '../config.ts';
import { openStores } from '../house-stores.ts';
import { openArchives } from './open-archives.ts';
import { RecordingsDesk } from './recordings-desk.ts';
import { recordingsCommandSchema, type RecordingsAnswer, type RecordingsCommand } from './recordings-command.ts';

/** Large recordings take a while to be erased, and a long audit log to be read. */
const PATIENCE_MS = 300_000;

/** Rejects with what the house refuses, or with `store/in-use` when one is open that cannot be reached. */
export async function askRecordings(
  command: RecordingsCommand,
  config: FullConfig,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<RecordingsAnswer> {
  const checked = recordingsCommandSchema.safeParse(command);
  if (!checked.success) throw new ServerError('server/not-done', `This cannot be done: ${mistakesIn(checked.error)}.`, 'Correct it, then try again.'); // prettier-ignore
  const found = await findHouse(resolve(config.data));
  const answer = found && (await askHouse<RecordingsAnswer>('/admin/recordings', checked.data, found, { clock, withinMs: PATIENCE_MS }));
  if (answer) return answer;
  await using scope = new Scope();
  const common = { clock, random, log: silentLog, scope };
  const stores = await openStores(config.data, common);
  const archives = await openArchives(config.recordings, { ...common, stores, tenantId: config.tenantId });
  // Awaited here, so that the folder is let go of only after the work.
  return await new RecordingsDesk(archives).carryOut(checked.data);
}
