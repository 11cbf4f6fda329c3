/** Recordings of meetings and of other calls. Source: Graph docs, api/onlinemeeting-list-recordings, callrecording-get, onlinemeeting-getallrecordings, callrecording-delta, adhoccall-list-recordings. */
import { isSameId } from '../../../../switchboard/directory.ts';
import { personOf, problem, unknownUser, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { filterOf } from '../../odata/odata-filter.ts';
import { pageOf } from '../../odata/odata-page.ts';
import { queryOf } from '../../odata/odata-query.ts';
import { deltaOf } from './delta-token.ts';
import { meetingOf, onBehalf, unknownMeeting } from './meeting-access.ts';
import { recordingResource } from './recording-resource.ts';
import type { ShelfQuery, ShelvedRecording } from './recording-shelf.ts';
import { isWithin } from './time-span.ts';

type Answer = AroundAnswer | Promise<AroundAnswer>;
/** Whose recordings the path is about; or a no. */
type With = (request: AroundRequest, work: (query: ShelfQuery) => Answer) => Answer;

const filterPaths = ['createdDateTime', 'endDateTime', 'callId', 'meetingId'];

export const recordingCommands: Readonly<Record<string, ServeAround>> = {
  ...of('/users/{id}/onlinemeetings/{id}', ofMeetingOfUser),
  ...of('/communications/onlinemeetings/{id}', ofMeeting),
  ...of('/users/{id}/adhoccalls/{id}', ofCallOfUser),
  ...of('/communications/adhoccalls/{id}', ofCall),
  ...all('/users/{id}/onlinemeetings/getallrecordings', (request, work) =>
    onBehalf(request, 'Read', ({ tenantId, userId }) => work({ tenantId, organizerId: userId, isOfMeeting: true })),
  ),
  ...all('/users/{id}/adhoccalls/getallrecordings', (request, work) =>
    onBehalf(request, 'Read', ({ tenantId, userId }) => work({ tenantId, personId: userId, isOfMeeting: false })),
  ),
  ...all('/communications/onlinemeetings/getallrecordings', (request, work) =>
    named(request, 'meetingOrganizerUserId', ({ tenantId, userId }) => work({ tenantId, organizerId: userId, isOfMeeting: true })),
  ),
  ...all('/communications/adhoccalls/getallrecordings', (request, work) =>
    named(request, 'userId', ({ tenantId, userId }) => work({ tenantId, personId: userId, isOfMeeting: false })),
  ),
};

/** The recordings of one meeting or call. */
function of(prefix: string, withQuery: With): Readonly<Record<string, ServeAround>> {
  const path = `${prefix}/recordings`;
  const one = (request: AroundRequest, work: (recording: ShelvedRecording) => Answer): Answer =>
    withQuery(request, async (query) => {
      const kept = await request.surroundings.recordings.list(query);
      const recording = kept.find(({ recordingId }) => recordingId === request.ids.at(-1));
      return recording ? work(recording) : problem(404, 'NotFound', 'There is no such recording.');
    });
  return {
    [`GET ${path}`]: (request) => withQuery(request, (query) => listed(request, query)),
    [`GET ${path}/$count`]: (request) => withQuery(request, (query) => counted(request, query)),
    [`GET ${path}/delta`]: (request) => withQuery(request, (query) => news(request, query)),
    [`GET ${path}/{id}`]: (request) => one(request, (recording) => ({ status: 200, body: entity(request, recording) })),
    [`GET ${path}/{id}/content`]: (request) => one(request, (recording) => content(request, recording)),
  };
}

/** The recordings of all meetings or calls of somebody. */
function all(path: string, withQuery: With): Readonly<Record<string, ServeAround>> {
  return {
    [`GET ${path}`]: (request) => withQuery(request, (query) => listed(request, query)),
    [`GET ${path}/delta`]: (request) => withQuery(request, (query) => news(request, query)),
  };
}

function ofMeetingOfUser(request: AroundRequest, work: (query: ShelfQuery) => Answer): Answer {
  return onBehalf(request, 'Read', (person) => {
    const meeting = meetingOf(request, person);
    return meeting ? work({ tenantId: person.tenantId, meetingId: meeting.meetingId, isOfMeeting: true }) : unknownMeeting(request.ids[1]);
  });
}

function ofMeeting(request: AroundRequest, work: (query: ShelfQuery) => Answer): Answer {
  const { surroundings, caller, ids } = request;
  const meeting = surroundings.meetings.get(ids[0] ?? '');
  if (meeting?.tenantId !== caller.tenantId) return unknownMeeting(ids[0]);
  return work({ tenantId: meeting.tenantId, meetingId: meeting.meetingId, isOfMeeting: true });
}

function ofCallOfUser(request: AroundRequest, work: (query: ShelfQuery) => Answer): Answer {
  return onBehalf(request, 'Read', ({ tenantId, userId: personId }) => {
    const [, callId = ''] = request.ids;
    return aboutCall(request, { tenantId, personId, callId, isOfMeeting: false }, work);
  });
}

function ofCall(request: AroundRequest, work: (query: ShelfQuery) => Answer): Answer {
  const { caller, ids } = request;
  return aboutCall(request, { tenantId: caller.tenantId, callId: ids[0] ?? '', isOfMeeting: false }, work);
}

/** A call that was not recorded has an empty list, one that was not there is not found. */
async function aboutCall(
  { surroundings, clock }: AroundRequest,
  query: ShelfQuery & { readonly callId: string },
  work: (query: ShelfQuery) => Answer,
): Promise<AroundAnswer> {
  const { callId, personId, tenantId } = query;
  const stays = surroundings.records.get(callId, clock.wallMs())?.stays ?? [];
  const wasThere = stays.some(({ party }) => (personId === undefined ? party.tenantId === tenantId : party.id === personId));
  const isKnown = wasThere || (await surroundings.recordings.list(query)).length > 0;
  return isKnown ? work(query) : problem(404, 'NotFound', 'There is no such call of this user.');
}

/** Whom the function names. */
function named(request: AroundRequest, parameter: string, work: (person: { tenantId: string; userId: string }) => Answer): Answer {
  const idOrName = request.args[parameter.toLowerCase()];
  if (idOrName === undefined) return problem(400, 'BadRequest', `getAllRecordings wants ${parameter}.`);
  const person = personOf(request, idOrName);
  return person ? work(person) : unknownUser(idOrName);
}

async function listed(request: AroundRequest, query: ShelfQuery): Promise<AroundAnswer> {
  const { url, base } = request;
  const asked = queryOf(url.searchParams, ['$top', '$skiptoken', '$filter', '$orderby', '$count', '$select']);
  const items = (await found(request, query)).map((recording) => recordingResource(recording, base));
  const context = contextOf(request);
  return { status: 200, body: pageOf(items, { ...asked, wantsCount: true }, { url, base, context, pageSize: 100, filterPaths }) };
}

/** Plain text. */
async function counted(request: AroundRequest, query: ShelfQuery): Promise<AroundAnswer> {
  const { filter } = queryOf(request.url.searchParams, ['$filter']);
  const items = (await found(request, query)).map((recording) => recordingResource(recording, request.base));
  const passing = filter === undefined ? items : items.filter(filterOf(filter, { paths: filterPaths }));
  return { status: 200, content: { type: 'text/plain', bytes: new TextEncoder().encode(String(passing.length)) } };
}

/** What was saved since the link was given out that is asked with; all of it without one. */
async function news(request: AroundRequest, query: ShelfQuery): Promise<AroundAnswer> {
  const { url, base } = request;
  const bySaving = (await found(request, query)).toSorted((a, b) => a.savedMs - b.savedMs || (a.recordingId < b.recordingId ? -1 : 1));
  const { value, link } = deltaOf(bySaving, { url, base, pageSize: 100 });
  const context = `${contextOf(request).replace(/\/delta$/, '')}/$delta`;
  return { status: 200, body: { '@odata.context': context, ...link, value: value.map((each) => recordingResource(each, base)) } };
}

async function content({ surroundings, app }: AroundRequest, { recordingId }: ShelvedRecording): Promise<AroundAnswer> {
  const opened = await surroundings.recordings.open(recordingId, { appId: app.appId });
  return opened ? { status: 200, content: opened } : problem(404, 'NotFound', 'The content is no longer kept.');
}

async function found({ surroundings, args }: AroundRequest, query: ShelfQuery): Promise<readonly ShelvedRecording[]> {
  const { organizerId } = query;
  const kept = await surroundings.recordings.list(query);
  return kept.filter((each) => isWithin(args, each.startedMs) && (organizerId === undefined || isSameId(each.organizerId, organizerId)));
}

function entity(request: AroundRequest, recording: ShelvedRecording): object {
  return { '@odata.context': `${contextOf(request).replace(/\/[^/]*$/, '')}/$entity`, ...recordingResource(recording, request.base) };
}

function contextOf({ url, base }: AroundRequest): string {
  return `${base}/$metadata#${url.pathname.replace(/^\/(v1\.0|beta)\//i, '')}`;
}
