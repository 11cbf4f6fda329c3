/** Meetings, who came to them, and what is left of them. Source: Graph docs, resources/onlinemeeting, meetingattendancereport, calltranscript. */
import { z } from 'zod';
import { inAnyCase } from './in-any-case.ts';
import { identitySet, type IdentitySet } from './identity.ts';

type MeetingParticipantInfo = {
  readonly identity?: IdentitySet | null | undefined;
  readonly role?: 'attendee' | 'presenter' | 'coorganizer' | 'producer' | null | undefined;
  readonly upn?: string | null | undefined;
};

/** What a bot says of a meeting that it makes or changes. Times in ISO 8601; without an offset they are UTC. */
export type OnlineMeetingBody = {
  readonly startDateTime?: string | null | undefined;
  readonly endDateTime?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly externalId?: string | null | undefined;
  readonly participants?: { readonly attendees?: readonly MeetingParticipantInfo[] | null | undefined } | null | undefined;
  readonly lobbyBypassSettings?:
    | { readonly scope?: LobbyBypassScope | null | undefined; readonly isDialInBypassEnabled?: boolean | null | undefined }
    | null
    | undefined;
  readonly joinMeetingIdSettings?: { readonly isPasscodeRequired?: boolean | null | undefined } | null | undefined;
  readonly allowedPresenters?: AllowedPresenters | null | undefined;
  readonly isEntryExitAnnounced?: boolean | null | undefined;
  readonly allowAttendeeToEnableCamera?: boolean | null | undefined;
  readonly allowAttendeeToEnableMic?: boolean | null | undefined;
  readonly allowMeetingChat?: MeetingChatMode | null | undefined;
  readonly allowTeamworkReactions?: boolean | null | undefined;
};

const lobbyScopes = [
  'organizer',
  'organization',
  'organizationAndFederated',
  'everyone',
  'invited',
  'organizationExcludingGuests',
] as const;
const presenters = ['everyone', 'organization', 'roleIsPresenter', 'organizer'] as const;
const chatModes = ['enabled', 'disabled', 'limited'] as const;
type LobbyBypassScope = (typeof lobbyScopes)[number];
type AllowedPresenters = (typeof presenters)[number];
type MeetingChatMode = (typeof chatModes)[number];

const moment = z.string().refine((text) => Number.isFinite(Date.parse(text)), 'is no date and time of ISO 8601');
const flag = z.boolean().nullish();

export const onlineMeetingBody: z.ZodType<OnlineMeetingBody> = z.looseObject({
  startDateTime: moment.nullish(),
  endDateTime: moment.nullish(),
  subject: z.string().max(1024).nullish(),
  externalId: z.string().min(1).max(1024).nullish(),
  participants: z
    .looseObject({
      attendees: z
        .array(
          z.looseObject({
            identity: identitySet.nullish(),
            role: inAnyCase(['attendee', 'presenter', 'coorganizer', 'producer'] as const).nullish(),
            upn: z.string().max(320).nullish(),
          }),
        )
        .max(1000)
        .nullish(),
    })
    .nullish(),
  lobbyBypassSettings: z.looseObject({ scope: inAnyCase(lobbyScopes).nullish(), isDialInBypassEnabled: flag }).nullish(),
  joinMeetingIdSettings: z.looseObject({ isPasscodeRequired: flag }).nullish(),
  allowedPresenters: inAnyCase(presenters).nullish(),
  isEntryExitAnnounced: flag,
  allowAttendeeToEnableCamera: flag,
  allowAttendeeToEnableMic: flag,
  allowMeetingChat: inAnyCase(chatModes).nullish(),
  allowTeamworkReactions: flag,
});

/** What Graph answers. `videoTeleconferenceId` and the organizer's `tenantId` are on the wire, wherever declared. */
export type OnlineMeeting = {
  readonly '@odata.context'?: string | undefined;
  readonly id: string;
  readonly creationDateTime: string;
  readonly startDateTime: string;
  readonly endDateTime: string;
  readonly joinUrl: string;
  readonly joinWebUrl: string;
  readonly subject: string | null;
  readonly externalId: string | null;
  readonly videoTeleconferenceId: string;
  readonly isBroadcast: false;
  readonly isEntryExitAnnounced: boolean;
  readonly allowedPresenters: AllowedPresenters;
  readonly allowAttendeeToEnableCamera: boolean;
  readonly allowAttendeeToEnableMic: boolean;
  readonly allowMeetingChat: MeetingChatMode;
  readonly allowTeamworkReactions: boolean;
  readonly recordAutomatically: false;
  readonly lobbyBypassSettings: { readonly scope: LobbyBypassScope; readonly isDialInBypassEnabled: boolean };
  readonly joinMeetingIdSettings: {
    readonly isPasscodeRequired: boolean;
    readonly joinMeetingId: string;
    readonly passcode: string | null;
  };
  readonly audioConferencing: AudioConferencing | null;
  readonly chatInfo: { readonly threadId: string; readonly messageId: string; readonly replyChainMessageId: null };
  readonly joinInformation: { readonly content: string; readonly contentType: 'html' };
  readonly participants: { readonly organizer: MeetingMember; readonly attendees: MeetingMember[] };
};

type AudioConferencing = {
  readonly conferenceId: string;
  readonly tollNumber: string;
  readonly tollNumbers: string[];
  readonly tollFreeNumber: null;
  readonly tollFreeNumbers: string[];
  readonly dialinUrl: null;
};

export type MeetingMember = {
  readonly upn: string | null;
  readonly role: 'presenter' | 'attendee' | 'coorganizer';
  readonly identity: {
    readonly user: {
      readonly id: string | null;
      readonly displayName: string | null;
      readonly tenantId: string;
      readonly identityProvider: 'AAD';
    };
  };
};

export type AttendanceReport = {
  readonly '@odata.context'?: string | undefined;
  readonly id: string;
  readonly totalParticipantCount: number;
  readonly meetingStartDateTime: string;
  readonly meetingEndDateTime: string;
  readonly attendanceRecords?: AttendanceRecord[] | undefined;
};

export type AttendanceRecord = {
  readonly id: string;
  readonly emailAddress: string | null;
  readonly totalAttendanceInSeconds: number;
  readonly role: 'Organizer' | 'Presenter' | 'Attendee';
  readonly identity: { readonly '@odata.type': string; readonly id: string; readonly displayName: string; readonly tenantId: string };
  readonly attendanceIntervals: { readonly joinDateTime: string; readonly leaveDateTime: string; readonly durationInSeconds: number }[];
};

/** A transcript or a recording; `…ContentUrl` after its kind. */
export type CallArtifact = {
  readonly id: string;
  /** Null for a call that was no meeting. */
  readonly meetingId: string | null;
  readonly callId: string;
  readonly contentCorrelationId: string;
  readonly createdDateTime: string;
  readonly endDateTime: string;
  readonly meetingOrganizer: {
    readonly application: null;
    readonly device: null;
    readonly user: { readonly id: string; readonly displayName: null; readonly tenantId: string };
  };
  readonly transcriptContentUrl?: string | undefined;
  readonly recordingContentUrl?: string | undefined;
};
