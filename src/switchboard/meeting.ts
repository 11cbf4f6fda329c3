/** A meeting as it is planned: who holds it, how one gets in, and who waits in its lobby. Its call comes and goes; a meeting stays. */

/** Source of names and meanings: Graph docs, resources/onlinemeeting, lobbybypasssettings, joinmeetingidsettings. */
export type Meeting = {
  readonly meetingId: string;
  readonly tenantId: string;
  /** The person who holds it. */
  readonly organizerId: string;
  readonly subject?: string | undefined;
  /** The thread of its chat, such as `19:meeting_…@thread.v2`: part of its coordinates. */
  readonly threadId: string;
  /** Digits that a person dials and a bot joins by. */
  readonly joinMeetingId: string;
  /** Absent: none is asked for. */
  readonly passcode?: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
  readonly lobby: LobbyBypass;
  /** Absent: everybody is. */
  readonly presenters?: Presenters | undefined;
  /** What attendees may not do, and whether anybody writes. Absent: all may all. */
  readonly closed?: MeetingClosed | undefined;
  /** The link that calendars carry. */
  readonly joinWebUrl?: string | undefined;
};

/**
 * Who need not wait. `everyone` · `organization` people of its tenant, and apps that join with the rights of one · `organizer` nobody but she ·
 * `invited` those on the list, and she.
 */
export type LobbyBypass = {
  readonly scope: 'everyone' | 'organization' | 'organizer' | 'invited';
  readonly invitedIds: readonly string[];
};

/** Who comes as a presenter; all others come as attendees. `organization` people of its tenant · `named` those on the list. */
export type Presenters = { readonly scope: 'everyone' | 'organization' | 'named'; readonly userIds: readonly string[] };

/** `chat` nobody writes · `camera` attendees show none · `microphone` attendees come muted, and stay so until they are presenters. */
export type MeetingClosed = { readonly chat: boolean; readonly camera: boolean; readonly microphone: boolean };

/** How a meeting is found by whoever wants to join it. */
export type MeetingKey =
  | { readonly by: 'coordinates'; readonly threadId: string; readonly organizerId: string }
  | { readonly by: 'joinMeetingId'; readonly joinMeetingId: string; readonly passcode?: string | undefined }
  /** Handed out in notifications of a group call or meeting; 24 h. `conversationId` is what it was made for: a call or a meeting. */
  | { readonly by: 'conversation'; readonly conversationId: string };

/** Where the switchboard looks meetings up; the house fills it. */
export interface MeetingBook {
  find(key: MeetingKey): Meeting | 'wrongPasscode' | undefined;
}

export const noMeetings: MeetingBook = { find: () => undefined };
