/** Which application permissions open which command: any one of a row will do, the least is starred. */

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
