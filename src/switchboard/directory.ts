/** Who can be called: the people and the apps of a tenant, found by number or by id. */

export type Directory = {
  readonly tenantId: string;
  readonly people: readonly PersonEntry[];
  readonly apps: readonly AppEntry[];
  /** Where calls go that a person does not answer in time: to an app, usually voicemail. Absent: the caller is told that nobody answers. */
  readonly noAnswer?: { readonly afterMs: number; readonly forwardTo: string } | undefined;
};

export type PersonEntry = { readonly userId: string; readonly name: string; readonly number: string };

export type AppEntry = {
  readonly appId: string;
  readonly name: string;
  readonly number: string;
  /** What it is for, in one sentence, for pages. */
  readonly says: string;
  /** Where incoming calls are announced. */
  readonly webhook: string;
  readonly secret: string;
  /** Whether it may live on this machine: prompts may then be fetched from loopback. */
  readonly isLocal: boolean;
  /** Graph application permissions, such as `Calls.Initiate.All`: the roles in its tokens. */
  readonly permissions: readonly string[];
};

/** One side of a call as others see it. `nobody` is a number that belongs to no one; its `id` is the number. */
export type Party = {
  readonly kind: 'person' | 'app' | 'nobody';
  readonly id: string;
  readonly name: string;
  readonly number: string;
};

/** Whom a command is aimed at. */
export type Target = { readonly kind: 'person'; readonly userId: string } | { readonly kind: 'app'; readonly appId: string };

export function partyOfPerson({ userId, name, number }: PersonEntry): Party {
  return { kind: 'person', id: userId, name, number };
}

export function partyOfApp({ appId, name, number }: AppEntry): Party {
  return { kind: 'app', id: appId, name, number };
}

/** The party behind a number as dialled; blanks, dots, dashes and brackets in it do not count. */
export function partyAtNumber(directory: Directory, dialled: string): Party {
  const number = plain(dialled);
  const person = directory.people.find((each) => plain(each.number) === number);
  if (person) return partyOfPerson(person);
  const app = directory.apps.find((each) => plain(each.number) === number);
  if (app) return partyOfApp(app);
  return { kind: 'nobody', id: dialled, name: dialled, number: dialled };
}

/** The party that a command is aimed at, if the directory knows it. */
export function partyOfTarget(directory: Directory, target: Target): Party | undefined {
  const { people, apps } = directory;
  if (target.kind === 'person') {
    const person = people.find(({ userId }) => userId === target.userId);
    return person && partyOfPerson(person);
  }
  const app = apps.find(({ appId }) => appId === target.appId);
  return app && partyOfApp(app);
}

/** The name of a party in a sentence: “Grace”, “the bot “front desk””. */
export function called(party: Party): string {
  if (party.kind === 'app') return `The bot “${party.name}”`;
  return party.kind === 'person' ? party.name : `The number ${party.number}`;
}

function plain(number: string): string {
  return number.replace(/[\s().-]/g, '');
}
