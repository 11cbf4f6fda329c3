/** Who lives in a lab: the sample people and whoever is named in a test, and one app for each bot. */
import { seededRandom } from '../../base/random.ts';
import { secretCredential } from '../../doors/graph/identity/client-secret.ts';
import { usualPermissions } from '../../doors/graph/permissions.ts';
import type { AppEntry, Directory, PersonEntry } from '../../switchboard/directory.ts';
import { samplePeople } from '../../switchboard/sample-people.ts';

/** Where everything is: the switchboard, and the bots below `/bots/`. */
export const origin: string = 'http://127.0.0.1:4400';
/** The switchboard's media bridge. */
export const bridgeUrl: string = `${origin}/bridge`;
export const tenantId: string = 'c0000000-0000-4000-8000-000000000001';

/** What bots look up beside their calls. */
const permissions = [...usualPermissions, 'OnlineMeetings.ReadWrite.All', 'Presence.Read.All', 'User.Read.All', 'CallRecords.Read.All'];

export type LabDirectoryOptions = {
  /** By number. */
  readonly bots: ReadonlyMap<string, { readonly name: string }>;
  /** Where calls go that a person does not answer in time. */
  readonly noAnswer?: { readonly afterMs: number; readonly forwardTo: string } | undefined;
  /** By number; a secret where left out. */
  readonly credentials?: Readonly<Record<string, AppEntry['credentials']>> | undefined;
};

export class LabDirectory {
  readonly directory: Directory;
  readonly #people: PersonEntry[] = samplePeople.map((person) => ({ ...person, tenantId }));

  constructor({ bots, noAnswer, credentials = {} }: LabDirectoryOptions) {
    const apps = [...bots].map(([number, { name }]): AppEntry => ({
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
    this.directory = {
      tenantId,
      tenants: [{ tenantId, name: 'rollcall.example' }],
      people: this.#people,
      apps,
      ...(noAnswer && { noAnswer: { afterMs: noAnswer.afterMs, forwardTo: appIdOf(noAnswer.forwardTo) } }),
    };
  }

  /** By first name, full name, number or id; somebody of whom nobody has heard moves in. */
  person(name: string): PersonEntry {
    const known = this.#people.find(
      (each) => each.name === name || each.name.split(' ')[0] === name || each.number === name || each.userId === name,
    );
    if (known) return known;
    const count = this.#people.length;
    const userId = `a0000000-0000-4000-8000-${String(201 + count).padStart(12, '0')}`;
    return this.moveIn({ userId, name, number: String(2_000 + count) });
  }

  /** Somebody with an id and a number of their own; who has them already moves out. */
  moveIn(somebody: Omit<PersonEntry, 'tenantId'>): PersonEntry {
    const person = { ...somebody, tenantId };
    const place = this.#people.findIndex(({ userId, number }) => userId === person.userId || number === person.number);
    this.#people.splice(place < 0 ? this.#people.length : place, place < 0 ? 0 : 1, person);
    return person;
  }
}

/** What an app is to Graph's identity, and where Graph is. */
export type Registration = {
  readonly tenantId: string;
  readonly appId: string;
  readonly secret: string;
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly openIdUrl: string;
  readonly publicUrl: string;
};

export function registrationOf(number: string): Registration {
  return {
    tenantId,
    appId: appIdOf(number),
    secret: secretOf(number),
    baseUrl: `${origin}/v1.0`,
    tokenUrl: `${origin}/${tenantId}/oauth2/v2.0/token`,
    openIdUrl: `${origin}/v1/.well-known/OpenIdConfiguration`,
    publicUrl: homeOf(number),
  };
}

/** Under which a bot is reached. */
export function homeOf(number: string): string {
  return `${origin}/bots/${number}`;
}

export function appIdOf(number: string): string {
  return `b0000000-0000-4000-8000-${number.padStart(12, '0')}`;
}

function secretOf(number: string): string {
  return `secret of ${number}`;
}
