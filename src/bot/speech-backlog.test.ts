/** What an interpreter says when it falls behind: what says little goes first, then the oldest. */
import { expect, test } from 'vitest';
import { SpeechBacklog } from './speech-backlog.ts';

const sentence = (segmentId: string, letters: number): { readonly segmentId: string; readonly text: string } => ({
  segmentId,
  text: 'long words come here '.repeat(20).slice(0, letters),
});

test('says in order what it can, and a later text of a segment in the place of the earlier one', () => {
  const backlog = new SpeechBacklog();
  expect([
    ...backlog.put(sentence('1', 40)),
    ...backlog.put(sentence('2', 40)),
    ...backlog.put({ segmentId: '1', text: 'otherwise' }),
  ]).toEqual([]);
  expect(backlog.waitingMs).toBe(49 * 60);
  expect([backlog.next()?.text, backlog.next()?.segmentId, backlog.next()]).toEqual(['otherwise', '2', undefined]);
});

test('when more than eight seconds wait, interjections are left out first, and then the oldest', () => {
  const backlog = new SpeechBacklog();
  backlog.put(sentence('1', 60));
  backlog.put({ segmentId: '2', text: 'I see.' });
  backlog.put(sentence('3', 64));
  expect(backlog.put({ segmentId: '4', text: 'We agree.' }).map(({ segmentId }) => segmentId)).toEqual(['2']);
  expect(backlog.put(sentence('5', 60)).map(({ segmentId }) => segmentId)).toEqual(['4', '1']);
  expect([backlog.next()?.segmentId, backlog.next()?.segmentId]).toEqual(['3', '5']);
});

test('one sentence is said however long it is, and how fast a voice speaks is learned', () => {
  const backlog = new SpeechBacklog();
  expect(backlog.put(sentence('1', 400))).toEqual([]);
  expect(backlog.waitingMs).toBe(24_000);
  for (let i = 0; i < 50; i++) backlog.learn('x'.repeat(10), 300);
  expect(backlog.waitingMs).toBe(12_000);
  backlog.clear();
  expect(backlog.isEmpty).toBe(true);
});
