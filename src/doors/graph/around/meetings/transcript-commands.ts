/** Transcripts of meetings and of other calls. Source: Graph docs, api/onlinemeeting-list-transcripts, calltranscript-get, onlinemeeting-getalltranscripts, calltranscript-delta, adhoccall-list-transcripts. */
import { problem, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { artifactCommands } from './artifact-commands.ts';
import { transcriptResource } from './transcript-resource.ts';
import type { ShelvedTranscript } from './transcript-shelf.ts';

export const transcriptCommands: Readonly<Record<string, ServeAround>> = artifactCommands({
  name: 'transcripts',
  shelf: ({ transcripts }) => transcripts,
  resource: transcriptResource,
  contents: {
    content: (request, transcript) => content(request, transcript, 'words'),
    metadatacontent: (request, transcript) => content(request, transcript, 'metadata'),
  },
});

async function content(
  { surroundings, app, url, headers }: AroundRequest,
  { recordingId }: ShelvedTranscript,
  what: 'words' | 'metadata',
): Promise<AroundAnswer> {
  const wanted = url.searchParams.get('$format') ?? headers.get('accept') ?? '*/*';
  if (!/text\/vtt|\*\/\*|application\/json|text\/\*/i.test(wanted))
    return problem(406, 'NotAcceptable', 'A transcript is to be had as text/vtt only.');
  const bytes = await surroundings.transcripts.open(recordingId, what, { appId: app.appId });
  return bytes ? { status: 200, content: { type: 'text/vtt', bytes } } : problem(404, 'NotFound', 'The content is no longer kept.');
}
