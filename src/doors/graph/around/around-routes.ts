/** Which operation around calls an address belongs to: Graph's paths in any case, keys in brackets or not, functions with their values. */
import { keyed } from '../routes.ts';
import { aroundPermissions } from './around-permissions.ts';
import { batchCommands } from './batch/batch-commands.ts';
import type { ServeAround } from './around-command.ts';
import { transcriptCommands } from './meetings/transcript-commands.ts';
import { attendanceCommands } from './meetings/attendance-commands.ts';
import { chatCommands } from './chats/chat-commands.ts';
import { meetingCommands } from './meetings/meeting-commands.ts';
import { recordingCommands } from './meetings/recording-commands.ts';
import { presenceCommands } from './presence/presence-commands.ts';
import { recordCommands } from './records/record-commands.ts';
import { subscriptionCommands } from './subscriptions/subscription-commands.ts';
import { userCommands } from './users/user-commands.ts';

/** `template` is the path in lower case with `{id}` for ids: `/users/{id}/onlinemeetings/{id}`. */
export type AroundRoute = {
  readonly version: 'v1.0' | 'beta';
  readonly template: string;
  readonly ids: readonly string[];
  readonly args: Readonly<Record<string, string>>;
};

/** By method and template. */
export const aroundCommands: Readonly<Record<string, ServeAround>> = {
  ...meetingCommands,
  ...attendanceCommands,
  ...transcriptCommands,
  ...recordingCommands,
  ...chatCommands,
  ...userCommands,
  ...presenceCommands,
  ...recordCommands,
  ...subscriptionCommands,
  ...batchCommands,
};

const templates: readonly (readonly string[])[] = [
  ...new Set([...Object.keys(aroundCommands).map((key) => key.replace(/^\S+ /, '')), ...aroundPermissions.map(({ template }) => template)]),
].map((template) => template.split('/').slice(1));

export function aroundRouteOf(pathname: string): AroundRoute | undefined {
  const [first = '', ...rest] = pathname.split('/').filter((segment) => segment !== '');
  const version = first.toLowerCase();
  const isVersioned = version === 'v1.0' || version === 'beta';
  // Older SDKs leave the version out.
  const parts = (isVersioned ? rest : [first, ...rest]).flatMap(partsOf);
  const names = parts.map(({ name }) => name);
  if (names[0] === 'app') names[0] = 'communications';
  // What applications may not ask for is known by its first word.
  if (names[0] === 'me' && isVersioned) return { version, template: '/me', ids: [], args: {} };
  const fitting = templates
    .filter((template) => template.length === names.length && template.every((part, at) => part === '{id}' || part === names[at]))
    .toSorted((a, b) => literals(b) - literals(a));
  const template = fitting[0];
  if (!template) return undefined;
  const ids = parts.flatMap(({ text }, at) => (template[at] === '{id}' ? [text] : []));
  return {
    version: isVersioned ? version : 'v1.0',
    template: `/${template.join('/')}`,
    ids,
    args: Object.assign({}, ...parts.map(({ args }) => args)) as AroundRoute['args'],
  };
}

export function methodsOf(template: string): readonly string[] {
  return ['GET', 'POST', 'PATCH', 'DELETE', 'PUT'].filter((method) => `${method} ${template}` in aroundCommands);
}

type Part = { readonly text: string; readonly name: string; readonly args: Readonly<Record<string, string>> };

/** `users('ada')` is two parts, `getAllTranscripts(startDateTime=…)` one with values. */
function partsOf(segment: string): readonly Part[] {
  const text = decoded(segment);
  const parts = keyed(text);
  if (parts.length > 1) return parts.map((each) => partOf(each.text));
  const [, word, inside] = /^([\w.$]+)\((.*)\)$/.exec(text) ?? [];
  if (word === undefined || inside === undefined) return [partOf(text)];
  return [{ ...partOf(word), args: argsOf(inside) }];
}

function partOf(text: string): Part {
  const name = text.toLowerCase().replace(/^microsoft\.graph\.(callrecords\.)?/, '');
  return { text, name, args: {} };
}

function argsOf(inside: string): Readonly<Record<string, string>> {
  const args: Record<string, string> = {};
  for (const [, name = '', quoted, plain] of inside.matchAll(/(\w+)\s*=\s*(?:'((?:[^']|'')*)'|([^,]+))/g)) {
    args[name.toLowerCase()] = (quoted?.replaceAll("''", "'") ?? plain ?? '').trim();
  }
  return args;
}

function literals(template: readonly string[]): number {
  return template.filter((part) => part !== '{id}').length;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
