/** The switchboard's directory, worked out from the configuration; a number given twice is told at once. */
import { createHash } from 'node:crypto';
import type { Random } from '../base/random.ts';
import type { AppEntry, Directory } from '../switchboard/directory.ts';
import type { FullConfig } from './config.ts';
import { ServerError } from './errors.ts';
import { numbered, sampleBots, samplePeople, slugOf } from './sample-house.ts';

/** What a bot of ours may do: all that this switchboard carries out. */
const permissions = ['Calls.Initiate.All', 'Calls.InitiateGroupCall.All', 'Calls.JoinGroupCall.All', 'Calls.AccessMedia.All'];

export function directoryOf(config: FullConfig, { publicUrl, random }: { readonly publicUrl: string; readonly random: Random }): Directory {
  const people = config.people ?? samplePeople;
  const bots = numbered(config.bots ?? sampleBots, { people, apps: config.apps }).filter(({ carrier }) => carrier === undefined);
  const ours = bots.map(({ name, number, says }): AppEntry => ({
    appId: appIdOf(name),
    name,
    number,
    says: says ?? '',
    webhook: `${publicUrl}/bots/${slugOf(name)}/calls`,
    secret: Buffer.from(random.bytes(32)).toString('base64url'),
    isLocal: true,
    permissions,
  }));
  const others = config.apps.map((app): AppEntry => ({ ...app, says: app.says ?? '', isLocal: isOnThisMachine(app.webhook), permissions }));
  const apps = [...ours, ...others];
  const all = [...people, ...apps];
  const twice = all.find(({ number }, index) => all.findIndex((other) => other.number === number) !== index);
  if (twice) throw new ServerError('server/bad-config', `The number ${twice.number} belongs to two in this house: ${all.filter(({ number }) => number === twice.number).map(({ name }) => name).join(' and ')}.`, 'Give each a number of its own.'); // prettier-ignore
  const forwardTo = apps.find(({ name }) => name === config.noAnswer.forwardTo)?.appId;
  return {
    tenantId: config.tenantId,
    people,
    apps,
    noAnswer: forwardTo === undefined ? undefined : { afterMs: config.noAnswer.afterSeconds * 1000, forwardTo },
  };
}

/** The same bot has the same id in every run, so that its calls stay its own in the log. */
function appIdOf(name: string): string {
  const hex = createHash('sha256').update(`rollcall app ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function isOnThisMachine(webhook: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(webhook).hostname);
}
