/** Where registered apps lie: one file among the house's secrets, read when the house opens. */
import type { BlobStore } from '../../store/blob-store.ts';
import { ServerError } from '../errors.ts';
import { keptAppsSchema, type KeptApp } from './kept-app.ts';

const name = 'apps.json';

/** All that was registered. Rejects when the file is there and is not what was written. */
export async function readApps(secrets: BlobStore): Promise<readonly KeptApp[]> {
  const bytes = await secrets.get(name);
  if (!bytes) return [];
  try {
    return keptAppsSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).apps;
  } catch (cause) {
    throw new ServerError(
      'server/bad-data',
      `The registered apps cannot be read: secrets/${name} in the data folder is damaged.`,
      'Restore it from a backup, or delete it and register the apps anew.',
      { cause },
    );
  }
}

/** Safe when it resolves; until then the old file is there. */
export function writeApps(secrets: BlobStore, apps: readonly KeptApp[]): Promise<void> {
  return secrets.put(name, Buffer.from(JSON.stringify({ version: 1, apps })));
}
