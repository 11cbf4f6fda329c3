/** Transcripts and recordings of meetings: as many as there are. Source: Graph docs, api/onlinemeeting-list-transcripts, calltranscript-get, onlinemeeting-getalltranscripts. */
import type { Artifact } from '../../../../switchboard/meetings/artifacts.ts';
import type { PlannedMeeting } from '../../../../switchboard/meetings/planned-meeting.ts';
import { problem, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { GraphDoorError } from '../../errors.ts';
import { pageOf } from '../../odata/odata-page.ts';
import { queryOf } from '../../odata/odata-query.ts';
import { artifactResource } from './artifact-resource.ts';
import { meetingOf, onBehalf, unknownMeeting } from './meeting-access.ts';

type Kind = Artifact['kind'];

export const artifactCommands: Readonly<Record<string, ServeAround>> = {
  ...ofKind('transcript'),
  ...ofKind('recording'),
  ...ofCalls('transcript'),
  ...ofCalls('recording'),
};

/** By way of whoever holds the meeting, and by the meeting alone, as notifications name it. */
function ofKind(kind: Kind): Readonly<Record<string, ServeAround>> {
  return {
    ...ofMeetings(kind, '/users/{id}/onlinemeetings/{id}', (request, work) =>
      onBehalf(request, 'Read', (person) => {
        const meeting = meetingOf(request, person);
        return meeting ? work(meeting) : unknownMeeting(request.ids[1]);
      }),
    ),
    ...ofMeetings(kind, '/communications/onlinemeetings/{id}', (request, work) => {
      const meeting = request.surroundings.meetings.get(request.ids[0] ?? '');
      return meeting?.tenantId === request.caller.tenantId ? work(meeting) : unknownMeeting(request.ids[0]);
    }),
    [`GET /users/{id}/onlinemeetings/getall${kind}s`]: (request) =>
      onBehalf(request, 'Read', ({ tenantId, userId: organizerId }) => {
        const { meetings, artifacts } = request.surroundings;
        const all = meetings.of({ tenantId, organizerId }).flatMap(({ meetingId }) => artifacts.of(meetingId, kind));
        return listed(request, within(request, all));
      }),
  };
}

type Answer = AroundAnswer | Promise<AroundAnswer>;
type WithMeeting = (request: AroundRequest, work: (meeting: PlannedMeeting) => Answer) => Answer;

function ofMeetings(kind: Kind, prefix: string, withMeeting: WithMeeting): Readonly<Record<string, ServeAround>> {
  const path = `${prefix}/${kind}s`;
  const one = (request: AroundRequest, work: (artifact: Artifact) => Answer): Answer =>
    withMeeting(request, ({ meetingId }) => {
      const artifact = request.surroundings.artifacts.of(meetingId, kind).find(({ artifactId }) => artifactId === request.ids.at(-1));
      return artifact ? work(artifact) : problem(404, 'NotFound', `There is no such ${kind} of this meeting.`);
    });
  return {
    [`GET ${path}`]: (request) =>
      withMeeting(request, ({ meetingId }) => listed(request, request.surroundings.artifacts.of(meetingId, kind))),
    [`GET ${path}/{id}`]: (request) => one(request, (artifact) => ({ status: 200, body: artifactResource(artifact, request.base) })),
    [`GET ${path}/{id}/content`]: (request) => one(request, (artifact) => content(request, artifact)),
  };
}

/** Calls that were no meetings leave neither words nor sound; whoever asks for a call gets an empty list, for one that there was. */
function ofCalls(kind: Kind): Readonly<Record<string, ServeAround>> {
  const path = '/users/{id}/adhoccalls';
  const none: ServeAround = (request) =>
    onBehalf(request, 'Read', () => problem(404, 'NotFound', `There is no such ${kind}: calls are not ${kind === 'transcript' ? 'transcribed' : 'recorded'} here.`)); // prettier-ignore
  return {
    [`GET ${path}/getall${kind}s`]: (request) => onBehalf(request, 'Read', () => listed(request, [])),
    [`GET ${path}/{id}/${kind}s`]: (request) =>
      onBehalf(request, 'Read', ({ userId }) => {
        const story = request.surroundings.records.get(request.ids[1] ?? '', request.clock.wallMs());
        const wasThere = story?.stays.some(({ party }) => party.id === userId);
        return wasThere ? listed(request, []) : problem(404, 'NotFound', 'There is no such call of this user.');
      }),
    [`GET ${path}/{id}/${kind}s/{id}`]: none,
    [`GET ${path}/{id}/${kind}s/{id}/content`]: none,
    ...(kind === 'transcript' ? { [`GET ${path}/{id}/transcripts/{id}/metadatacontent`]: none } : {}),
  };
}

async function content({ surroundings, url, headers }: AroundRequest, artifact: Artifact): Promise<AroundAnswer> {
  const wanted = url.searchParams.get('$format') ?? headers.get('accept') ?? '*/*';
  if (artifact.kind === 'transcript' && !/text\/vtt|\*\/\*|application\/json|text\/\*/i.test(wanted))
    return problem(406, 'NotAcceptable', 'A transcript is to be had as text/vtt only.');
  const bytes = await surroundings.artifacts.content(artifact.artifactId);
  return bytes ? { status: 200, content: bytes } : problem(404, 'NotFound', 'The content is no longer kept.');
}

function listed({ url, base }: AroundRequest, artifacts: readonly Artifact[]): AroundAnswer {
  const query = queryOf(url.searchParams, ['$top', '$skiptoken', '$filter', '$orderby', '$count']);
  const context = `${base}/$metadata#${url.pathname.replace(/^\/(v1\.0|beta)\//i, '')}`;
  const items = artifacts.map((artifact) => artifactResource(artifact, base));
  const filterPaths = ['createdDateTime', 'endDateTime', 'callId', 'meetingId'];
  return { status: 200, body: pageOf(items, { ...query, wantsCount: true }, { url, base, context, pageSize: 100, filterPaths }) };
}

/** `startDateTime` and `endDateTime` of a function's values. */
function within({ args }: AroundRequest, artifacts: readonly Artifact[]): readonly Artifact[] {
  const from = momentOf(args['startdatetime'], 'startDateTime') ?? 0;
  const to = momentOf(args['enddatetime'], 'endDateTime') ?? Infinity;
  return artifacts.filter(({ startedMs }) => startedMs >= from && startedMs <= to);
}

function momentOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  const ms = Date.parse(text);
  if (Number.isFinite(ms)) return ms;
  throw new GraphDoorError('graph-door/bad-request', `${name}: “${text.slice(0, 60)}” is no date and time.`);
}
