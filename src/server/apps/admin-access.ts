/** How a command in another terminal finds the house that is open, and shows that it may read its data folder. */
import { timingSafeEqual } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import type { Scope } from '../../base/scope.ts';
import { UNFINISHED, writeWhole } from '../../store/whole-file.ts';
import type { HousePlaces } from './house-places.ts';

const tokenFile = 'admin-token';
const placesFile = 'running.json';

const placesSchema: z.ZodType<HousePlaces> = z.object({
  url: z.url(),
  publicUrl: z.string().optional(),
  secureUrl: z.string().optional(),
  certificate: z.string().optional(),
});

type Left = { readonly places: HousePlaces; readonly token: string; readonly clock: Clock; readonly random: Random; readonly scope: Scope };

/** Another for each run. */
export function newAdminToken(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

/** Tells where the house is and what opens it to an administrator, in files for this user alone that go when the scope ends. */
export async function leaveWord(folder: string, { places, token, clock, random, scope }: Left): Promise<void> {
  const write = (name: string, text: string): Promise<void> =>
    clock.hold(() => writeWhole(join(folder, name), join(folder, `${UNFINISHED}${random.uuid()}`), Buffer.from(text)));
  await write(tokenFile, token);
  await write(placesFile, JSON.stringify(places));
  scope.defer(() => clock.hold(async () => Promise.all([placesFile, tokenFile].map((name) => rm(join(folder, name), { force: true })))).then(() => undefined)); // prettier-ignore
}

/** What an open house left in its data folder; undefined when none is open. One that crashed leaves it behind as well. */
export async function findHouse(folder: string): Promise<{ readonly places: HousePlaces; readonly token: string } | undefined> {
  try {
    const [places, token] = await Promise.all([readFile(join(folder, placesFile), 'utf8'), readFile(join(folder, tokenFile), 'utf8')]);
    return { places: placesSchema.parse(JSON.parse(places)), token };
  } catch {
    return undefined;
  }
}

/** Whether a request has the token, compared in a time that tells nothing. */
export function isAdmin(headers: Pick<Headers, 'get'>, token: string): boolean {
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
