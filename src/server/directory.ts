/** The switchboard's directory, worked out from the configuration and the registered apps; a number given twice is told at once. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Random } from '../base/random.ts';
import { usualPermissions } from '../doors/graph/permissions.ts';
import { certificateCredential } from '../doors/graph/identity/certificate.ts';
import { newSecret, secretCredential } from '../doors/graph/identity/client-secret.ts';
import type { AppCredential, AppEntry, Directory, PersonEntry, TenantEntry } from '../switchboard/directory.ts';
import { samplePeople } from '../switchboard/sample-people.ts';
import { isOnThisMachine } from './apps/kept-app.ts';
import { grantable } from './apps/consent.ts';
import type { AppConfig, FullConfig } from './config.ts';
import { ServerError } from './errors.ts';
import { numbered, sampleBots, slugOf } from './sample-house.ts';

export type DirectoryOptions = {
  readonly publicUrl: string;
  readonly random: Random;
  /** Apps that were registered beside the configuration, as they are at the moment. */
  readonly registered?: () => readonly AppEntry[];
  /** Whether two with one number are an error: not for whoever comes to put that right. */
  readonly isChecked?: boolean;
};

/** The secrets are those of the house's own bots, by app: made anew at each start, and kept nowhere. */
export type HouseDirectory = { readonly directory: Directory; readonly secrets: ReadonlyMap<string, string> };

const none: readonly AppEntry[] = [];

export function directoryOf(
  config: FullConfig,
  { publicUrl, random, registered = () => none, isChecked = true }: DirectoryOptions,
): HouseDirectory {
  const { tenantId } = config;
  const tenants = tenantsOf(config);
  const people = (config.people ?? samplePeople).map((person): PersonEntry => ({ ...person, tenantId: person.tenantId ?? tenantId }));
  const bots = numbered(config.bots ?? sampleBots, { people, apps: [...config.apps, ...registered()] });
  const secrets = new Map<string, string>();
  const ours = bots
    .filter(({ carrier }) => carrier === undefined)
    .map(({ name, number, says }): AppEntry => {
      const appId = appIdOf(name);
      const secret = newSecret(random);
      secrets.set(appId, secret);
      const credentials = [secretCredential(secret, random)];
      const webhook = `${publicUrl}/bots/${slugOf(name)}/calls`;
      return {
        appId,
        tenantId,
        name,
        number,
        says: says ?? '',
        webhook,
        credentials,
        isLocal: true,
        grants: { [tenantId]: botPermissions },
      };
    });
  const configured = [...ours, ...config.apps.map((app) => configuredApp(app, tenantId, random))];
  if (isChecked) checkNumbers([...people, ...configured, ...registered()]);
  if (isChecked) checkTenants(tenants, [...people, ...configured, ...registered()]);
  const forwardTo = configured.find(({ name }) => name === config.noAnswer.forwardTo)?.appId;
  let seen = registered();
  let apps = [...configured, ...seen];
  const directory: Directory = {
    tenantId,
    tenants,
    people,
    get apps() {
      const now = registered();
      if (now !== seen) apps = [...configured, ...(seen = now)];
      return apps;
    },
    noAnswer: forwardTo === undefined ? undefined : { afterMs: config.noAnswer.afterSeconds * 1000, forwardTo },
  };
  return { directory, secrets };
}

/** The house's own comes first. */
function tenantsOf({ tenantId, tenants }: FullConfig): readonly TenantEntry[] {
  const own = tenants.find((tenant) => tenant.tenantId === tenantId) ?? { tenantId, name: 'rollcall.example' };
  const all = [own, ...tenants.filter((tenant) => tenant.tenantId !== tenantId)];
  const twice = all.find((each, index) => all.findIndex((other) => other.tenantId === each.tenantId || other.name === each.name) !== index);
  if (twice) throw bad(`The tenant ${twice.name} (${twice.tenantId}) is there twice.`, 'Give each tenant an id and a name of its own.');
  return all;
}

function configuredApp(app: AppConfig, house: string, random: Random): AppEntry {
  const { appId, name, number, webhook, says = '', tenantId = house, permissions = usualPermissions } = app;
  const grants = isList(permissions) ? { [tenantId]: permissions } : permissions;
  const unknown = Object.values(grants).flat().find((each) => !grantable.includes(each)); // prettier-ignore
  if (unknown !== undefined) throw bad(`The app "${name}" is to have the permission "${unknown}", which opens nothing here.`, `There are:\n  ${grantable.join('\n  ')}`); // prettier-ignore
  const isLocal = webhook === undefined || isOnThisMachine(webhook);
  const { answerWithinSeconds: seconds } = app;
  const answerWithinMs = seconds === undefined ? undefined : seconds * 1000;
  return { appId, tenantId, name, number, says, webhook, credentials: credentialsOf(app, random), isLocal, grants, answerWithinMs };
}

/** Bots of the house also learn which meeting they are in: an interpreter is sent there. */
const botPermissions: readonly string[] = [...usualPermissions, 'OnlineMeetings.Read.All'];

function isList(permissions: NonNullable<AppConfig['permissions']>): permissions is readonly string[] {
  return Array.isArray(permissions);
}

function credentialsOf({ name, secret, certificate }: AppConfig, random: Random): readonly AppCredential[] {
  const credentials: AppCredential[] = secret === undefined ? [] : [secretCredential(secret, random)];
  if (certificate === undefined) return credentials;
  try {
    return [...credentials, certificateCredential(readFileSync(certificate, 'utf8'), random)];
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw bad(
      `The certificate of the app "${name}" (${certificate}) cannot serve: ${message}`,
      'Name a PEM file with an RSA certificate.',
      cause,
    );
  }
}

function checkNumbers(all: readonly { readonly name: string; readonly number?: string | undefined }[]): void {
  const dialled = all.filter(({ number }) => number !== undefined);
  const twice = dialled.find(({ number }, index) => dialled.findIndex((other) => other.number === number) !== index);
  if (!twice) return;
  const names = dialled.filter(({ number }) => number === twice.number).map(({ name }) => name);
  throw bad(
    `The number ${String(twice.number)} belongs to two in this house: ${names.join(' and ')}.`,
    'Give each a number of its own; an app that was registered goes with rollcall app remove.',
  );
}

function checkTenants(tenants: readonly TenantEntry[], all: readonly (PersonEntry | AppEntry)[]): void {
  const lost = all.find((each) => !tenants.some(({ tenantId }) => tenantId === each.tenantId));
  if (lost)
    throw bad(`${lost.name} is of the tenant ${lost.tenantId}, which is not in this house.`, 'Add it to "tenants" in the configuration.');
}

/** The same bot has the same id in every run, so that its calls stay its own in the log. */
function appIdOf(name: string): string {
  const hex = createHash('sha256').update(`rollcall app ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function bad(message: string, remedy: string, cause?: unknown): ServerError {
  return new ServerError('server/bad-config', message, remedy, { cause });
}
