import { expect, test } from 'vitest';
import { ChatBook } from './chat-book.ts';
import type { CallFact } from './call-fact.ts';
import { done, house, threeTalk, type House } from './test-house.ts';
import { appComes, comes, meetingHouse } from './test-meeting.ts';

const threadId = '19:meeting_weekly@thread.v2';
const says = (h: House, userId: string, text: string) =>
  h.switchboard.chats.post({ legId: h.personLeg(userId)?.legId ?? '', userId, text });
const texts = (h: House, thread = threadId): readonly string[] =>
  h.switchboard.chats.of(thread).map(({ from, text }) => `${from.name}: ${text}`);

test('people and bots write to the thread of their conversation; what was written outlives the call of a meeting', async () => {
  const h = meetingHouse();
  const { legId } = await comes(h, 'ada');
  appComes(h);
  done(says(h, 'ada', 'Hello'));
  const posted = done(h.switchboard.chats.postApp({ appId: 'desk', threadId, text: 'Good morning' }));
  expect(posted).toMatchObject({ threadId, messageId: expect.any(String) as string });
  h.switchboard.hangUp({ userId: 'ada', legId });
  await h.clock.advance(10 * 60_000);
  expect(h.switchboard.calls()).toEqual([]);
  expect(texts(h)).toEqual(['Ada: Hello', 'desk: Good morning']);
  await comes(h, 'grace');
  expect(texts(h)).toHaveLength(2);
});

test('the chat of a group call is over with it', async () => {
  const h = house();
  await threeTalk(h);
  const thread = h.switchboard.calls()[0]?.group?.threadId ?? '';
  done(says(h, 'grace', 'Here'));
  expect(texts(h, thread)).toEqual(['Grace: Here']);
  for (const userId of ['ada', 'grace']) h.switchboard.hangUp({ userId, legId: h.personLeg(userId)?.legId ?? '' });
  expect(texts(h, thread)).toEqual([]);
});

test('nobody writes where she is not, and nothing is not written', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  const legId = h.personLeg('ada')?.legId ?? '';
  expect(h.switchboard.chats.post({ legId, userId: 'grace', text: 'I am Ada' })).toMatchObject({ code: 'switchboard/unknown-leg' });
  expect(says(h, 'ada', '  ')).toMatchObject({ code: 'switchboard/wrong-state' });
  expect(h.switchboard.chats.postApp({ appId: 'desk', threadId, text: 'hello' })).toMatchObject({ code: 'switchboard/unknown-leg' });
  expect(h.switchboard.chats.postApp({ appId: 'desk', threadId: '19:other', text: 'hello' })).toMatchObject({ ok: false });
  expect(texts(h)).toEqual([]);
});

test('after a restart the chats of meetings are there again, those of group calls are not', async () => {
  const h = meetingHouse();
  await comes(h, 'ada');
  done(says(h, 'ada', 'Before'));
  const again = meetingHouse();
  const group = h.facts.flatMap((fact) => (fact.type === 'posted' ? [{ ...fact, isOfMeeting: false, threadId: '19:group' }] : []));
  again.switchboard.chats.recall(JSON.parse(JSON.stringify([...h.facts, ...group])) as CallFact[]);
  expect(texts(again)).toEqual(['Ada: Before']);
  expect(texts(again, '19:group')).toEqual([]);
});

test('a thread keeps its latest messages, and the house the threads that were used last', () => {
  const book = new ChatBook({ threads: 2, messagesPerThread: 3 });
  const party = { kind: 'person', id: 'ada', tenantId: 't', name: 'Ada', number: '' } as const;
  const write = (thread: string, text: string): unknown =>
    book.take({
      version: 1,
      callId: 'c',
      atMs: 0,
      type: 'posted',
      legId: 'l',
      party,
      threadId: thread,
      messageId: text,
      text,
      isOfMeeting: true,
    });
  for (const text of ['1', '2', '3', '4']) write('a', text);
  expect(book.of('a').map(({ text }) => text)).toEqual(['2', '3', '4']);
  write('b', 'x');
  write('a', '5');
  write('c', 'y');
  expect([book.of('a').length, book.of('b').length, book.of('c').length]).toEqual([3, 0, 1]);
});
