/** On whose behalf an app may hold meetings: Teams' application access policy. Source: Graph docs, cloud-communication-online-meeting-application-access-policy. */
import type { PersonEntry } from '../../../../switchboard/directory.ts';
import type { PlannedMeeting } from '../../../../switchboard/meetings/planned-meeting.ts';
import { personOf, problem, unknownUser, type AroundAnswer, type AroundRequest } from '../around-command.ts';

/** Hands the person of the path to `work`, or says no. The page gives the body of the refusal; that its status is 403 is seen in the field. */
export function onBehalf(
  request: AroundRequest,
  deed: 'Create' | 'Read' | 'Update' | 'Delete',
  work: (person: PersonEntry) => AroundAnswer | Promise<AroundAnswer>,
): AroundAnswer | Promise<AroundAnswer> {
  const [idOrName = ''] = request.ids;
  const person = personOf(request, idOrName);
  if (!person) return unknownUser(idOrName);
  const { app, settings } = request;
  const access = settings.meetingAccess[app.appId] ?? 'everyone';
  if (access === 'everyone' || access.includes(person.userId)) return work(person);
  const message = `App ${app.appId} is not authorized to ${deed} meeting on behalf of user ${person.userId}`;
  return problem(403, 'Unauthorized', message);
}

/** The meeting of the path, for whoever holds it or is invited. */
export function meetingOf(request: AroundRequest, person: PersonEntry): PlannedMeeting | undefined {
  const meeting = request.surroundings.meetings.get(request.ids[1] ?? '');
  if (meeting?.tenantId !== person.tenantId) return undefined;
  const isInvited = meeting.options.attendees.some(({ userId }) => userId === person.userId);
  return meeting.organizerId === person.userId || isInvited ? meeting : undefined;
}

/** The meeting of the path, for whoever holds it. */
export function heldMeeting(request: AroundRequest, person: PersonEntry): PlannedMeeting | undefined {
  const meeting = meetingOf(request, person);
  return meeting?.organizerId === person.userId ? meeting : undefined;
}

/** The meeting of the path, for whoever holds it alone or with others. */
export function ledMeeting(request: AroundRequest, person: PersonEntry): PlannedMeeting | undefined {
  const meeting = meetingOf(request, person);
  const isCoorganizer = meeting?.options.attendees.some(({ userId, role }) => userId === person.userId && role === 'coorganizer');
  return meeting?.organizerId === person.userId || isCoorganizer ? meeting : undefined;
}

export function unknownMeeting(meetingId = ''): AroundAnswer {
  return problem(404, 'NotFound', `Meeting ${meetingId.slice(0, 200)} was not found among those that this user holds or is invited to.`);
}
