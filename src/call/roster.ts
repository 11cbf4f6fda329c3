/** Those who take part in a group call or a meeting, and what may be done with them. */
import type { Cancel } from '../base/cancel.ts';
import type { Ended, EndReason } from './call-state.ts';
import type { Party, Target } from './party.ts';
import type { Sound } from './sound.ts';

/** Stands for the other side of a call between two, where the carrier tells no roster: the id of its taking part. */
export const OTHER_SIDE = 'other-side';

/** One who takes part, as the carrier last told. */
export type Participant = {
  /** The carrier's id of this taking part: whoever leaves and comes again has another. */
  readonly id: string;
  readonly party: Party;
  readonly isMuted: boolean;
  /** Waits for somebody to let them in. */
  readonly isInLobby: boolean;
  /** The bot itself. */
  readonly isSelf: boolean;
  /** In a meeting, in the carrier's words: `organizer`, `presenter`, `attendee`. Absent where it does not tell. */
  readonly role?: string | undefined;
};

/**
 * What a carrier cannot do in a call is a `CallError` with `call/cannot`, which names what can be done instead.
 * Ids are those of `participants`; `gone` means that they had left.
 */
export interface CarrierRoster {
  /** The bot included. Empty until the carrier has told, which in a call between two it mostly does not. */
  readonly participants: readonly Participant[];
  /**
   * Rings somebody into the call, which becomes a group call by it. With `replaces`, the other side of that call of the
   * bot's comes over, and that call ends.
   */
  invite(target: Target, options?: Cancel & { readonly replaces?: OtherCall | undefined }): Promise<InviteOutcome>;
  remove(participantId: string, options?: Cancel): Promise<PersonOutcome>;
  /** Nobody but the person can undo it. */
  mute(participantId: string, options?: Cancel): Promise<PersonOutcome>;
  /** Takes one out of the conversation, with music unless told what to play; one at a time. */
  hold(participantId: string, options?: Cancel & { readonly music?: Sound | undefined }): Promise<PersonOutcome>;
  unhold(participantId: string, options?: Cancel): Promise<PersonOutcome>;
  /**
   * The bot is heard by these alone from now on, and by everybody again with `all`. Those who hear it hear all others lower by `duckDb` while it
   * speaks, where the carrier can do that.
   */
  speakTo?(participantIds: readonly string[] | 'all', options?: Cancel & { readonly duckDb?: number | undefined }): Promise<DoneOutcome>;
}

/** A call of the same bot, by the carrier's id. */
export type OtherCall = { readonly info: { readonly id: string } };

export type DoneOutcome = { readonly kind: 'done' } | Ended;
export type PersonOutcome = DoneOutcome | { readonly kind: 'gone' };
export type InviteOutcome = { readonly kind: 'joined' } | { readonly kind: 'notJoined'; readonly reason: EndReason } | Ended;

export type RosterFacts = {
  participantJoined: { readonly participant: Participant };
  /** `reason` in the carrier's words, where it tells. */
  participantLeft: { readonly participant: Participant; readonly reason?: string | undefined };
  /** Muted, let in from the lobby, of another role, or known by another name. */
  participantChanged: { readonly from: Participant; readonly to: Participant };
};
