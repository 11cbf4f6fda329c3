/** The meetings of whoever is at a page: planned there, listed there. */
import type { Call } from '../../switchboard/call.ts';
import type { Directory, PersonEntry } from '../../switchboard/directory.ts';
import type { Meeting } from '../../switchboard/meeting.ts';
import type { Meetings } from '../../switchboard/meetings/meetings.ts';
import type { NewMeeting, PlannedMeeting } from '../../switchboard/meetings/planned-meeting.ts';
import { isIn } from '../../switchboard/roles.ts';
import type { PageCommand } from '../../wire/live/page-command.ts';
import type { MeetingInvitation, MeetingSummary } from '../../wire/live/page-event.ts';

/** Where meetings are kept. */
export type MeetingsDesk = Pick<Meetings, 'create' | 'of'>;

/** A meeting stays on the list for so long after its planned end. */
const listedMs = 24 * 60 * 60_000;
const mostListed = 50;
/** How long a meeting is planned for that begins now. */
const usualMs = 60 * 60_000;

type House = { readonly directory: Directory; readonly calls: readonly Call[]; readonly nowMs: number };

/** What a page asks for, as a meeting to be. */
export function newMeeting(
  { userId: organizerId, tenantId }: PersonEntry,
  { subject, lobby, hasPasscode }: Extract<PageCommand, { kind: 'createMeeting' }>,
  nowMs: number,
): NewMeeting {
  const options = lobby && { lobbyScope: lobby };
  return { tenantId, organizerId, startMs: nowMs, endMs: nowMs + usualMs, subject, isPasscodeRequired: hasPasscode, options };
}

/** Her own, those she is named for, and those she is in: what is up first, then the latest. */
export function meetingsOf(desk: MeetingsDesk, person: PersonEntry, house: House): readonly MeetingSummary[] {
  const all = desk.of({ tenantId: person.tenantId }).filter((meeting) => concerns(meeting, person, house));
  const listed = all.map((meeting) => summaryOf(meeting, person, house));
  const order = (a: MeetingSummary, b: MeetingSummary): number => Number(b.present > 0) - Number(a.present > 0) || b.startMs - a.startMs;
  return listed.toSorted(order).slice(0, mostListed);
}

export function summaryOf(meeting: PlannedMeeting, { userId }: PersonEntry, { directory, calls }: House): MeetingSummary {
  const { meetingId, subject, organizerId, startMs, endMs } = meeting;
  const organizer = directory.people.find((person) => person.userId === organizerId)?.name ?? organizerId;
  const present = insideOf(meeting, calls).length;
  return { meetingId, subject, invitation: invitationTo(meeting), organizer, isMine: organizerId === userId, startMs, endMs, present };
}

/** How others come to a meeting. */
export function invitationTo({ joinMeetingId, passcode, joinWebUrl }: Meeting): MeetingInvitation {
  return { joinMeetingId, passcode, path: `/meet/${joinMeetingId}`, joinUrl: joinWebUrl };
}

function concerns(meeting: PlannedMeeting, { userId }: PersonEntry, { calls, nowMs }: House): boolean {
  const { organizerId, endMs, options } = meeting;
  const inside = insideOf(meeting, calls);
  if (inside.includes(userId)) return true;
  const isNamed = organizerId === userId || options.attendees.some((attendee) => attendee.userId === userId);
  return isNamed && (inside.length > 0 || nowMs < endMs + listedMs);
}

/** Whoever is in the meeting's call, out of its lobby. */
function insideOf({ meetingId }: PlannedMeeting, calls: readonly Call[]): readonly string[] {
  const call = calls.find(({ group, endedMs }) => endedMs === undefined && group?.meeting?.meetingId === meetingId);
  return call ? call.legs.filter((leg) => isIn(call, leg)).map(({ self }) => self.id) : [];
}
