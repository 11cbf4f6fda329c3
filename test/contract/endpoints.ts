/** The endpoints that Microsoft's package exports, found in its exports. */
import * as chats from '@microsoft/teams.graph-endpoints/chats';
import * as communications from '@microsoft/teams.graph-endpoints/communications';
import * as calls from '@microsoft/teams.graph-endpoints/communications/calls';
import * as meetings from '@microsoft/teams.graph-endpoints/users/onlineMeetings';
import * as presence from '@microsoft/teams.graph-endpoints/users/presence';

/** As the package has them: what to ask for, given parameters and, for some, a body. */
export type Endpoint = (...words: object[]) => { readonly method: string; readonly path: string };

/** All below `/communications/calls`, by name, such as `participants.invite.create`. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map(found(calls, []));

/** Of what surrounds calls, such as `meetings.createOrGet.create`. */
export const surroundings: ReadonlyMap<string, Endpoint> = new Map([
  ...found(meetings, ['meetings']),
  ...found(presence, ['presence']),
  ...found(chats, ['chats']),
  ...found(communications, []).filter(([name]) => name === 'getPresencesByUserId.create'),
]);

function found(exports: object, path: readonly string[]): readonly (readonly [string, Endpoint])[] {
  return Object.entries(exports).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'function') return [[[...path, name].join('.'), value as Endpoint] as const];
    return typeof value === 'object' && value !== null ? found(value, [...path, name]) : [];
  });
}

/** `GET /communications/calls/{id}/participants/{id}`, in lower case as the door's tables have it. */
export function commandOf(endpoint: Endpoint): string {
  const { method, path } = endpoint({}, {});
  return `${method.toUpperCase()} ${path.replace(/\{[^}]+\}/g, '{id}').toLowerCase()}`;
}
