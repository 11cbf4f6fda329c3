/** A meeting that was planned in a lab: people dial its number, bots join by its link. */
import type { PlannedMeeting } from '../../switchboard/meetings/planned-meeting.ts';

export class LabMeeting {
  /** What people dial, and bots can join by. */
  readonly number: string;
  readonly passcode: string | undefined;
  /** What bots join by: `context.join(meeting.link)`. */
  readonly link: string;
  readonly subject: string | undefined;
  /** Graph's id of the online meeting. */
  readonly id: string;

  constructor(planned: PlannedMeeting) {
    this.number = planned.joinMeetingId;
    this.passcode = planned.passcode;
    this.link = planned.joinWebUrl;
    this.subject = planned.subject;
    this.id = planned.meetingId;
  }
}
