/** Which application permissions open which command: any one of a row will do, the least is starred. */
import type { Caller } from './identity/access-token.ts';
import { GraphDoorError } from './errors.ts';

/**
 * Source: microsoftgraph/microsoft-graph-devx-content, permissions/new/permissions.json as of 2026-08-07 (MIT licence,
 * Copyright (c) Microsoft Corporation), rows of /communications/calls. Paths are in lower case.
 */
const table = `
POST /communications/calls Calls.Initiate.All Calls.InitiateGroupCall.All Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All Calls.JoinGroupCalls.Chat*
POST /communications/calls/logteleconferencedevicequality Calls.AccessMedia.All*
DELETE /communications/calls/{id} Calls.AccessMedia.All Calls.Initiate.All*
GET /communications/calls/{id} Calls.AccessMedia.All Calls.Initiate.All*
POST /communications/calls/{id}/addlargegalleryview Calls.InitiateGroupCall.All Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/answer Calls.JoinGroupCall.All* Calls.JoinGroupCallAsGuest.All
GET /communications/calls/{id}/audioroutinggroups Calls.InitiateGroupCall.All Calls.JoinGroupCall.All*
POST /communications/calls/{id}/audioroutinggroups Calls.InitiateGroupCall.All Calls.JoinGroupCall.All*
DELETE /communications/calls/{id}/audioroutinggroups/{id} Calls.InitiateGroupCall.All Calls.JoinGroupCall.All*
GET /communications/calls/{id}/audioroutinggroups/{id} Calls.InitiateGroupCall.All Calls.JoinGroupCall.All*
PATCH /communications/calls/{id}/audioroutinggroups/{id} Calls.InitiateGroupCall.All Calls.JoinGroupCall.All*
POST /communications/calls/{id}/cancelmediaprocessing Calls.AccessMedia.All Calls.Initiate.All*
POST /communications/calls/{id}/changescreensharingrole Calls.AccessMedia.All*
GET /communications/calls/{id}/contentsharingsessions Calls.Initiate.All Calls.InitiateGroupCall.All Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
GET /communications/calls/{id}/contentsharingsessions/{id} Calls.Initiate.All Calls.InitiateGroupCall.All Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/joincontentsharingaudiogroup Calls.AccessMedia.All*
POST /communications/calls/{id}/keepalive Calls.AccessMedia.All Calls.Initiate.All*
POST /communications/calls/{id}/leavecontentsharingaudiogroup Calls.AccessMedia.All*
POST /communications/calls/{id}/lowerhand Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/mute Calls.AccessMedia.All Calls.Initiate.All*
GET /communications/calls/{id}/participants Calls.AccessMedia.All Calls.Initiate.All*
POST /communications/calls/{id}/participants/admitallfromlobby Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/participants/configuremixer Calls.InitiateGroupCall.All* Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All
POST /communications/calls/{id}/participants/invite Calls.InitiateGroupCall.All*
POST /communications/calls/{id}/participants/lowerallhands Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/participants/muteall Calls.JoinGroupCall.All* Calls.JoinGroupCallAsGuest.All
DELETE /communications/calls/{id}/participants/{id} Calls.JoinGroupCall.All* Calls.JoinGroupCallAsGuest.All
GET /communications/calls/{id}/participants/{id} Calls.JoinGroupCall.All* Calls.JoinGroupCallAsGuest.All
POST /communications/calls/{id}/participants/{id}/admitfromlobby Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/participants/{id}/lowerhand Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/participants/{id}/mute Calls.JoinGroupCall.All* Calls.JoinGroupCallAsGuest.All
POST /communications/calls/{id}/participants/{id}/removefromlobby Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/participants/{id}/reportsyntheticmedia Calls.ReportSyntheticMedia.All*
POST /communications/calls/{id}/participants/{id}/startholdmusic Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/participants/{id}/stopholdmusic Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/playprompt Calls.AccessMedia.All Calls.Initiate.All*
POST /communications/calls/{id}/raisehand Calls.JoinGroupCall.All Calls.JoinGroupCallAsGuest.All*
POST /communications/calls/{id}/recordresponse Calls.AccessMedia.All*
POST /communications/calls/{id}/redirect Calls.Initiate.All*
POST /communications/calls/{id}/senddtmftones Calls.AccessMedia.All*
POST /communications/calls/{id}/startrecording Calls.JoinGroupCall.All*
POST /communications/calls/{id}/starttranscription Calls.JoinGroupCall.All*
POST /communications/calls/{id}/stoprecording Calls.JoinGroupCall.All*
POST /communications/calls/{id}/stoptranscription Calls.JoinGroupCall.All*
POST /communications/calls/{id}/subscribetotone Calls.AccessMedia.All*
POST /communications/calls/{id}/transfer Calls.Initiate.All*
POST /communications/calls/{id}/unmute Calls.AccessMedia.All Calls.Initiate.All*
POST /communications/calls/{id}/updaterecordingstatus Calls.AccessMedia.All* Calls.JoinGroupCall.All
`;

export type Command = { readonly method: string; readonly path: string; readonly permissions: readonly string[] };

const commands: ReadonlyMap<string, Command> = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [method = '', path = '', ...permissions] = line.split(' ');
      return [`${method} ${path}`, { method, path, permissions: permissions.map((each) => each.replace('*', '')) }];
    }),
);

