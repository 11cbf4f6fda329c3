/** What a meeting looks like, in a person's words. */
import type {
  ChatMessage,
  MeetingInvitation,
  MeetingRole,
  MeetingSummary,
  PhoneLine,
  PhoneParticipant,
} from '../../../src/wire/live/page-event.ts';
import type { MeetingView } from './meeting-view.ts';

export const roleWords: Readonly<Record<MeetingRole, string>> = { organizer: 'Organizer', presenter: 'Presenter', attendee: 'Attendee' };

/** What a meeting is called; also one without a subject. */
export function meetingTitle(line: Pick<PhoneLine, 'group'> | undefined): string {
  const { subject, isMeeting = true } = line?.group ?? {};
  if (subject !== undefined && subject !== '') return subject;
  return isMeeting ? 'Meeting' : 'Group call';
}

/** All that a tile shows, for ears: "Ada Lovelace, speaking, muted, hand raised". */
export function tileWords({ party, isMuted, isOnHold, handMs, isRecording }: PhoneParticipant, isSpeaking: boolean): string {
  const words = [
    party.name,
    isSpeaking && 'speaking',
    isMuted && 'muted',
    handMs !== undefined && 'hand raised',
    isOnHold && 'on hold',
    isRecording && 'recording',
  ];
  return words.filter((word) => word !== false).join(', ');
}

/** Those whose hands are up, the earliest first. */
export function handsOf(participants: readonly PhoneParticipant[]): readonly PhoneParticipant[] {
  return participants.filter(({ handMs }) => handMs !== undefined).toSorted((a, b) => (a.handMs ?? 0) - (b.handMs ?? 0));
}

/** Undefined while there is nothing to say. */
export function networkWords(network: MeetingView['network']): { readonly short: string; readonly long: string } | undefined {
  if (network === 'good') return undefined;
  return network === 'poor'
    ? { short: 'Weak connection', long: 'Your connection is weak: pictures may be coarse for a while.' }
    : { short: 'Bad connection', long: 'Your connection is bad: others may hear you in pieces. Switching your camera off helps.' };
}

/** "3 people in it now", "Nobody is in it". */
export function presentWords(present: number): string {
  if (present === 0) return 'Nobody is in it';
  return present === 1 ? '1 person is in it now' : `${String(present)} people are in it now`;
}

/** Those that are up first, then the next to come, then the latest past. */
export function sortedMeetings(meetings: readonly MeetingSummary[], nowMs: number): readonly MeetingSummary[] {
  const rank = ({ present, endMs }: MeetingSummary): number => (present > 0 ? 0 : endMs >= nowMs ? 1 : 2);
  return meetings.toSorted((a, b) => rank(a) - rank(b) || (rank(a) === 2 ? b.startMs - a.startMs : a.startMs - b.startMs));
}

/** "notes", "notes and archive": whoever records. */
export function namesOf(names: readonly string[]): string {
  const [first = '', ...rest] = names;
  const last = rest.pop();
  return last === undefined ? first : `${[first, ...rest].join(', ')} and ${last}`;
}

const togetherMs = 5 * 60_000;

/** Messages of one person that follow each other within five minutes stand under one name. */
export function chatGroups(messages: readonly ChatMessage[]): readonly (readonly ChatMessage[])[] {
  const groups: ChatMessage[][] = [];
  for (const message of messages) {
    const last = groups.at(-1)?.at(-1);
    const isSame = last?.from.number === message.from.number && last.from.name === message.from.name && last.isMine === message.isMine;
    if (last !== undefined && isSame && message.sentMs - last.sentMs < togetherMs) groups.at(-1)?.push(message);
    else groups.push([message]);
  }
  return groups;
}

/** The link that joins a meeting on this house, passcode and all. */
export function meetingLink({ path, passcode }: MeetingInvitation, origin: string): string {
  const url = new URL(path, origin);
  if (passcode !== undefined && !url.searchParams.has('p')) url.searchParams.set('p', passcode);
  return url.href;
}

/** The switchboard takes no longer message. */
const longestMessage = 4_000;
const worthSaying = 300;

/** How much more may be written, near the end of the room; undefined before. Counted as the switchboard counts: UTF-16, trimmed. */
export function chatRoom(text: string): { readonly words: string; readonly isTooLong: boolean } | undefined {
  const left = longestMessage - text.trim().length;
  if (left > worthSaying) return undefined;
  const characters = (value: number): string => `${String(value)} ${value === 1 ? 'character' : 'characters'}`;
  if (left >= 0) return { words: `${characters(left)} left`, isTooLong: false };
  return { words: `${characters(-left)} too long: shorten it, or send it in parts.`, isTooLong: true };
}
