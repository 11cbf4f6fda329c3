/** Who can be called: the people and the apps of a tenant, found by number or by id. */

/** Read anew each time it is needed: people and apps may come and go while calls are up. */
export type Directory = {
  /** The tenant that the house is of. */
  readonly tenantId: string;
  /** All tenants, the house's first. */
  readonly tenants: readonly TenantEntry[];
  readonly people: readonly PersonEntry[];
  readonly apps: readonly AppEntry[];
  /** Where calls go that a person does not answer in time: to an app, usually voicemail. Absent: the caller is told that nobody answers. */
  readonly noAnswer?: { readonly afterMs: number; readonly forwardTo: string } | undefined;
};

export type TenantEntry = { readonly tenantId: string; readonly name: string };

export type PersonEntry = { readonly userId: string; readonly tenantId: string; readonly name: string; readonly number: string };

export type AppEntry = {
  readonly appId: string;
  /** Its home. */
  readonly tenantId: string;
  readonly name: string;
  /** Absent: nobody can dial it. */
  readonly number?: string | undefined;
  /** What it is for, in one sentence, for pages. */
  readonly says: string;
  /** Where incoming calls are announced; absent for an app that only places calls. */
  readonly webhook?: string | undefined;
  /** By which it proves who it is; several, so that one can be replaced while another serves. */
  readonly credentials: readonly AppCredential[];
  /** How long it may take to answer, reject or redirect; Graph gives those that record by policy 5 s. Absent: the switchboard's limit. */
  readonly answerWithinMs?: number | undefined;
  /** Whether it may live on this machine: prompts may then be fetched from loopback. */
  readonly isLocal: boolean;
  /** Graph application permissions, such as `Calls.Initiate.All`, by the tenant whose administrator consented: the roles in its tokens of that tenant. */
  readonly grants: Readonly<Record<string, readonly string[]>>;
};

export type AppCredential =
  /** `hash` is SHA-256 over salt and secret, both base64url; `hint` is the secret's first three characters. */
  | {
      readonly kind: 'secret';
      readonly keyId: string;
      readonly salt: string;
      readonly hash: string;
      readonly hint: string;
      readonly endsMs?: number | undefined;
    }
  /** Thumbprints of the certificate's DER, base64url; `pem` is the certificate. */
  | {
      readonly kind: 'certificate';
      readonly keyId: string;
      readonly sha1: string;
      readonly sha256: string;
      readonly pem: string;
      readonly endsMs?: number | undefined;
    };

/**
 * One side of a call as others see it. `nobody` is a number that belongs to no one, `guest` an app that joined a meeting as a guest under a
 * name of its own choice; a guest's `id` is its own, a nobody's the number.
 */
export type Party = {
  readonly kind: 'person' | 'app' | 'guest' | 'nobody';
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** Empty where there is none. */
  readonly number: string;
};

/** Whom a command is aimed at. */
export type Target =
  | { readonly kind: 'person'; readonly userId: string }
  | { readonly kind: 'app'; readonly appId: string }
  /** A telephone number: of a person or an app of this house, or of nobody. */
  | { readonly kind: 'number'; readonly number: string };

export function partyOfPerson({ userId, tenantId, name, number }: PersonEntry): Party {
  return { kind: 'person', id: userId, tenantId, name, number };
}

export function partyOfApp({ appId, tenantId, name, number = '' }: AppEntry): Party {
  return { kind: 'app', id: appId, tenantId, name, number };
}

/** The party behind a number as dialled; blanks, dots, dashes and brackets in it do not count. */
export function partyAtNumber(directory: Directory, dialled: string): Party {
  const number = plain(dialled);
  const person = directory.people.find((each) => plain(each.number) === number);
  if (person) return partyOfPerson(person);
  const app = directory.apps.find((each) => each.number !== undefined && plain(each.number) === number);
  if (app) return partyOfApp(app);
  return { kind: 'nobody', id: dialled, tenantId: directory.tenantId, name: dialled, number: dialled };
}

/** The party that a command is aimed at, if the directory knows it; a number that it does not know is nobody's. */
export function partyOfTarget(directory: Directory, target: Target): Party | undefined {
  const { people, apps } = directory;
  if (target.kind === 'number') return partyAtNumber(directory, target.number);
  if (target.kind === 'person') {
    const person = people.find(({ userId }) => isSameId(userId, target.userId));
    return person && partyOfPerson(person);
  }
  const app = apps.find(({ appId }) => isSameId(appId, target.appId));
  return app && partyOfApp(app);
}

/** Ids of people and apps are GUIDs, whose letters may be of either size (RFC 9562 §4). */
export function isSameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The name of a party in a sentence: “Grace”, “the bot “front desk””. */
export function called(party: Party): string {
  if (party.kind === 'app') return `The bot “${party.name}”`;
  if (party.kind === 'guest') return `The guest “${party.name}”`;
  return party.kind === 'person' ? party.name : `The number ${party.number}`;
}

/** A number without what does not count in it. */
export function plain(number: string): string {
  return number.replace(/[\s().-]/g, '');
}
