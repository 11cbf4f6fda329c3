/** What people do to others in a conversation of many: presenters mute, remove and end sharing; the organizer gives roles and ends the meeting. */
import type { Call, Leg, PersonLeg } from './call.ts';
import { called } from './directory.ts';
import { endCall, endLeg } from './ending.ts';
import { setMuted } from './moderating.ts';
import { endPictures } from './pictures.ts';
import { unknownParticipant } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { isIn, mayShare, mayUse, mustModerate, mustOrganize, roleOf } from './roles.ts';
import { participantOf } from './roster.ts';
import type { GivenRole } from './taking-part.ts';
import { say, sayToOthers } from './telling-people.ts';
import { legWith, putGroup, type Turn } from './turn.ts';

/** One, or `all` others; whoever is muted may unmute herself. */
export function muteOther(turn: Turn, leg: PersonLeg, participantId: string): Refused | undefined {
  const found = mustModerate(turn.call, leg, 'mute others') ?? othersOf(turn.call, leg, participantId);
  if ('ok' in found) return found;
  for (const other of found.legs) {
    if (other.isMuted) continue;
    setMuted(turn, other, { isMuted: true, isMutedByOther: true, mutedBy: leg.self });
    say(turn, other, `${called(leg.self)} muted you.`);
  }
  return undefined;
}

/** Ends the part of another one. Nobody removes the organizer from her own meeting. */
export function removeOther(turn: Turn, leg: PersonLeg, participantId: string): Refused | undefined {
  const found = mustModerate(turn.call, leg, 'remove others') ?? othersOf(turn.call, leg, participantId);
  if ('ok' in found) return found;
  const [other] = found.legs;
  if (!other) return unknownParticipant(participantId);
  if (roleOf(turn.call, other) === 'organizer') {
    return refused('switchboard/not-allowed', `${called(other.self)} holds this meeting, and cannot be removed.`, 'Leave it, or ask her to end it.'); // prettier-ignore
  }
  endLeg(turn, other, 'removed', `${called(leg.self)} removed you.`);
  sayToOthers(turn, leg, `${called(leg.self)} removed ${called(other.self)}.`);
  return undefined;
}

export function stopSharingOf(turn: Turn, leg: PersonLeg, participantId: string): Refused | undefined {
  const found = mustModerate(turn.call, leg, 'end the sharing of others') ?? othersOf(turn.call, leg, participantId);
  if ('ok' in found) return found;
  for (const other of found.legs) {
    if (!other.pictures.screen) continue;
    endPictures(turn, other, 'screen');
    say(turn, other, `${called(leg.self)} ended your sharing.`);
  }
  return undefined;
}

/** The organizer makes somebody a presenter, or an attendee, who shows no screen. Apps are presenters. */
export function giveRole(turn: Turn, leg: PersonLeg, participantId: string, role: GivenRole): Refused | undefined {
  const refusal = mustOrganize(turn.call, leg, 'give roles');
  const other = participantOf(turn.call, participantId);
  if (refusal) return refusal;
  if (!other) return unknownParticipant(participantId);
  if (other.kind === 'app' || roleOf(turn.call, other) === 'organizer') {
    const what = other.kind === 'app' ? 'A bot is always a presenter.' : 'The organizer is the organizer.';
    return refused('switchboard/not-allowed', what, 'Give a role to somebody else.');
  }
  if (roleOf(turn.call, other) === role) return undefined;
  putGroup(turn, { givenRoles: { ...turn.call.group?.givenRoles, [other.self.id]: role } });
  say(turn, other, `${called(leg.self)} made you ${role === 'attendee' ? 'an attendee' : 'a presenter'}.`);
  keepToRole(turn, other.legId);
  return undefined;
}

/** Ends what one who is an attendee now may not do any longer. */
export function keepToRole(turn: Turn, legId: string): void {
  const leg = (): Leg | undefined => legWith(turn, legId);
  const [screen, camera, sound] = [leg(), leg(), leg()];
  if (screen?.pictures.screen && !mayShare(turn.call, screen)) endPictures(turn, screen, 'screen');
  if (camera?.pictures.camera && !mayUse(turn.call, camera, 'camera')) endPictures(turn, leg() ?? camera, 'camera');
  if (sound && !sound.isMuted && !mayUse(turn.call, sound, 'microphone'))
    setMuted(turn, leg() ?? sound, { isMuted: true, isMutedByOther: true });
}

/** Everybody leaves. */
export function endMeeting(turn: Turn, leg: PersonLeg): Refused | undefined {
  const refusal = mustOrganize(turn.call, leg, 'end the meeting for all');
  if (refusal) return refusal;
  const by = { legId: leg.legId, as: 'hungUp', because: 'You ended the meeting.' } as const;
  endCall(turn, { because: `${called(leg.self)} ended the meeting for all.`, as: 'otherHungUp', by });
  return undefined;
}

/** Whom a command is about: one who takes part, waiting in the lobby or not, or `all` others who are in. Never oneself. */
function othersOf(call: Call, { legId }: PersonLeg, participantId: string): { readonly legs: readonly Leg[] } | Refused {
  if (participantId === 'all') return { legs: call.legs.filter((leg) => leg.legId !== legId && isIn(call, leg)) };
  const other = participantOf(call, participantId);
  if (!other) return unknownParticipant(participantId);
  if (other.legId === legId) return refused('switchboard/wrong-state', 'That is you.', 'Use your own buttons for yourself.');
  return { legs: [other] };
}
