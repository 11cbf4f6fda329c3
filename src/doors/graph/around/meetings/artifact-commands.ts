/** What is left of meetings and of other calls, whether recordings or transcripts: the same paths for both, by what each kind has of its own. */
import { isSameId } from '../../../../switchboard/directory.ts';
import type { CallArtifact } from '../../../../wire/graph/online-meeting.ts';
import type { Surroundings } from '../surroundings.ts';
import { personOf, problem, unknownUser, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { filterOf } from '../../odata/odata-filter.ts';
import { pageOf } from '../../odata/odata-page.ts';
import { queryOf } from '../../odata/odata-query.ts';
import { deltaOf } from './delta-token.ts';
import { meetingOf, onBehalf, unknownMeeting } from './meeting-access.ts';
import type { ShelfQuery, ShelvedRecording } from './recording-shelf.ts';
import { isWithin } from './time-span.ts';

type Answer = AroundAnswer | Promise<AroundAnswer>;
/** Whose the path is about; or a no. */
type With = (request: AroundRequest, work: (query: ShelfQuery) => Answer) => Answer;

const filterPaths = ['createdDateTime', 'endDateTime', 'callId', 'meetingId'];

export type ArtifactKind = {
  /** In paths: `…/recordings`, and in the name of the function for all of them. */
  readonly name: 'recordings' | 'transcripts';
  readonly shelf: (surroundings: Surroundings) => { list(query: ShelfQuery): Promise<readonly ShelvedRecording[]> };
  /** `base` is what addresses of contents begin with. */
  readonly resource: (artifact: ShelvedRecording, base: string) => CallArtifact;
  /** What is below one of them, by its segment of the path. */
  readonly contents: Readonly<Record<string, (request: AroundRequest, artifact: ShelvedRecording) => Answer>>;
};

export function artifactCommands(kind: ArtifactKind): Readonly<Record<string, ServeAround>> {
  const getAll = `getall${kind.name}`;
  return {
    ...of(kind, '/users/{id}/onlinemeetings/{id}', ofMeetingOfUser),
    ...of(kind, '/communications/onlinemeetings/{id}', ofMeeting),
    ...of(kind, '/users/{id}/adhoccalls/{id}', (request, work) => ofCallOfUser(kind, request, work)),
    ...of(kind, '/communications/adhoccalls/{id}', (request, work) => ofCall(kind, request, work)),
    ...all(kind, `/users/{id}/onlinemeetings/${getAll}`, (request, work) =>
      onBehalf(request, 'Read', ({ tenantId, userId }) => work({ tenantId, organizerId: userId, isOfMeeting: true })),
    ),
    ...all(kind, `/users/{id}/adhoccalls/${getAll}`, (request, work) =>
      onBehalf(request, 'Read', ({ tenantId, userId }) => work({ tenantId, personId: userId, isOfMeeting: false })),
    ),
    ...all(kind, `/communications/onlinemeetings/${getAll}`, (request, work) =>
      named(request, 'meetingOrganizerUserId', ({ tenantId, userId }) => work({ tenantId, organizerId: userId, isOfMeeting: true })),
    ),
    ...all(kind, `/communications/adhoccalls/${getAll}`, (request, work) =>
      named(request, 'userId', ({ tenantId, userId }) => work({ tenantId, personId: userId, isOfMeeting: false })),
    ),
  };
}

/** Those of one meeting or call. */
function of(kind: ArtifactKind, prefix: string, withQuery: With): Readonly<Record<string, ServeAround>> {
  const path = `${prefix}/${kind.name}`;
  const one = (request: AroundRequest, work: (artifact: ShelvedRecording) => Answer): Answer =>
    withQuery(request, async (query) => {
      const kept = await kind.shelf(request.surroundings).list(query);
      const artifact = kept.find(({ recordingId }) => recordingId === request.ids.at(-1));
      return artifact ? work(artifact) : problem(404, 'NotFound', `There is no such ${kind.name.slice(0, -1)}.`);
    });
  const contents = Object.entries(kind.contents).map(([name, serve]): [string, ServeAround] => [
    `GET ${path}/{id}/${name}`,
    (request) => one(request, (artifact) => serve(request, artifact)),
  ]);
  return {
    [`GET ${path}`]: (request) => withQuery(request, (query) => listed(kind, request, query)),
    [`GET ${path}/$count`]: (request) => withQuery(request, (query) => counted(kind, request, query)),
    [`GET ${path}/delta`]: (request) => withQuery(request, (query) => news(kind, request, query)),
    [`GET ${path}/{id}`]: (request) => one(request, (artifact) => ({ status: 200, body: entity(kind, request, artifact) })),
    ...Object.fromEntries(contents),
  };
}

/** Those of all meetings or calls of somebody. */
function all(kind: ArtifactKind, path: string, withQuery: With): Readonly<Record<string, ServeAround>> {
  return {
    [`GET ${path}`]: (request) => withQuery(request, (query) => listed(kind, request, query)),
    [`GET ${path}/delta`]: (request) => withQuery(request, (query) => news(kind, request, query)),
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

function ofCallOfUser(kind: ArtifactKind, request: AroundRequest, work: (query: ShelfQuery) => Answer): Answer {
  return onBehalf(request, 'Read', ({ tenantId, userId: personId }) => {
    const [, callId = ''] = request.ids;
    return aboutCall(kind, request, { tenantId, personId, callId, isOfMeeting: false }, work);
  });
}

function ofCall(kind: ArtifactKind, request: AroundRequest, work: (query: ShelfQuery) => Answer): Answer {
  const { caller, ids } = request;
  return aboutCall(kind, request, { tenantId: caller.tenantId, callId: ids[0] ?? '', isOfMeeting: false }, work);
}

/** A call of which nothing is left has an empty list, one that was not there is not found. */
async function aboutCall(
  kind: ArtifactKind,
  { surroundings, clock }: AroundRequest,
  query: ShelfQuery & { readonly callId: string },
  work: (query: ShelfQuery) => Answer,
): Promise<AroundAnswer> {
  const { callId, personId, tenantId } = query;
  const stays = surroundings.records.get(callId, clock.wallMs())?.stays ?? [];
  const wasThere = stays.some(({ party }) => (personId === undefined ? party.tenantId === tenantId : party.id === personId));
  const isKnown = wasThere || (await kind.shelf(surroundings).list(query)).length > 0;
  return isKnown ? work(query) : problem(404, 'NotFound', 'There is no such call of this user.');
}

/** Whom the function names. */
function named(request: AroundRequest, parameter: string, work: (person: { tenantId: string; userId: string }) => Answer): Answer {
  const idOrName = request.args[parameter.toLowerCase()];
  if (idOrName === undefined) return problem(400, 'BadRequest', `This function wants ${parameter}.`);
  const person = personOf(request, idOrName);
  return person ? work(person) : unknownUser(idOrName);
}

async function listed(kind: ArtifactKind, request: AroundRequest, query: ShelfQuery): Promise<AroundAnswer> {
  const { url, base } = request;
  const asked = queryOf(url.searchParams, ['$top', '$skiptoken', '$filter', '$orderby', '$count', '$select']);
  const items = (await found(kind, request, query)).map((artifact) => kind.resource(artifact, base));
  const context = contextOf(request);
  return { status: 200, body: pageOf(items, { ...asked, wantsCount: true }, { url, base, context, pageSize: 100, filterPaths }) };
}

/** Plain text. */
async function counted(kind: ArtifactKind, request: AroundRequest, query: ShelfQuery): Promise<AroundAnswer> {
  const { filter } = queryOf(request.url.searchParams, ['$filter']);
  const items = (await found(kind, request, query)).map((artifact) => kind.resource(artifact, request.base));
  const passing = filter === undefined ? items : items.filter(filterOf(filter, { paths: filterPaths }));
  return { status: 200, content: { type: 'text/plain', bytes: new TextEncoder().encode(String(passing.length)) } };
}

/** What was saved since the link was given out that is asked with; all of it without one. */
async function news(kind: ArtifactKind, request: AroundRequest, query: ShelfQuery): Promise<AroundAnswer> {
  const { url, base } = request;
  const bySaving = (await found(kind, request, query)).toSorted(
    (a, b) => a.savedMs - b.savedMs || (a.recordingId < b.recordingId ? -1 : 1),
  );
  const { value, link } = deltaOf(bySaving, { url, base, pageSize: 100 });
  const context = `${contextOf(request).replace(/\/delta$/, '')}/$delta`;
  return { status: 200, body: { '@odata.context': context, ...link, value: value.map((each) => kind.resource(each, base)) } };
}

async function found(kind: ArtifactKind, { surroundings, args }: AroundRequest, query: ShelfQuery): Promise<readonly ShelvedRecording[]> {
  const { organizerId } = query;
  const kept = await kind.shelf(surroundings).list(query);
  return kept.filter((each) => isWithin(args, each.startedMs) && (organizerId === undefined || isSameId(each.organizerId, organizerId)));
}

function entity(kind: ArtifactKind, request: AroundRequest, artifact: ShelvedRecording): object {
  return { '@odata.context': `${contextOf(request).replace(/\/[^/]*$/, '')}/$entity`, ...kind.resource(artifact, request.base) };
}

function contextOf({ url, base }: AroundRequest): string {
  return `${base}/$metadata#${url.pathname.replace(/^\/(v1\.0|beta)\//i, '')}`;
}
