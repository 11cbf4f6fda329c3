/** What was found stands by recordings. */
import { expect, test } from 'vitest';
import { hitsByRecording } from './said.ts';

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
