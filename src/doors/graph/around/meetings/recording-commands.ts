/** Recordings of meetings and of other calls. Source: Graph docs, api/onlinemeeting-list-recordings, callrecording-get, onlinemeeting-getallrecordings, callrecording-delta, adhoccall-list-recordings. */
import { problem, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { artifactCommands } from './artifact-commands.ts';
import { recordingResource } from './recording-resource.ts';
import type { ShelvedRecording } from './recording-shelf.ts';

export const recordingCommands: Readonly<Record<string, ServeAround>> = artifactCommands({
  name: 'recordings',
  shelf: ({ recordings }) => recordings,
  resource: recordingResource,
  contents: { content },
});

async function content({ surroundings, app }: AroundRequest, { recordingId }: ShelvedRecording): Promise<AroundAnswer> {
  const opened = await surroundings.recordings.open(recordingId, { appId: app.appId });
  return opened ? { status: 200, content: opened } : problem(404, 'NotFound', 'The content is no longer kept.');
}
