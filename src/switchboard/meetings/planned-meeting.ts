/** A meeting with all that its organizer asked for: what the book keeps, and what may be said when it is made or changed. */
import type { Meeting } from '../meeting.ts';

export type PlannedMeeting = Meeting & {
  readonly createdMs: number;
  /** The caller's own name for it; one organizer has one meeting of a name. */
  readonly externalId?: string | undefined;
  readonly joinWebUrl: string;
  /** Digits for whoever dials in by telephone. */
  readonly conferenceId: string;
  /** Digits by which a video device asks for it, at a bot that knows its way. */
  readonly videoTeleconferenceId: string;
  readonly options: MeetingOptions;
};

/** Source of names: Graph docs, resources/onlinemeeting. Kept and given back; `isDialInBypassEnabled`, `isEntryExitAnnounced` and `allowTeamworkReactions` have no effect. */
export type MeetingOptions = {
  readonly lobbyScope: LobbyScope;
  readonly isDialInBypassEnabled: boolean;
  readonly allowedPresenters: 'everyone' | 'organization' | 'roleIsPresenter' | 'organizer';
  readonly isEntryExitAnnounced: boolean;
  readonly allowAttendeeToEnableCamera: boolean;
  readonly allowAttendeeToEnableMic: boolean;
  readonly allowMeetingChat: 'enabled' | 'disabled' | 'limited';
  readonly allowTeamworkReactions: boolean;
  readonly attendees: readonly Attendee[];
};

export type LobbyScope = 'organizer' | 'organization' | 'organizationAndFederated' | 'everyone' | 'invited' | 'organizationExcludingGuests';

export type Attendee = {
  readonly userId?: string | undefined;
  readonly upn?: string | undefined;
  readonly role: 'attendee' | 'presenter' | 'coorganizer';
};

export const defaultMeetingOptions: MeetingOptions = {
  lobbyScope: 'organization',
  isDialInBypassEnabled: false,
  allowedPresenters: 'everyone',
  isEntryExitAnnounced: true,
  allowAttendeeToEnableCamera: true,
  allowAttendeeToEnableMic: true,
  allowMeetingChat: 'enabled',
  allowTeamworkReactions: true,
  attendees: [],
};

/** Times are milliseconds since 1970 UTC. */
export type NewMeeting = {
  readonly tenantId: string;
  readonly organizerId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly subject?: string | undefined;
  readonly externalId?: string | undefined;
  readonly isPasscodeRequired?: boolean | undefined;
  readonly options?: Partial<MeetingOptions> | undefined;
};

/** What is absent stays as it is. */
export type MeetingChanges = {
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  /** `null` takes it away. */
  readonly subject?: string | null | undefined;
  readonly isPasscodeRequired?: boolean | undefined;
  readonly options?: Partial<MeetingOptions> | undefined;
};
