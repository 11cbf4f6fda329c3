/** Ada's meeting of every week for tests: people come to it, and apps. */
import type { PersonDeed } from './input.ts';
import type { Meeting } from './meeting.ts';
import type { Result } from './result.ts';
import { bookOf, done, house, meeting, type House } from './test-house.ts';
import type { AppMedia } from './taking-part.ts';

const meetingNumber = '5550100';

/** Everybody may come in at once, unless told otherwise. */
export function meetingHouse(rest: Partial<Meeting> = {}, seed = 1): House {
  return house({ meetings: bookOf(meeting('everyone', rest)), seed });
}

/** Somebody dials in, and her sound comes up. */
export async function comes(h: House, userId: string): Promise<{ readonly legId: string; readonly userId: string }> {
  const { callId, legId } = done(h.switchboard.dial({ userId, pageId: `page-${userId}`, number: meetingNumber }));
  await h.engine.connect({ roomId: callId, legId, offer: '' });
  return { legId, userId };
}

/** An app joins; one with media of its own is connected at once. */
export function appComes(h: House, appId = 'desk', media: AppMedia = 'hosted'): { readonly appId: string; readonly legId: string } {
  const key = { by: 'joinMeetingId', joinMeetingId: meetingNumber } as const;
  const options = { isContentSharingNotificationEnabled: true };
  const { legId } = done(h.switchboard.joinMeeting({ appId, callbackUri: 'http://localhost/in', key, media, options }));
  if (media !== 'hosted') h.engine.facts.tell('legConnected', { legId });
  return { appId, legId };
}

export const bridge: AppMedia = { bridge: { soundsApart: 4, pictures: 4 } };

export function pidOf(h: House, who: string): string {
  return (h.personLeg(who) ?? h.appLeg(who))?.participantId ?? '';
}

type DeedOf<Deed> = Deed extends PersonDeed ? Omit<Deed, 'legId' | 'userId'> : never;

/** A deed of one who is in. */
export function does(h: House, userId: string, deed: DeedOf<Exclude<PersonDeed, { kind: 'post' | 'invitePerson' }>>): Result {
  return h.switchboard.conduct({ ...deed, userId, legId: h.personLeg(userId)?.legId ?? '' });
}

/** Collects what people are shown for a moment: “ada: Grace muted you.” */
export function linesOf(h: House): readonly string[] {
  const lines: string[] = [];
  h.switchboard.facts.on('said', ({ legId, text }) => {
    const leg = h.switchboard.callOfLeg(legId)?.legs.find((each) => each.legId === legId);
    lines.push(`${leg?.self.id ?? ''}: ${text}`);
  });
  return lines;
}
