/** Where somebody goes who wants to join: the group call that is up, the meeting's call, or a meeting that nobody has joined yet. */
import type { Call, PersonLeg } from './call.ts';
import { partyAtNumber, plain } from './directory.ts';
import type { DialRequest } from './input.ts';
import type { Meeting, MeetingBook, MeetingKey } from './meeting.ts';
import { refused, type Refused } from './result.ts';
import type { Env } from './turn.ts';

type Place = { readonly call: Call; readonly meeting?: Meeting | undefined } | { readonly call?: undefined; readonly meeting: Meeting };

/** What a key opens. */
export function conversationOf(key: MeetingKey, calls: readonly Call[], meetings: MeetingBook): Place | Refused {
  const up = calls.filter(({ group, endedMs, ending }) => group && endedMs === undefined && !ending);
  const byId = key.by === 'conversation' ? up.find(({ callId }) => callId === key.conversationId) : undefined;
  if (byId) return { call: byId };
  const meeting = meetings.find(key);
  if (meeting === 'wrongPasscode') {
    return refused('switchboard/wrong-passcode', 'The meeting asks for another passcode.', 'Take it from the invitation.');
  }
  if (!meeting) return refused('switchboard/unknown-meeting', 'There is no such meeting, or it is over.', 'Look at the invitation again.');
  const call = up.find(({ group }) => group?.meeting?.meetingId === meeting.meetingId);
  return call ? { call, meeting } : { meeting };
}

/** The key to the meeting whose number was dialled, if it is one's and nobody else's. */
export function meetingDialled({ number, passcode }: DialRequest, { directory, meetings }: Env): MeetingKey | undefined {
  if (partyAtNumber(directory, number).kind !== 'nobody') return undefined;
  const key: MeetingKey = { by: 'joinMeetingId', joinMeetingId: plain(number), passcode };
  return meetings.find(key) ? key : undefined;
}

/** Whoever asked for a meeting is not to ring somebody instead. */
export function noMeetingWith(number: string): Refused {
  const remedy = 'Look at the invitation again; people and bots are called from the phone.';
  return refused('switchboard/unknown-meeting', `There is no meeting with the ID ${number}.`, remedy);
}

/** The leg by which a person is invited to a conversation just now. */
export function ringingAt({ legs }: Call, userId: string): PersonLeg | undefined {
  return legs.find(
    (leg): leg is PersonLeg => leg.kind === 'person' && leg.userId === userId && leg.state === 'ringing' && leg.invitationId !== undefined,
  );
}
