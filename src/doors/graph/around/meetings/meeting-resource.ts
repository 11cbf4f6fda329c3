/** A planned meeting as Graph's `onlineMeeting`. */
import type { Attendee, PlannedMeeting } from '../../../../switchboard/meetings/planned-meeting.ts';
import type { MeetingMember, OnlineMeeting } from '../../../../wire/graph/online-meeting.ts';
import { principalName, type AroundRequest } from '../around-command.ts';

type Wording = Pick<AroundRequest, 'directory' | 'settings'>;

export function meetingResource(meeting: PlannedMeeting, wording: Wording): OnlineMeeting {
  const { options, subject = null, passcode = null, joinMeetingId, conferenceId, threadId, joinWebUrl } = meeting;
  const { dialInNumber } = wording.settings;
  return {
    id: meeting.meetingId,
    creationDateTime: iso(meeting.createdMs),
    startDateTime: iso(meeting.startMs),
    endDateTime: iso(meeting.endMs),
    joinUrl: joinWebUrl,
    joinWebUrl,
    subject,
    externalId: meeting.externalId ?? null,
    videoTeleconferenceId: meeting.videoTeleconferenceId,
    isBroadcast: false,
    isEntryExitAnnounced: options.isEntryExitAnnounced,
    allowedPresenters: options.allowedPresenters,
    allowAttendeeToEnableCamera: options.allowAttendeeToEnableCamera,
    allowAttendeeToEnableMic: options.allowAttendeeToEnableMic,
    allowMeetingChat: options.allowMeetingChat,
    allowTeamworkReactions: options.allowTeamworkReactions,
    recordAutomatically: false,
    lobbyBypassSettings: { scope: options.lobbyScope, isDialInBypassEnabled: options.isDialInBypassEnabled },
    joinMeetingIdSettings: { isPasscodeRequired: passcode !== null, joinMeetingId, passcode },
    audioConferencing:
      dialInNumber === undefined
        ? null
        : {
            conferenceId,
            tollNumber: dialInNumber,
            tollNumbers: [dialInNumber],
            tollFreeNumber: null,
            tollFreeNumbers: [],
            dialinUrl: null,
          },
    chatInfo: { threadId, messageId: '0', replyChainMessageId: null },
    joinInformation: { content: invitation(meeting), contentType: 'html' },
    participants: {
      organizer: member(meeting, { userId: meeting.organizerId, role: 'presenter' }, wording),
      attendees: options.attendees.map((each) => member(meeting, each, wording)),
    },
  };
}

function member({ tenantId }: PlannedMeeting, { userId, upn, role }: Attendee, wording: Wording): MeetingMember {
  const person = wording.directory.people.find((each) => each.userId === userId);
  const user = { id: userId ?? null, displayName: person?.name ?? null, tenantId, identityProvider: 'AAD' } as const;
  return { upn: upn ?? (person ? principalName(person, wording) : null), role, identity: { user } };
}

/** In English whatever `Accept-Language` says; as a data URL, percent-encoded, which is how Graph gives it. */
function invitation({ joinWebUrl, joinMeetingId, passcode }: PlannedMeeting): string {
  const digits = joinMeetingId.replaceAll(/(\d{3})(?=\d)/g, '$1 ');
  const secret = passcode === undefined ? '' : `<br>Passcode: ${passcode}`;
  const html = `<div><a href="${joinWebUrl.replaceAll('&', '&amp;')}">Join the meeting</a><br>Meeting ID: ${digits}${secret}</div>`;
  return `data:text/html,${encodeURIComponent(html)}`;
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
