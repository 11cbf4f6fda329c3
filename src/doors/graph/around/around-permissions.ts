/** Which application permissions open what surrounds calls: any one of a row will do, the least is starred; a row without any is for signed-in people alone. */

/**
 * Source: microsoftgraph/microsoft-graph-devx-content, permissions/new/permissions.json as of 2026-08-07 (MIT licence,
 * Copyright (c) Microsoft Corporation), rows of onlineMeetings, adhocCalls, presence and callRecords. Paths are in lower case.
 */
const published = `
GET /communications/callrecords/getdirectroutingcalls CallRecord-PstnCalls.Read.All* CallRecords.Read.All
GET /communications/callrecords/getpstnblockeduserslog CallRecord-PstnCalls.Read.All* CallRecords.Read.All
GET /communications/callrecords/getpstncalls CallRecord-PstnCalls.Read.All* CallRecords.Read.All
GET /communications/callrecords/getpstnonlinemeetingdialoutreport CallRecord-PstnCalls.Read.All* CallRecords.Read.All
GET /communications/callrecords/getsmslog CallRecord-PstnCalls.Read.All* CallRecords.Read.All
GET /communications/callrecords/{id} CallRecords.Read.All*
GET /communications/callrecords/{id}/sessions CallRecords.Read.All*
POST /communications/getpresencesbyuserid Presence.Read.All* Presence.ReadWrite.All
GET /communications/onlinemeetings OnlineMeetings.Read.All* OnlineMeetings.ReadWrite.All
GET /communications/onlinemeetings/getactivemeetingdetails
GET /communications/presences Presence.Read.All* Presence.ReadWrite.All
GET /users/{id}/adhoccalls/getallrecordings CallRecordings.Read.All*
GET /users/{id}/adhoccalls/getalltranscripts CallTranscripts.Read.All*
GET /users/{id}/adhoccalls/{id}/recordings CallRecordings.Read.All*
GET /users/{id}/adhoccalls/{id}/recordings/{id} CallRecordings.Read.All*
GET /users/{id}/adhoccalls/{id}/recordings/{id}/content CallRecordings.Read.All*
GET /users/{id}/adhoccalls/{id}/transcripts CallTranscripts.Read.All*
GET /users/{id}/adhoccalls/{id}/transcripts/{id} CallTranscripts.Read.All*
GET /users/{id}/adhoccalls/{id}/transcripts/{id}/content CallTranscripts.Read.All*
GET /users/{id}/adhoccalls/{id}/transcripts/{id}/metadatacontent CallTranscripts.Read.All*
GET /users/{id}/onlinemeetings OnlineMeetings.Read.All* OnlineMeetings.ReadWrite.All*
POST /users/{id}/onlinemeetings OnlineMeetings.ReadWrite.All*
POST /users/{id}/onlinemeetings/createorget OnlineMeetings.ReadWrite.All*
GET /users/{id}/onlinemeetings/getactivemeetingdetails
GET /users/{id}/onlinemeetings/getallrecordings OnlineMeetingRecording.Read.All*
GET /users/{id}/onlinemeetings/getalltranscripts OnlineMeetingTranscript.Read.All*
DELETE /users/{id}/onlinemeetings/{id} OnlineMeetings.ReadWrite.All*
GET /users/{id}/onlinemeetings/{id} OnlineMeetings.Read.All* OnlineMeetings.ReadWrite.All*
PATCH /users/{id}/onlinemeetings/{id} OnlineMeetings.ReadWrite.All*
GET /users/{id}/onlinemeetings/{id}/aiinsights
GET /users/{id}/onlinemeetings/{id}/aiinsights/{id}
GET /users/{id}/onlinemeetings/{id}/alternativerecording OnlineMeetingArtifact.Read.All* OnlineMeetings.Read.All OnlineMeetings.ReadWrite.All
GET /users/{id}/onlinemeetings/{id}/attendancereports OnlineMeetingArtifact.Read.All* OnlineMeetingArtifact.Read.Chat
GET /users/{id}/onlinemeetings/{id}/attendancereports/{id} OnlineMeetingArtifact.Read.All* OnlineMeetingArtifact.Read.Chat
GET /users/{id}/onlinemeetings/{id}/attendancereports/{id}/attendancerecords OnlineMeetingArtifact.Read.All* OnlineMeetingArtifact.Read.Chat
GET /users/{id}/onlinemeetings/{id}/attendeereport OnlineMeetingArtifact.Read.All*
GET /users/{id}/onlinemeetings/{id}/meetingattendancereport OnlineMeetingArtifact.Read.All*
GET /users/{id}/onlinemeetings/{id}/recording OnlineMeetingArtifact.Read.All* OnlineMeetings.Read.All OnlineMeetings.ReadWrite.All
GET /users/{id}/onlinemeetings/{id}/recordings OnlineMeetingRecording.Read.All* OnlineMeetingRecording.Read.Chat
GET /users/{id}/onlinemeetings/{id}/recordings/{id} OnlineMeetingRecording.Read.All* OnlineMeetingRecording.Read.Chat
GET /users/{id}/onlinemeetings/{id}/recordings/{id}/content OnlineMeetingRecording.Read.All* OnlineMeetingRecording.Read.Chat
GET /users/{id}/onlinemeetings/{id}/transcripts OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /users/{id}/onlinemeetings/{id}/transcripts/{id} OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /users/{id}/onlinemeetings/{id}/transcripts/{id}/content OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /users/{id}/onlinemeetings/{id}/transcripts/{id}/metadatacontent OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /users/{id}/presence Presence.Read.All* Presence.ReadWrite.All
POST /users/{id}/presence/clearautomaticlocation
POST /users/{id}/presence/clearlocation
POST /users/{id}/presence/clearpresence Presence.ReadWrite.All*
POST /users/{id}/presence/clearuserpreferredpresence Presence.ReadWrite.All*
POST /users/{id}/presence/setautomaticlocation
POST /users/{id}/presence/setmanuallocation
POST /users/{id}/presence/setpresence Presence.ReadWrite.All*
POST /users/{id}/presence/setstatusmessage Presence.ReadWrite.All*
POST /users/{id}/presence/setuserpreferredpresence Presence.ReadWrite.All*
`;

