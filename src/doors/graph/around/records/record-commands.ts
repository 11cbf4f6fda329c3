/** Records of calls that are over. Source: Graph docs, api/callrecords-callrecord-get, -list-sessions, -list-participants_v2, callrecords-cloudcommunications-list-callrecords. */
import type { CallStory } from '../../../../switchboard/records/call-story.ts';
import { problem, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { GraphDoorError } from '../../errors.ts';
import { pageOf, selected } from '../../odata/odata-page.ts';
import { queryOf } from '../../odata/odata-query.ts';
import { participantsOf, recordResource, sessionsOf } from './record-resource.ts';

const calls = '/communications/callrecords';

export const recordCommands: Readonly<Record<string, ServeAround>> = {
  [`GET ${calls}`]: list,
  [`GET ${calls}/{id}`]: (request) => ofStory(request, (story) => read(request, story)),
  [`GET ${calls}/{id}/organizer_v2`]: (request) =>
    ofStory(request, (story) => ({
      status: 200,
      body: { '@odata.context': contextOf(request, story, 'organizer_v2/$entity'), ...recordResource(story, request).organizer_v2 },
    })),
  [`GET ${calls}/{id}/participants_v2`]: (request) =>
    ofStory(request, (story) => page(request, story, 'participants_v2', participantsOf(story, request), 130)),
  [`GET ${calls}/{id}/sessions`]: (request) =>
    ofStory(request, (story) => {
      const { expand } = queryOf(request.url.searchParams, ['$expand', '$top', '$skiptoken', '$select']);
      return page(request, story, 'sessions', sessionsOf(story, request, { withSegments: expandsSegments(expand) }), 60);
    }),
  [`GET ${calls}/{id}/sessions/{id}`]: (request) =>
    ofSession(request, true, (session, story) => ({
      status: 200,
      body: { '@odata.context': contextOf(request, story, 'sessions/$entity'), ...session },
    })),
  [`GET ${calls}/{id}/sessions/{id}/segments`]: (request) =>
    ofSession(request, true, ({ segments = [] }, story) => page(request, story, 'sessions/segments', segments, 60)),
  // No trunk leads to the telephone network, and no text messages are sent: there is nothing that these could list.
  [`GET ${calls}/getpstncalls`]: none,
  [`GET ${calls}/getdirectroutingcalls`]: none,
  [`GET ${calls}/getsmslog`]: none,
  [`GET ${calls}/getpstnblockeduserslog`]: none,
  [`GET ${calls}/getpstnonlinemeetingdialoutreport`]: none,
};

const filterPaths = ['startDateTime', 'participants_v2/id', 'organizer_v2/id', 'type'];

function list(request: AroundRequest): AroundAnswer {
  const { url, base, clock, surroundings, caller } = request;
  const query = queryOf(url.searchParams, ['$filter', '$select', '$top', '$skiptoken']);
  const items = surroundings.records
    .list(clock.wallMs())
    .filter((story) => isOfTenant(story, caller.tenantId, request))
    .map((story) => ({ ...recordResource(story, request), participants_v2: participantsOf(story, request) }));
  const body = pageOf(items, query, { url, base, context: `${base}/$metadata#communications/callRecords`, pageSize: 60, filterPaths }) as {
    readonly value: readonly object[];
  };
  // Filters look at the participants; the list is without them.
  const value = body.value.map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'participants_v2')));
  return { status: 200, body: { ...body, value } };
}

function read(request: AroundRequest, story: CallStory): AroundAnswer {
  const { expand, select } = queryOf(request.url.searchParams, ['$expand', '$select']);
  const parts = expanded(expand);
  const record = {
    ...selected(recordResource(story, request), select),
    ...(parts.has('sessions') ? { sessions: sessionsOf(story, request, { withSegments: expandsSegments(parts.get('sessions')) }) } : {}),
    ...(parts.has('participants_v2') ? { participants_v2: participantsOf(story, request) } : {}),
  };
  const shown = [...parts].map(([name, inner]) => `${name}(${inner ? 'segments()' : ''})`).join(',');
  const context = `${request.base}/$metadata#communications/callRecords${shown ? `(${shown})` : ''}/$entity`;
  return { status: 200, body: { '@odata.context': context, ...record } };
}

/** `sessions($expand=segments),participants_v2` as names with what is expanded within. */
function expanded(expand = ''): ReadonlyMap<string, string | undefined> {
  const parts = new Map<string, string | undefined>();
  for (const part of expand.split(/,(?![^(]*\))/).map((each) => each.trim())) {
    const [, name = '', inner] = /^(\w+)(?:\((.*)\))?$/.exec(part) ?? [];
    const known = name.toLowerCase();
    if (part === '' || known === 'organizer_v2') continue;
    if (known !== 'sessions' && known !== 'participants_v2') throw badExpand(part);
    parts.set(known, inner);
  }
  return parts;
}

function expandsSegments(inner: string | undefined): boolean {
  if (inner === undefined) return false;
  if (/^(\$?expand\s*=\s*)?segments$/i.test(inner.trim())) return true;
  throw badExpand(inner);
}

function badExpand(text: string): GraphDoorError {
  return new GraphDoorError(
    'graph-door/bad-request',
    `$expand takes sessions, sessions($expand=segments) and participants_v2 here, not “${text.slice(0, 60)}”.`,
  );
}

function ofStory(request: AroundRequest, work: (story: CallStory) => AroundAnswer): AroundAnswer {
  const { surroundings, clock, ids, caller } = request;
  const story = surroundings.records.get(ids[0] ?? '', clock.wallMs());
  return story && isOfTenant(story, caller.tenantId, request) ? work(story) : problem(404, 'NotFound', 'Call record not found.');
}

function ofSession(
  request: AroundRequest,
  withSegments: boolean,
  work: (session: ReturnType<typeof sessionsOf>[number], story: CallStory) => AroundAnswer,
): AroundAnswer {
  return ofStory(request, (story) => {
    const session = sessionsOf(story, request, { withSegments }).find(({ id }) => id === request.ids[1]);
    return session ? work(session, story) : problem(404, 'NotFound', 'There is no such session of this call.');
  });
}

function page(request: AroundRequest, story: CallStory, what: string, items: readonly object[], pageSize: number): AroundAnswer {
  const { url, base } = request;
  const query = queryOf(url.searchParams, ['$top', '$skiptoken', '$select', '$expand']);
  return { status: 200, body: pageOf(items, query, { url, base, context: contextOf(request, story, what), pageSize }) };
}

/** Somebody of the tenant was in it. Facts of earlier versions name no tenant: these calls were the house's. */
function isOfTenant({ from, to, stays }: CallStory, tenantId: string, { directory }: Pick<AroundRequest, 'directory'>): boolean {
  const parties = [from, to, ...stays.map(({ party }) => party)];
  return parties.some((party) => ((party.tenantId as string | undefined) ?? directory.tenantId) === tenantId);
}

function none({ base, args, url }: AroundRequest): AroundAnswer {
  for (const name of ['fromDateTime', 'toDateTime']) {
    const value = args[name.toLowerCase()] ?? url.searchParams.get(name) ?? '';
    if (!Number.isFinite(Date.parse(value)))
      throw new GraphDoorError('graph-door/bad-request', `The request is invalid: ${name} is missing, or no date and time.`);
  }
  return { status: 200, body: { '@odata.context': `${base}/$metadata#Collection(microsoft.graph.callRecords)`, value: [] } };
}

function contextOf({ base }: AroundRequest, { callId }: CallStory, what: string): string {
  return `${base}/$metadata#communications/callRecords('${callId}')/${what}`;
}
