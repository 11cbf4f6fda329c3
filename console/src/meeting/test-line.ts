/** Test aids: participants, and lines with a meeting on them. */
import type { PhoneGroup, PhoneLine, PhoneParticipant } from '../../../src/wire/live/page-event.ts';

/** Somebody in the meeting; the name is the id. */
export function who(name: string, more: Partial<PhoneParticipant> = {}): PhoneParticipant {
  return {
    participantId: name,
    party: { name, number: '1', kind: 'person' },
    isMe: false,
    isMuted: false,
    isInLobby: false,
    isOnHold: false,
    role: 'presenter',
    hasCamera: false,
    isSharing: false,
    isRecording: false,
    ...more,
  };
}

export function groupOf(...participants: readonly PhoneParticipant[]): PhoneGroup {
  return {
    isMeeting: true,
    participants,
    mayAdmit: false,
    mayModerate: false,
    mayGiveRoles: false,
    myRole: 'presenter',
    mayShare: true,
    startedMs: 0,
  };
}

/** A line that is connected. */
export function lineWith(more: Partial<PhoneLine> = {}): PhoneLine {
  return {
    legId: 'leg',
    callId: 'call',
    direction: 'outgoing',
    state: 'connected',
    peer: { name: 'Weekly', number: '245678', kind: 'person' },
    isElsewhere: false,
    isMuted: false,
    sinceMs: 0,
    group: groupOf(),
    ...more,
  };
}
