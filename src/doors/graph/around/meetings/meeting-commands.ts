/** Meetings made, found, changed and called off. Source: Graph docs, api/application-post-onlinemeetings, onlinemeeting-createorget, -get, -update, -delete. */
import { isSameLink } from '../../../../switchboard/meetings/join-link.ts';
import type { PlannedMeeting } from '../../../../switchboard/meetings/planned-meeting.ts';
import { problem, type AroundAnswer, type AroundRequest, type ServeAround } from '../around-command.ts';
import { GraphDoorError } from '../../errors.ts';
import { pageOf, selected } from '../../odata/odata-page.ts';
import { queryOf } from '../../odata/odata-query.ts';
import { heldMeeting, meetingOf, onBehalf, unknownMeeting } from './meeting-access.ts';
import { meetingBody, optionsOf, timesOf } from './meeting-reading.ts';
import { meetingResource } from './meeting-resource.ts';

/** By method and path template. */
export const meetingCommands: Readonly<Record<string, ServeAround>> = {
  'POST /users/{id}/onlinemeetings': create,
  'POST /users/{id}/onlinemeetings/createorget': createOrGet,
  'GET /users/{id}/onlinemeetings': (request) =>
    onBehalf(request, 'Read', ({ tenantId, userId: organizerId }) =>
      found(request, request.surroundings.meetings.of({ tenantId, organizerId }), personPaths),
    ),
  'GET /users/{id}/onlinemeetings/{id}': (request) =>
    onBehalf(request, 'Read', (person) => {
      const meeting = meetingOf(request, person);
      return meeting ? read(request, meeting) : unknownMeeting(request.ids[1]);
    }),
  'PATCH /users/{id}/onlinemeetings/{id}': change,
  'DELETE /users/{id}/onlinemeetings/{id}': (request) =>
    onBehalf(request, 'Delete', async (person) => {
      const meeting = heldMeeting(request, person);
      const isGone = meeting !== undefined && (await request.surroundings.meetings.remove(meeting.meetingId));
      return isGone ? { status: 204 } : unknownMeeting(request.ids[1]);
    }),
  'GET /communications/onlinemeetings': (request) =>
    found(request, request.surroundings.meetings.of({ tenantId: request.caller.tenantId }), tenantPaths),
  'GET /communications/onlinemeetings/{id}': (request) => {
    const meeting = request.surroundings.meetings.get(request.ids[0] ?? '');
    return meeting?.tenantId === request.caller.tenantId ? read(request, meeting) : unknownMeeting(request.ids[0]);
  },
};

const personPaths = ['joinWebUrl', 'joinMeetingIdSettings/joinMeetingId', 'videoTeleconferenceId', 'externalId'];
const tenantPaths = ['videoTeleconferenceId', 'joinWebUrl', 'joinMeetingIdSettings/joinMeetingId'];
const isSame = { joinweburl: isSameLink };

function create(request: AroundRequest): AroundAnswer | Promise<AroundAnswer> {
  return onBehalf(request, 'Create', async (organizer) => {
    const { surroundings, clock, json } = request;
    const body = meetingBody(json);
    const { tenantId, userId: organizerId } = organizer;
    const meeting = await surroundings.meetings.create({
      tenantId,
      organizerId,
      ...timesOf(body, clock.wallMs()),
      subject: body.subject ?? undefined,
      externalId: body.externalId ?? undefined,
      isPasscodeRequired: body.joinMeetingIdSettings?.isPasscodeRequired ?? false,
      options: optionsOf(body, request, organizer),
    });
    return meeting ? made(request, meeting, 201) : tooMany();
  });
}

function createOrGet(request: AroundRequest): AroundAnswer | Promise<AroundAnswer> {
  return onBehalf(request, 'Create', async (organizer) => {
    const { surroundings, clock, json } = request;
    const body = meetingBody(json);
    const { externalId } = body;
    if (externalId == null) throw new GraphDoorError('graph-door/bad-request', 'The request is invalid: externalId is missing.');
    const { tenantId, userId: organizerId } = organizer;
    const result = await surroundings.meetings.createOrGet({
      tenantId,
      organizerId,
      ...timesOf(body, clock.wallMs()),
      subject: body.subject ?? undefined,
      externalId,
      options: optionsOf(body, request, organizer),
    });
    return result ? made(request, result.meeting, result.isNew ? 201 : 200) : tooMany();
  });
}

function change(request: AroundRequest): AroundAnswer | Promise<AroundAnswer> {
  return onBehalf(request, 'Update', async (person) => {
    const { surroundings, clock, json } = request;
    const body = meetingBody(json);
    const { startDateTime, endDateTime, joinMeetingIdSettings } = body;
    if ((startDateTime == null) !== (endDateTime == null))
      throw new GraphDoorError('graph-door/bad-request', 'The request is invalid: startDateTime and endDateTime change together only.');
    const meeting = heldMeeting(request, person);
    const changed =
      meeting &&
      (await surroundings.meetings.change(meeting.meetingId, {
        ...(startDateTime == null ? {} : timesOf(body, clock.wallMs())),
        subject: body.subject,
        isPasscodeRequired: joinMeetingIdSettings?.isPasscodeRequired ?? undefined,
        options: optionsOf(body, request, person),
      }));
    if (!changed) return unknownMeeting(request.ids[1]);
    surroundings.meetingChanged(changed);
    return made(request, changed, 200);
  });
}

function made(request: AroundRequest, meeting: PlannedMeeting, status: number): AroundAnswer {
  const context = contextOf(request, meeting, '/$entity');
  return { status, body: { '@odata.context': context, ...meetingResource(meeting, request) } };
}

function read(request: AroundRequest, meeting: PlannedMeeting): AroundAnswer {
  const { select } = queryOf(request.url.searchParams, ['$select']);
  const context = contextOf(request, meeting, '/$entity');
  return { status: 200, body: { '@odata.context': context, ...selected(meetingResource(meeting, request), select) } };
}

/** Graph looks meetings up one by one: a list without a filter is not to be had. */
function found(request: AroundRequest, meetings: readonly PlannedMeeting[], filterPaths: readonly string[]): AroundAnswer {
  const { url, base } = request;
  const query = queryOf(url.searchParams, ['$filter', '$select', '$top', '$skiptoken']);
  if (query.filter === undefined) return problem(400, 'InvalidArgument', `A $filter is needed, by ${filterPaths.join(' or ')}.`);
  const items = meetings.map((meeting) => meetingResource(meeting, request));
  const context = `${base}/$metadata#${url.pathname.replace(/^\/(v1\.0|beta)\//i, '').replace(/\/$/, '')}`;
  return { status: 200, body: pageOf(items, query, { url, base, context, pageSize: 50, filterPaths, isSame }) };
}

function contextOf({ base }: AroundRequest, { organizerId }: PlannedMeeting, end: string): string {
  return `${base}/$metadata#users('${organizerId}')/onlineMeetings${end}`;
}

function tooMany(): AroundAnswer {
  return problem(503, 'ServiceUnavailable', 'As many meetings are kept as this switchboard takes; delete some.');
}