/** Every row of the table. */
export const allCommands: readonly Command[] = [...commands.values()];

/** Whether the table knows a command, such as `POST` of `/communications/calls/{id}/playprompt`, and what opens it. */
export function documentedCommand(method: string, path: string): Command | undefined {
  return commands.get(`${method} ${path}`);
}

/** Whether any method of that path is documented. */
export function isDocumentedPath(path: string): boolean {
  return [...commands.values()].some((command) => command.path === path);
}

/** Every permission that the table knows: what an administrator can consent to. */
export const knownPermissions: readonly string[] = [...new Set(allCommands.flatMap(({ permissions }) => permissions))].toSorted();

/** What a call is to be, where a command's permission depends on it. */
export type CallKind = 'toOne' | 'group' | 'meeting' | 'meetingAsGuest';

/** `path` as in the table; `kind` is of the call that is to be placed or answered. */
export type Asked = { readonly method: string; readonly path: string; readonly kind?: CallKind | undefined };

/** Placing a call needs what its kind needs (application-post-calls.md); the row names all of them. */
const toPlace: Readonly<Record<CallKind, readonly string[]>> = {
  toOne: ['Calls.Initiate.All'],
  group: ['Calls.InitiateGroupCall.All'],
  meeting: ['Calls.JoinGroupCall.All', 'Calls.JoinGroupCalls.Chat'],
  meetingAsGuest: ['Calls.JoinGroupCallAsGuest.All'],
};

const aCall = 'GET /communications/calls/{id}';
const reject = 'POST /communications/calls/{id}/reject';

/** Served commands for which the table has no row, each with the one whose permissions it needs; `open` needs none. */
export const aliases: Readonly<Record<string, string>> = {
  [reject]: 'open',
  'POST /communications/calls/{id}/record': 'POST /communications/calls/{id}/recordresponse',
  'GET /communications/calls': aCall,
  'GET /communications/calls/$count': aCall,
  'GET /communications/calls/{id}/operations': aCall,
  'GET /communications/calls/{id}/operations/$count': aCall,
  'GET /communications/calls/{id}/operations/{id}': aCall,
  'GET /communications/calls/{id}/participants/$count': 'GET /communications/calls/{id}/participants',
  'GET /communications/calls/{id}/audioroutinggroups/$count': 'GET /communications/calls/{id}/audioroutinggroups',
  'GET /communications/calls/{id}/contentsharingsessions/$count': 'GET /communications/calls/{id}/contentsharingsessions',
};

/**
 * Any one of these opens the command; none given: everybody may. Answering and rejecting a call between two needs none. What has neither
 * a row nor an alias needs what reading the call does.
 */
function permissionsFor({ method, path, kind = 'toOne' }: Asked): readonly string[] {
  if (method === 'POST' && path === '/communications/calls') return toPlace[kind];
  const command = `${method} ${path}`;
  if (aliases[command] === 'open' || (path.endsWith('/answer') && kind === 'toOne')) return [];
  return (commands.get(command) ?? commands.get(aliases[command] ?? aCall))?.permissions ?? [];
}

/** Throws Graph's 403 with 7504 when the caller's token has none of the permissions that open the command. */
export function checkMayCall(asked: Asked, { appId, tenantId, roles }: Caller): void {
  const wanted = permissionsFor(asked);
  if (wanted.length === 0 || wanted.some((each) => roles.includes(each))) return;
  const need = wanted.length === 1 ? `It needs ${wanted.join()}` : `It needs one of ${wanted.join(', ')}`;
  throw new GraphDoorError(
    'graph-door/forbidden',
    `Insufficient enterprise tenant permissions, cannot access this API. ${need}; the token of ${appId} has ${roles.join(', ') || 'none'}. Grant it in the tenant ${tenantId}, then fetch a new token.`,
  );
}

/** What an app needs whose media are its own, beside what its call needs. Source: Graph docs, api/application-post-calls. */
export function checkMayUseOwnMedia({ appId, tenantId, roles }: Caller): void {
  if (roles.includes('Calls.AccessMedia.All')) return;
  throw new GraphDoorError(
    'graph-door/forbidden',
    `Insufficient enterprise tenant permissions, cannot access this API. App-hosted media need Calls.AccessMedia.All; the token of ${appId} has ${roles.join(', ') || 'none'}. Grant it in the tenant ${tenantId}, then fetch a new token.`,
  );
}

/** Throws Graph's 403 with 7505 when the call is of another tenant than the token. Undefined is no tenant in particular. */
export function checkTenant({ tenantId }: Caller, callTenantId: string | undefined): void {
  if (callTenantId === undefined || callTenantId.toLowerCase() === tenantId.toLowerCase()) return;
  throw new GraphDoorError(
    'graph-door/other-tenant',
    `Request authorization tenant mismatch. The token is of the tenant ${tenantId}, the call of ${callTenantId}.`,
  );
}

/** What an app gets unless told otherwise: all that calls need, and the chats of those in which it takes part; nothing that tells of others. */
export const usualPermissions: readonly string[] = [
  'Calls.Initiate.All',
  'Calls.InitiateGroupCall.All',
  'Calls.JoinGroupCall.All',
  'Calls.JoinGroupCallAsGuest.All',
  'Calls.AccessMedia.All',
  'ChatMessage.Read.Chat',
  'ChatMessage.ReadWriteSelected.Chat',
];
