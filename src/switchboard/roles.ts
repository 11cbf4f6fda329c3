/** Who may do what in a conversation of many: by the plan of its meeting, and by what its organizer said since. */
import type { Call, Leg, PersonLeg } from './call.ts';
import type { Presenters } from './meeting.ts';
import { needsGroup, notNow } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import type { MeetingRole } from './taking-part.ts';

/** In a group call everybody is a presenter, and so is every app. */
export function roleOf({ group }: Pick<Call, 'group'>, { kind, self }: Leg): MeetingRole {
  const meeting = group?.meeting;
  if (!meeting || kind === 'app') return 'presenter';
  if (self.id === meeting.organizerId) return 'organizer';
  return (
    group.givenRoles[self.id] ?? (isPlanned(meeting.presenters, self.id, self.tenantId === meeting.tenantId) ? 'presenter' : 'attendee')
  );
}

/** Whether the plan of a meeting makes somebody a presenter. */
export function isPlanned(presenters: Presenters | undefined, userId: string, isOfTenant: boolean): boolean {
  if (!presenters || presenters.scope === 'everyone' || presenters.userIds.includes(userId)) return true;
  return presenters.scope === 'organization' && isOfTenant;
}

/** Whether a leg is in a group: connected, and not in its lobby. Who must connect anew is in it. */
export function isIn({ group }: Call, { state, connectedMs, isInLobby }: Leg): boolean {
  return group !== undefined && connectedMs !== undefined && state !== 'ended' && state !== 'ringing' && !isInLobby;
}

/** Mutes and removes others, lowers their hands, ends their sharing, rings others. */
export function mayModerate(call: Call, leg: Leg): boolean {
  return isIn(call, leg) && roleOf(call, leg) !== 'attendee';
}

export function mayGiveRoles(call: Call, leg: Leg): boolean {
  return isIn(call, leg) && roleOf(call, leg) === 'organizer';
}

/** May show her screen. */
export function mayShare(call: Call, leg: Leg): boolean {
  return isIn(call, leg) && roleOf(call, leg) !== 'attendee' && (leg.kind === 'person' || leg.sharingRole === 'sharer');
}

/** May be heard, or show a camera: attendees where the plan lets them. */
export function mayUse(call: Call, leg: Leg, what: 'camera' | 'microphone'): boolean {
  return roleOf(call, leg) !== 'attendee' || call.group?.meeting?.closed?.[what] !== true;
}

/** Refuses one who does not take part in a group yet; `what` as “used to raise a hand”. */
export function mustBeIn(call: Call, leg: Leg, what: string): Refused | undefined {
  const refusal = needsGroup(call);
  if (refusal || isIn(call, leg)) return refusal;
  if (!leg.isInLobby) return notNow(leg, what);
  return refused('switchboard/wrong-state', `The call cannot be ${what}: you wait in the lobby.`, 'Wait until you are let in.');
}

/** Refuses attendees; `what` as “mute others”. */
export function mustModerate(call: Call, leg: PersonLeg, what: string): Refused | undefined {
  const refusal = mustBeIn(call, leg, `used to ${what}`);
  if (refusal || mayModerate(call, leg)) return refusal;
  return refused('switchboard/not-allowed', `Attendees cannot ${what}.`, 'Ask the organizer to make you a presenter.');
}

/** Refuses everybody but the organizer of a meeting. */
export function mustOrganize(call: Call, leg: PersonLeg, what: string): Refused | undefined {
  const refusal = mustBeIn(call, leg, `used to ${what}`);
  if (refusal || mayGiveRoles(call, leg)) return refusal;
  const message = call.group?.meeting ? `Only the organizer can ${what}.` : `Nobody organizes a group call, so nobody can ${what}.`;
  return refused('switchboard/not-allowed', message, 'Ask whoever holds the meeting, or plan one of your own.');
}
