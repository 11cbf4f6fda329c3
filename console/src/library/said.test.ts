/** What was found stands by recordings. */
import { expect, test } from 'vitest';
import { alsoSaidWords, hitsByRecording } from './said.ts';

const hit = (recordingId: string, segmentId: string): Parameters<typeof hitsByRecording>[0][number] => ({
  recordingId,
  subject: recordingId.toUpperCase(),
  startedMs: 1,
  segmentId,
  atMs: 0,
  speaker: 'Ada',
  text: 'plan',
  marks: [[0, 4]],
});

test('places of one recording stand together, in the order in which they came', () => {
  const groups = hitsByRecording([hit('b', '1'), hit('a', '2'), hit('b', '3')]);
  expect(groups.map(({ subject, hits }) => [subject, hits.map(({ segmentId }) => segmentId)])).toEqual([
    ['B', ['1', '3']],
    ['A', ['2']],
  ]);
});

test('whoever looks elsewhere is told where it was said', () => {
  const hits = [hit('b', '1'), hit('a', '2'), hit('b', '3')];
  expect(alsoSaidWords({ text: 'plan', hits, hasMore: false })).toBe('“plan” was said: 3 places in 2 recordings.');
  expect(alsoSaidWords({ text: 'plan', hits: hits.slice(0, 1), hasMore: true })).toBe('“plan” was said: more than 1 place in 1 recording.');
});
