/** What the meeting page says. */
import { describe, expect, test } from 'vitest';
import type { ChatMessage, MeetingSummary, PhoneParticipant } from '../../../src/wire/live/page-event.ts';
import {
  chatGroups,
  chatRoom,
  handsOf,
  meetingLink,
  meetingTitle,
  namesOf,
  networkWords,
  presentWords,
  sortedMeetings,
  tileWords,
} from './meeting-words.ts';

const ada: PhoneParticipant = {
  participantId: 'p1',
  party: { name: 'Ada', number: '201', kind: 'person' },
  isMe: false,
  isMuted: false,
  isInLobby: false,
  isOnHold: false,
  role: 'presenter',
  hasCamera: false,
  isSharing: false,
  isRecording: false,
};

test('a tile says all that it shows', () => {
  expect(tileWords(ada, false)).toBe('Ada');
  expect(tileWords({ ...ada, isMuted: true, handMs: 1, isOnHold: true, isRecording: true }, true)).toBe(
    'Ada, speaking, muted, hand raised, on hold, recording',
  );
});

test('hands stand in the order in which they went up', () => {
  const raised = [3, undefined, 1].map((handMs, index) => ({ ...ada, participantId: String(index), handMs }));
  expect(handsOf(raised).map(({ participantId }) => participantId)).toEqual(['2', '0']);
});

test.each([
  [undefined, 'Meeting'],
  [{ subject: '', isMeeting: true }, 'Meeting'],
  [{ isMeeting: false }, 'Group call'],
  [{ subject: 'Weekly', isMeeting: true }, 'Weekly'],
])('the meeting of %j is called %s', (group, title) => {
  const rest = { participants: [], mayAdmit: false, mayModerate: false, mayGiveRoles: false, mayShare: true, startedMs: 0 };
  expect(meetingTitle(group && { group: { ...rest, ...group, myRole: 'presenter' } })).toBe(title);
});

test('a good network needs no words, others say what helps', () => {
  expect(networkWords('good')).toBeUndefined();
  expect(networkWords('poor')?.short).toMatch(/Weak/);
  expect(networkWords('bad')?.long).toMatch(/camera off/);
});

test.each([
  [0, 'Nobody is in it'],
  [1, '1 person is in it now'],
  [7, '7 people are in it now'],
])('%i present: %s', (present, words) => {
  expect(presentWords(present)).toBe(words);
});

test.each([
  [['notes'], 'notes'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j are named as %s', (names, words) => {
  expect(namesOf(names)).toBe(words);
});

test('meetings that are up come first, then the next, then the latest past', () => {
  const of = (meetingId: string, startMs: number, present = 0): MeetingSummary => ({
    meetingId,
    startMs,
    endMs: startMs + 10,
    present,
    organizer: 'Ada',
    isMine: true,
    invitation: { joinMeetingId: meetingId, path: `/meet/${meetingId}` },
  });
  const all = [of('old', 10), of('next', 200), of('up', 50, 2), of('later', 300), of('older', 5)];
  expect(sortedMeetings(all, 100).map(({ meetingId }) => meetingId)).toEqual(['up', 'next', 'later', 'old', 'older']);
});

describe('chat', () => {
  const said = (messageId: string, name: string, sentMs: number): ChatMessage => ({
    messageId,
    from: { name, number: name, kind: 'person' },
    isMine: false,
    text: messageId,
    sentMs,
  });

  test('what one says in a row stands together, until another speaks or five minutes pass', () => {
    const groups = chatGroups([
      said('1', 'Ada', 0),
      said('2', 'Ada', 1000),
      said('3', 'Grace', 2000),
      said('4', 'Ada', 3000),
      said('5', 'Ada', 400_000),
    ]);
    expect(groups.map((group) => group.map(({ messageId }) => messageId))).toEqual([['1', '2'], ['3'], ['4'], ['5']]);
  });

  test('nothing said is no group', () => {
    expect(chatGroups([])).toEqual([]);
  });
});

test('the link to a meeting carries its passcode, once', () => {
  const invitation = { joinMeetingId: '245678', path: '/meet/245678', passcode: 'a b' };
  expect(meetingLink(invitation, 'http://localhost:4400')).toBe('http://localhost:4400/meet/245678?p=a+b');
  expect(meetingLink({ ...invitation, path: '/meet/245678?p=x' }, 'http://localhost:4400')).toBe('http://localhost:4400/meet/245678?p=x');
  expect(meetingLink({ joinMeetingId: '1', path: '/meet/1' }, 'http://localhost:4400')).toBe('http://localhost:4400/meet/1');
});

test('the chat says how much room is left, and what is too much', () => {
  expect(chatRoom('x'.repeat(3_699))).toBeUndefined();
  expect(chatRoom(`${'x'.repeat(3_999)}\n`)).toEqual({ words: '1 character left', isTooLong: false });
  expect(chatRoom('x'.repeat(4_000))?.isTooLong).toBe(false);
  expect(chatRoom('x'.repeat(4_002))).toEqual({ words: '2 characters too long: shorten it, or send it in parts.', isTooLong: true });
});