/**
 * Rows that the same file has under other names, and those of Graph's own pages (user-get, callrecords-cloudcommunications-list-callrecords,
 * chat-get, chat-list-messages, chatmessage-get, chat-post-messages).
 */
const ofPages = `
GET /chats/{id} Chat.ReadBasic.WhereInstalled* Chat.Manage.Chat Chat.Read.All Chat.ReadBasic.All Chat.ReadWrite.All ChatSettings.Read.Chat ChatSettings.ReadWrite.Chat
GET /chats/{id}/messages Chat.Read.All* Chat.ReadWrite.All ChatMessage.Read.Chat
POST /chats/{id}/messages Teamwork.Migrate.All* ChatMessage.ReadWriteSelected.Chat
GET /chats/{id}/messages/{id} Chat.Read.All* Chat.ReadWrite.All ChatMessage.Read.Chat
GET /communications/callrecords CallRecords.Read.All*
GET /communications/callrecords/{id}/participants_v2 CallRecords.Read.All*
GET /communications/callrecords/{id}/organizer_v2 CallRecords.Read.All*
GET /communications/callrecords/{id}/sessions/{id} CallRecords.Read.All*
GET /communications/callrecords/{id}/sessions/{id}/segments CallRecords.Read.All*
GET /communications/onlinemeetings/{id} OnlineMeetings.Read.All* OnlineMeetings.ReadWrite.All
GET /communications/onlinemeetings/{id}/transcripts OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /communications/onlinemeetings/{id}/transcripts/delta OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /communications/onlinemeetings/{id}/transcripts/{id} OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /communications/onlinemeetings/{id}/transcripts/{id}/content OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /communications/onlinemeetings/{id}/recordings OnlineMeetingRecording.Read.All* OnlineMeetingRecording.Read.Chat
GET /communications/onlinemeetings/{id}/recordings/delta OnlineMeetingRecording.Read.All* OnlineMeetingRecording.Read.Chat
GET /communications/onlinemeetings/{id}/recordings/{id} OnlineMeetingRecording.Read.All* OnlineMeetingRecording.Read.Chat
GET /communications/onlinemeetings/{id}/recordings/{id}/content OnlineMeetingRecording.Read.All* OnlineMeetingRecording.Read.Chat
GET /communications/onlinemeetings/{id}/recordings/$count OnlineMeetingRecording.Read.All* OnlineMeetingRecording.Read.Chat
GET /communications/onlinemeetings/getallrecordings OnlineMeetingRecording.Read.All*
GET /communications/onlinemeetings/getallrecordings/delta OnlineMeetingRecording.Read.All*
GET /communications/adhoccalls/getallrecordings CallRecordings.Read.All*
GET /communications/adhoccalls/getallrecordings/delta CallRecordings.Read.All*
GET /communications/adhoccalls/{id}/recordings CallRecordings.Read.All*
GET /communications/adhoccalls/{id}/recordings/$count CallRecordings.Read.All*
GET /communications/adhoccalls/{id}/recordings/delta CallRecordings.Read.All*
GET /communications/adhoccalls/{id}/recordings/{id} CallRecordings.Read.All*
GET /communications/adhoccalls/{id}/recordings/{id}/content CallRecordings.Read.All*
GET /communications/onlinemeetings/{id}/transcripts/$count OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /communications/onlinemeetings/getalltranscripts OnlineMeetingTranscript.Read.All*
GET /communications/onlinemeetings/getalltranscripts/delta OnlineMeetingTranscript.Read.All*
GET /communications/adhoccalls/getalltranscripts CallTranscripts.Read.All*
GET /communications/adhoccalls/getalltranscripts/delta CallTranscripts.Read.All*
GET /communications/adhoccalls/{id}/transcripts CallTranscripts.Read.All*
GET /communications/adhoccalls/{id}/transcripts/$count CallTranscripts.Read.All*
GET /communications/adhoccalls/{id}/transcripts/delta CallTranscripts.Read.All*
GET /communications/adhoccalls/{id}/transcripts/{id} CallTranscripts.Read.All*
GET /communications/adhoccalls/{id}/transcripts/{id}/content CallTranscripts.Read.All*
GET /users/{id}/onlinemeetings/{id}/transcripts/$count OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /users/{id}/onlinemeetings/getalltranscripts/delta OnlineMeetingTranscript.Read.All*
GET /users/{id}/adhoccalls/getalltranscripts/delta CallTranscripts.Read.All*
GET /users/{id}/adhoccalls/{id}/transcripts/$count CallTranscripts.Read.All*
GET /users/{id}/adhoccalls/{id}/transcripts/delta CallTranscripts.Read.All*
GET /communications/onlinemeetings/{id}/transcripts/{id}/metadatacontent OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /communications/adhoccalls/{id}/transcripts/{id}/metadatacontent CallTranscripts.Read.All*
GET /communications/presences/{id} Presence.Read.All* Presence.ReadWrite.All
GET /users User.ReadBasic.All* User.Read.All User.ReadWrite.All Directory.Read.All Directory.ReadWrite.All
GET /users/$count User.Read.All* User.ReadWrite.All Directory.Read.All Directory.ReadWrite.All
GET /users/delta User.ReadBasic.All* User.Read.All User.ReadWrite.All Directory.Read.All Directory.ReadWrite.All
GET /users/{id} User.ReadBasic.All* User.Read.All User.ReadWrite.All Directory.Read.All Directory.ReadWrite.All
GET /users/{id}/onlinemeetings/{id}/transcripts/delta OnlineMeetingTranscript.Read.All* OnlineMeetingTranscript.Read.Chat
GET /users/{id}/onlinemeetings/{id}/recordings/delta OnlineMeetingRecording.Read.All* OnlineMeetingRecording.Read.Chat
GET /users/{id}/onlinemeetings/{id}/recordings/$count OnlineMeetingRecording.Read.All* OnlineMeetingRecording.Read.Chat
GET /users/{id}/onlinemeetings/getallrecordings/delta OnlineMeetingRecording.Read.All*
GET /users/{id}/adhoccalls/getallrecordings/delta CallRecordings.Read.All*
GET /users/{id}/adhoccalls/{id}/recordings/$count CallRecordings.Read.All*
GET /users/{id}/adhoccalls/{id}/recordings/delta CallRecordings.Read.All*
`;

export type AroundPermission = { readonly method: string; readonly template: string; readonly permissions: readonly string[] };

export const aroundPermissions: readonly AroundPermission[] = `${published}${ofPages}`
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [method = '', template = '', ...permissions] = line.split(' ');
    return { method, template, permissions: permissions.map((each) => each.replace('*', '')) };
  });

/** Everything that an administrator may consent to for what surrounds calls, sorted. */
export const consentable: readonly string[] = [...new Set(aroundPermissions.flatMap(({ permissions }) => permissions))].toSorted();

/** Undefined where no row is: then whoever has a token may. */
export function aroundPermission(method: string, template: string): AroundPermission | undefined {
  return aroundPermissions.find((row) => row.method === method && row.template === template);
}
