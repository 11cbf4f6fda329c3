/** What is known of a meeting, and who has been at a call. */
import type { Party } from './party.ts';

/** Times in milliseconds since 1970 UTC. Any of it may be unknown: of a group call that nobody planned there is little. */
export type MeetingDetails = {
  readonly subject?: string | undefined;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  readonly organizer?: { readonly id: string; readonly name?: string | undefined } | undefined;
  readonly joinMeetingId?: string | undefined;
  readonly passcode?: string | undefined;
  readonly joinUrl?: string | undefined;
  /** Of its chat. */
  readonly threadId?: string | undefined;
};

/** One who has been at a call, with each time that they came. Whoever the carrier does not name is another one each time. */
export type Attended = {
  readonly party: Party;
  readonly isSelf: boolean;
  /** As the carrier last told it, in its words: `organizer`, `presenter`, `attendee`. */
  readonly role?: string | undefined;
  /** In the order in which they came; several at once with several devices. */
  readonly visits: readonly Visit[];
  /** How long they have spoken; undefined in calls whose media are not the bot's own, which do not tell. */
  readonly spokenMs?: number | undefined;
};

export type Visit = {
  readonly participantId: string;
  /** Milliseconds since 1970 UTC. Of those who were there before the bot: since when it knew of them. */
  readonly joinedMs: number;
  /** Absent while they are there. */
  readonly leftMs?: number | undefined;
  /** Why they left, in the carrier's words, where it tells. */
  readonly reason?: string | undefined;
  /** How long they have waited in the lobby. */
  readonly lobbyMs: number;
};
