/** Who is in the meeting, as the page lists them. */
import type { PhoneGroup, PhoneParticipant } from '../../../src/wire/live/page-event.ts';

export type People = {
  readonly participants: readonly PhoneParticipant[];
  readonly waiting: readonly PhoneParticipant[];
  readonly ringing: readonly PhoneParticipant[];
  readonly me: PhoneParticipant | undefined;
};

export const nobody: People = { participants: [], waiting: [], ringing: [], me: undefined };

/** Me first; raised hands in the order in which they went up; then the others by name. */
export function peopleOf(group: PhoneGroup | undefined): People {
  if (group === undefined) return nobody;
  const all = group.participants;
  const me = all.find(({ isMe }) => isMe);
  const isRung = (each: PhoneParticipant): boolean => each.isRinging === true;
  return {
    participants: all.filter((each) => (!each.isInLobby && !isRung(each)) || each.isMe).toSorted(inOrder),
    waiting: all.filter((each) => each.isInLobby && !each.isMe),
    ringing: all.filter((each) => isRung(each) && !each.isInLobby),
    me,
  };
}

function inOrder(a: PhoneParticipant, b: PhoneParticipant): number {
  if (a.isMe !== b.isMe) return a.isMe ? -1 : 1;
  const hands = (a.handMs ?? Infinity) - (b.handMs ?? Infinity);
  // Two hands that are down are Infinity − Infinity.
  if (hands !== 0 && !Number.isNaN(hands)) return hands;
  return a.party.name.localeCompare(b.party.name);
}
