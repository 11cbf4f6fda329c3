/** Meetings planned at a page, and the list of them there. */
import type { PageCommand } from '../../wire/live/page-command.ts';
import type { MeetingSummary } from '../../wire/live/page-event.ts';
import type { Answer, Who } from './answer.ts';
import type { LiveDoorOptions } from './live-options.ts';
import { meetingsOf, newMeeting, summaryOf } from './meetings-desk.ts';

/** Undefined for nobody, and where no meetings are kept. */
export function listedMeetings(options: LiveDoorOptions, userId: string): readonly MeetingSummary[] | undefined {
  const person = options.directory.people.find((each) => each.userId === userId);
  return person && options.meetings ? meetingsOf(options.meetings, person, houseOf(options)) : undefined;
}

export async function createMeeting(
  options: LiveDoorOptions,
  { userId }: Who,
  command: Extract<PageCommand, { kind: 'createMeeting' }>,
): Promise<Answer> {
  const { meetings, directory, clock } = options;
  const person = directory.people.find((each) => each.userId === userId);
  if (!person || !meetings) {
    return { ok: false, code: 'live/no-meetings', message: 'No meetings are kept here.', remedy: 'Ask whoever runs this house.' };
  }
  const meeting = await meetings.create(newMeeting(person, command, clock.wallMs()));
  if (meeting) return { ok: true, result: summaryOf(meeting, person, houseOf(options)) };
  return {
    ok: false,
    code: 'live/too-many',
    message: 'As many meetings are kept as this switchboard takes.',
    remedy: 'Delete some that are over.',
  };
}

function houseOf({ directory, switchboard, clock }: LiveDoorOptions): Parameters<typeof meetingsOf>[2] {
  return { directory, calls: switchboard.calls(), nowMs: clock.wallMs() };
}
