/** Has something done by the house, whether it is open or not: over its loopback API, or in its data folder. */
import { resolve } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { silentLog } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import { Scope } from '../../base/scope.ts';
import { rotationOf } from '../../doors/graph/identity/key-rotation.ts';
import { SigningKeys } from '../../doors/graph/identity/signing-keys.ts';
import { settingsWith } from '../../doors/graph/settings.ts';
import { openDataFolder } from '../../store/data-folder.ts';
import { diskBlobStore } from '../../store/disk-blob-store.ts';
import type { FullConfig } from '../config.ts';
import { directoryOf } from '../directory.ts';
import { ServerError } from '../errors.ts';
import { keyStore } from '../key-store.ts';
import { findHouse } from './admin-access.ts';
import { adminCommandSchema, type AdminAnswer, type AdminCommand } from './admin-command.ts';
import { mistakesIn } from './admin-route.ts';
import { askHouse } from './ask-house.ts';
import { Administration } from './administration.ts';
import { AppRegistry } from './app-registry.ts';
import { placesOf, type HousePlaces } from './house-places.ts';

export type Administered = {
  readonly answer: AdminAnswer;
  /** Undefined when the house is closed and leaves its port to chance. */
  readonly places: HousePlaces | undefined;
  readonly isOpen: boolean;
};

type Options = { readonly clock: Clock; readonly random: Random };

/** Rejects with what the house refuses, or with `store/in-use` when one is open that cannot be reached. */
export async function administer(command: AdminCommand, config: FullConfig, options: Options): Promise<Administered> {
  const checked = adminCommandSchema.safeParse(command);
  if (!checked.success)
    throw new ServerError('server/bad-app', `This cannot be done: ${mistakesIn(checked.error)}.`, 'Correct it, then try again.');
  const folder = resolve(config.data);
  const found = await findHouse(folder);
  const answer = found && (await askHouse<AdminAnswer>('/admin/do', checked.data, found, options));
  if (found && answer) return { answer, places: found.places, isOpen: true };
  return { answer: await inFolder(checked.data, folder, config, options), places: placesOf(config), isOpen: false };
}

async function inFolder(command: AdminCommand, folder: string, config: FullConfig, { clock, random }: Options): Promise<AdminAnswer> {
  await using scope = new Scope();
  const data = await openDataFolder(folder, { clock, random });
  scope.defer(() => data[Symbol.asyncDispose]());
  const secrets = diskBlobStore(data.file('secrets'), { clock, random });
  const registry = await AppRegistry.open({ secrets, clock, random });
  const publicUrl = config.publicUrl ?? 'http://127.0.0.1';
  const { directory } = directoryOf(config, { publicUrl, random, registered: () => registry.apps, isChecked: false });
  const rotation = rotationOf(settingsWith(config.graph.settings));
  const onError = (error: unknown): void => silentLog.error('the keys could not be replaced', { error });
  const keys = new SigningKeys({ store: keyStore(secrets), clock, rotation, onError });
  // Awaited here, so that the folder is let go of only after the work.
  return await new Administration({ registry, directory, keys, random }).carryOut(command);
}
