/** What a bot says of a meeting, as the book understands it; what would have no effect is refused. */
import type { PersonEntry } from '../../../../switchboard/directory.ts';
import type { Attendee, MeetingOptions } from '../../../../switchboard/meetings/planned-meeting.ts';
import { onlineMeetingBody, type OnlineMeetingBody } from '../../../../wire/graph/online-meeting.ts';
import { isRecord } from '../../command.ts';
import { GraphDoorError } from '../../errors.ts';
import { bodyAs, notImplemented } from '../../request-reading.ts';
import { personOf, type AroundRequest } from '../around-command.ts';

const hourMs = 60 * 60_000;
/** Promises that nothing here could keep. */
const withoutEffect = [
  ['isBroadcast', 'Live events'],
  ['recordAutomatically', 'Recording a meeting by itself'],
  ['isEndToEndEncryptionEnabled', 'End-to-end encryption'],
  ['meetingTemplateId', 'Meeting templates'],
  ['sensitivityLabelAssignment', 'Sensitivity labels'],
  ['meetingSpokenLanguageTag', 'The spoken language of a meeting'],
] as const;

/** Throws a bad request, or what is not implemented. */
export function meetingBody(json: unknown): OnlineMeetingBody {
  if (isRecord(json)) {
    for (const [name, what] of withoutEffect) {
      const value = json[name];
      if (value !== undefined && value !== null && value !== false) throw notImplemented(`${what} (${name})`, 'Leave it out.');
    }
  }
  return bodyAs(onlineMeetingBody, json);
}

/** From now on for an hour, where nothing is said; an end without a beginning is a bad request. */
export function timesOf(
  { startDateTime, endDateTime }: OnlineMeetingBody,
  nowMs: number,
): { readonly startMs: number; readonly endMs: number } {
  if (startDateTime == null && endDateTime != null) throw bad('startDateTime is missing: an endDateTime needs one.');
  const startMs = startDateTime == null ? nowMs : utcMs(startDateTime);
  const endMs = endDateTime == null ? startMs + hourMs : utcMs(endDateTime);
  if (endMs < startMs) throw bad('endDateTime is before startDateTime.');
  return { startMs, endMs };
}

/** Only what was said. Attendees who are not of the house are kept by their name. */
export function optionsOf(body: OnlineMeetingBody, request: AroundRequest, organizer: PersonEntry): Partial<MeetingOptions> {
  const { lobbyBypassSettings: lobby, participants } = body;
  const said = {
    lobbyScope: lobby?.scope,
    isDialInBypassEnabled: lobby?.isDialInBypassEnabled,
    allowedPresenters: body.allowedPresenters,
    isEntryExitAnnounced: body.isEntryExitAnnounced,
    allowAttendeeToEnableCamera: body.allowAttendeeToEnableCamera,
    allowAttendeeToEnableMic: body.allowAttendeeToEnableMic,
    allowMeetingChat: body.allowMeetingChat,
    allowTeamworkReactions: body.allowTeamworkReactions,
    attendees: participants?.attendees?.map((each) => attendee(each, request)).filter(({ userId }) => userId !== organizer.userId),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value != null)) as Partial<MeetingOptions>;
}

function attendee(
  { identity, upn, role }: NonNullable<NonNullable<OnlineMeetingBody['participants']>['attendees']>[number],
  request: AroundRequest,
): Attendee {
  const named = identity?.user?.id ?? upn;
  if (named == null) throw bad('participants.attendees: neither identity.user.id nor upn is there.');
  const person = personOf(request, named);
  return {
    ...(person ? { userId: person.userId } : identity?.user?.id ? { userId: identity.user.id } : {}),
    ...(upn == null ? {} : { upn }),
    role: role == null || role === 'producer' ? 'attendee' : role,
  };
}

/** Graph reads a time without an offset as UTC. */
function utcMs(text: string): number {
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
}

function bad(why: string): GraphDoorError {
  return new GraphDoorError('graph-door/bad-request', `The request is invalid: ${why}`);
}
