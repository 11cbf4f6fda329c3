/** A group call or a meeting as one who is in it sees it on her page. */
import type { Call, Leg, PersonLeg } from '../../switchboard/call.ts';
import type { ChatMessage as Written } from '../../switchboard/chat-book.ts';
import { isInvited } from '../../switchboard/inviting-people.ts';
import { isKeeper } from '../../switchboard/keeping/keeping.ts';
import { mayAdmit } from '../../switchboard/lobby.ts';
import { mayGiveRoles, mayModerate, mayShare, roleOf } from '../../switchboard/roles.ts';
import { participantsOf } from '../../switchboard/roster.ts';
import type { ChatMessage, PhoneGroup, PhoneParticipant } from '../../wire/live/page-event.ts';
import { invitationTo } from './meetings-desk.ts';
import { shownParty } from './shown-party.ts';

/** Whoever waits in the lobby sees nobody but herself. */
export function groupOf(call: Call, leg: PersonLeg, { canKeep }: { readonly canKeep: boolean }): PhoneGroup | undefined {
  const { group, startedMs } = call;
  if (!group || leg.state === 'ended') return undefined;
  const { meeting, subject } = group;
  const there = participantsOf(call);
  const seen = leg.isInLobby ? there.filter(({ legId }) => legId === leg.legId) : [...call.legs.filter(isInvited), ...there];
  return {
    subject,
    isMeeting: meeting !== undefined,
    participants: seen.map((each) => participantOf(call, each, leg)),
    mayAdmit: mayAdmit(call, leg),
    mayModerate: mayModerate(call, leg),
    mayGiveRoles: mayGiveRoles(call, leg),
    myRole: roleOf(call, leg),
    mayShare: mayShare(call, leg),
    mayRecord: canKeep && mayModerate(call, leg),
    recording: group.keeping?.state,
    transcript: group.transcribing?.state,
    invitation: meeting && !leg.isInLobby ? invitationTo(meeting) : undefined,
    startedMs,
  };
}

export function shownMessage({ messageId, from, text, sentMs }: Written, userId: string): ChatMessage {
  return { messageId, from: shownParty(from), isMine: from.id === userId, text, sentMs };
}

function participantOf(call: Call, each: Leg, { legId }: PersonLeg): PhoneParticipant {
  const { participantId, self, isMuted, isInLobby, isOnHold, handMs, pictures } = each;
  return {
    participantId,
    party: shownParty(self),
    isMe: each.legId === legId,
    isMuted,
    isInLobby,
    isOnHold,
    role: roleOf(call, each),
    handMs,
    hasCamera: pictures.camera,
    isSharing: pictures.screen,
    isRecording: (each.kind === 'app' && each.recording === 'recording') || isKeeper(call, each),
    isRinging: isInvited(each) || undefined,
    isAway: each.mustReconnect,
  };
}
