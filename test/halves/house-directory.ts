/** Who is in the house of the two halves: the sample people, and one app for each bot, with its address, its secret and its rights. */
import { people } from '../../bots/people.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { Bot } from '../../src/bot/bot.ts';
import { secretCredential } from '../../src/doors/graph/identity/client-secret.ts';
import { usualPermissions } from '../../src/server/apps/consent.ts';
import type { AppEntry, Directory } from '../../src/switchboard/directory.ts';

export const origin: string = 'http://127.0.0.1:4400';
export const tenantId: string = 'c0000000-0000-4000-8000-000000000001';

/** By number. */
export type Bots = Readonly<Record<string, Bot>>;

/** What calls need, and what bots look up beside them. */
const permissions = [
  ...usualPermissions,
  'OnlineMeetings.ReadWrite.All',
  'Presence.Read.All',
  'User.Read.All',
  'CallRecords.Read.All',
] as const;

export type DirectoryOptions = {
  /** The number of the bot to which calls go that nobody answers within 20 s. */
  readonly forwardTo?: string | undefined;
  /** By number; a secret where left out. */
  readonly credentials?: Readonly<Record<string, AppEntry['credentials']>> | undefined;
};

export function directoryOf(bots: Bots, { forwardTo, credentials = {} }: DirectoryOptions): Directory {
  const apps = Object.entries(bots).map(([number, { name }]): AppEntry => ({
    appId: appIdOf(number),
    name,
    number,
    says: '',
    webhook: `${homeOf(number)}/calls`,
    tenantId,
    credentials: credentials[number] ?? [secretCredential(secretOf(number), seededRandom(Number(number)))],
    isLocal: true,
    grants: { [tenantId]: permissions },
  }));
  return {
    tenantId,
    tenants: [{ tenantId, name: 'rollcall.example' }],
    people: people.map(({ user, name, number }) => ({ userId: user, tenantId, name, number })),
    apps,
    ...(forwardTo === undefined ? {} : { noAnswer: { afterMs: 20_000, forwardTo: appIdOf(forwardTo) } }),
  };
}

/** What an app is to Graph's identity, and where Graph is. */
export function registrationOf(number: string): {
  readonly tenantId: string;
  readonly appId: string;
  readonly secret: string;
  readonly baseUrl: string;
  readonly tokenUrl: string;
} {
  const tokenUrl = `${origin}/${tenantId}/oauth2/v2.0/token`;
  return { tenantId, appId: appIdOf(number), secret: secretOf(number), baseUrl: `${origin}/v1.0`, tokenUrl };
}

/** Under which a bot is reached. */
export function homeOf(number: string): string {
  return `${origin}/bots/${number}`;
}

export function appIdOf(number: string): string {
  return `b0000000-0000-4000-8000-000000000${number}`;
}

function secretOf(number: string): string {
  return `secret of ${number}`;
}
