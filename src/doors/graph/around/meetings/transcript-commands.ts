/** Transcripts of meetings: as many as there are. Source: Graph docs, api/onlinemeeting-list-transcripts, calltranscript-get, onlinemeeting-getalltranscripts. */
import type { PlannedMeeting } from '../../../../switchboard/meetings/planned-meeting.ts';
import type { Transcript } from '../../../../switchboard/meetings/transcripts.ts';
import { problem, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { pageOf } from '../../odata/odata-page.ts';
import { queryOf } from '../../odata/odata-query.ts';
import { meetingOf, onBehalf, unknownMeeting } from './meeting-access.ts';
import { isWithin } from './time-span.ts';
import { transcriptResource } from './transcript-resource.ts';

type Answer = AroundAnswer | Promise<AroundAnswer>;
type WithMeeting = (request: AroundRequest, work: (meeting: PlannedMeeting) => Answer) => Answer;

/** By way of whoever holds the meeting, and by the meeting alone, as notifications name it. */
export const transcriptCommands: Readonly<Record<string, ServeAround>> = {
  ...ofMeetings('/users/{id}/onlinemeetings/{id}', (request, work) =>
    onBehalf(request, 'Read', (person) => {
      const meeting = meetingOf(request, person);
      return meeting ? work(meeting) : unknownMeeting(request.ids[1]);
    }),
  ),
  ...ofMeetings('/communications/onlinemeetings/{id}', (request, work) => {
    const meeting = request.surroundings.meetings.get(request.ids[0] ?? '');
    return meeting?.tenantId === request.caller.tenantId ? work(meeting) : unknownMeeting(request.ids[0]);
  }),
  'GET /users/{id}/onlinemeetings/getalltranscripts': (request) =>
    onBehalf(request, 'Read', ({ tenantId, userId: organizerId }) => {
      const { meetings, transcripts } = request.surroundings;
      const all = meetings.of({ tenantId, organizerId }).flatMap(({ meetingId }) => transcripts.of(meetingId));
      return listed(request, all.filter(({ startedMs }) => isWithin(request.args, startedMs))); // prettier-ignore
    }),
  ...ofCalls(),
};

function ofMeetings(prefix: string, withMeeting: WithMeeting): Readonly<Record<string, ServeAround>> {
  const path = `${prefix}/transcripts`;
  const one = (request: AroundRequest, work: (transcript: Transcript) => Answer): Answer =>
    withMeeting(request, ({ meetingId }) => {
      const transcript = request.surroundings.transcripts.of(meetingId).find(({ transcriptId }) => transcriptId === request.ids.at(-1));
      return transcript ? work(transcript) : problem(404, 'NotFound', 'There is no such transcript of this meeting.');
    });
  return {
    [`GET ${path}`]: (request) => withMeeting(request, ({ meetingId }) => listed(request, request.surroundings.transcripts.of(meetingId))),
    [`GET ${path}/{id}`]: (request) => one(request, (transcript) => ({ status: 200, body: transcriptResource(transcript, request.base) })),
    [`GET ${path}/{id}/content`]: (request) => one(request, (transcript) => content(request, transcript)),
  };
}

/** Calls that were no meetings are not transcribed; whoever asks for a call gets an empty list, for one that there was. */
function ofCalls(): Readonly<Record<string, ServeAround>> {
  const path = '/users/{id}/adhoccalls';
  const none: ServeAround = (request) =>
    onBehalf(request, 'Read', () => problem(404, 'NotFound', 'There is no such transcript: calls are not transcribed here.'));
  return {
    [`GET ${path}/getalltranscripts`]: (request) => onBehalf(request, 'Read', () => listed(request, [])),
    [`GET ${path}/{id}/transcripts`]: (request) =>
      onBehalf(request, 'Read', ({ userId }) => {
        const story = request.surroundings.records.get(request.ids[1] ?? '', request.clock.wallMs());
        const wasThere = story?.stays.some(({ party }) => party.id === userId);
        return wasThere ? listed(request, []) : problem(404, 'NotFound', 'There is no such call of this user.');
      }),
    [`GET ${path}/{id}/transcripts/{id}`]: none,
    [`GET ${path}/{id}/transcripts/{id}/content`]: none,
    [`GET ${path}/{id}/transcripts/{id}/metadatacontent`]: none,
  };
}

async function content({ surroundings, url, headers }: AroundRequest, { transcriptId }: Transcript): Promise<AroundAnswer> {
  const wanted = url.searchParams.get('$format') ?? headers.get('accept') ?? '*/*';
  if (!/text\/vtt|\*\/\*|application\/json|text\/\*/i.test(wanted))
    return problem(406, 'NotAcceptable', 'A transcript is to be had as text/vtt only.');
  const bytes = await surroundings.transcripts.content(transcriptId);
  return bytes ? { status: 200, content: bytes } : problem(404, 'NotFound', 'The content is no longer kept.');
}

function listed({ url, base }: AroundRequest, transcripts: readonly Transcript[]): AroundAnswer {
  const query = queryOf(url.searchParams, ['$top', '$skiptoken', '$filter', '$orderby', '$count']);
  const context = `${base}/$metadata#${url.pathname.replace(/^\/(v1\.0|beta)\//i, '')}`;
  const items = transcripts.map((transcript) => transcriptResource(transcript, base));
  const filterPaths = ['createdDateTime', 'endDateTime', 'callId', 'meetingId'];
  return { status: 200, body: pageOf(items, { ...query, wantsCount: true }, { url, base, context, pageSize: 100, filterPaths }) };
}
