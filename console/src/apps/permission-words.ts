/** What each application permission lets a bot do, in words for whoever consents to it. */

const words: Readonly<Record<string, string>> = {
  'Calls.Initiate.All': 'Call one person at a time; put calls through and end them.',
  'Calls.InitiateGroupCall.All': 'Start group calls, and bring more people into a call.',
  'Calls.JoinGroupCall.All': 'Join group calls and meetings; mute, remove and let in others there.',
  'Calls.JoinGroupCallAsGuest.All': 'Join meetings as a guest, under a name of its own choice.',
  'Calls.AccessMedia.All': 'Be heard and hear: play prompts, record what is said, hear and send keys.',
  'Calls.JoinGroupCalls.Chat': 'Join the meetings of those chats and teams in which it is installed.',
  'Calls.ReportSyntheticMedia.All': 'Report voices and pictures in a call that a machine has made.',
  'ChatMessage.Read.Chat': 'Read the chats of those conversations in which it takes part.',
  'ChatMessage.ReadWriteSelected.Chat': 'Write to the chats of those conversations in which it takes part.',
  'Chat.ReadBasic.WhereInstalled': 'Read what those chats are called in which it takes part.',
  'ChatSettings.Read.Chat': 'Read the settings of those chats in which it takes part.',
  'ChatSettings.ReadWrite.Chat': 'Read and change the settings of those chats in which it takes part.',
  'Chat.Manage.Chat': 'Manage those chats in which it takes part.',
  'Chat.ReadBasic.All': 'Read what the chats of everybody are called.',
  'Chat.Read.All': 'Read the chats of everybody.',
  'Chat.ReadWrite.All': 'Read and write in the chats of everybody.',
  'Teamwork.Migrate.All': 'Bring messages into chats: here, write where it takes part.',
  'OnlineMeetings.Read.All': 'Read the meetings of everybody.',
  'OnlineMeetings.ReadWrite.All': 'Create, change and delete meetings for everybody.',
  'OnlineMeetingArtifact.Read.All': 'Read who attended the meetings of everybody, and when.',
  'OnlineMeetingArtifact.Read.Chat': 'Read who attended, for the meetings in which it is installed.',
  'OnlineMeetingRecording.Read.All': 'Read the recordings of all meetings.',
  'OnlineMeetingRecording.Read.Chat': 'Read the recordings of the meetings in which it is installed.',
  'OnlineMeetingTranscript.Read.All': 'Read the transcripts of all meetings.',
  'OnlineMeetingTranscript.Read.Chat': 'Read the transcripts of the meetings in which it is installed.',
  'CallRecordings.Read.All': 'Read the recordings of all calls.',
  'CallTranscripts.Read.All': 'Read the transcripts of all calls.',
  'CallRecords.Read.All': 'Read the records of all calls and meetings: who, when, how long.',
  'CallRecord-PstnCalls.Read.All': 'Read the records of calls to and from telephone numbers.',
  'Presence.Read.All': 'Read whether people are available.',
  'Presence.ReadWrite.All': 'Read and set whether people are available.',
  'User.ReadBasic.All': 'Read the names of everybody.',
  'User.Read.All': 'Read the profiles of everybody.',
  'User.ReadWrite.All': 'Read and change the profiles of everybody.',
  'Directory.Read.All': 'Read the whole directory.',
  'Directory.ReadWrite.All': 'Read and change the whole directory.',
};

/** A sentence; a permission that is new to this page has none. */
export function permissionWords(name: string): string | undefined {
  return words[name];
}
