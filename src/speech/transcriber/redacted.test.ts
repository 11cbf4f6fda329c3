/** What is shown goes through the rules of redaction. */
import { expect, test } from 'vitest';
import { virtualClock } from '../../base/virtual-clock.ts';
import { REDACTED, type Redactor } from '../redaction/redaction.ts';
import type { Segment } from '../segment.ts';
import { TestMeeting } from './test-meeting.ts';
import { TestRecogniser } from './test-recogniser.ts';

test('every revision goes through the rules of redaction, and what was covered in case is shown when nothing follows', async () => {
  const clock = virtualClock();
  let covered: Segment | undefined;
  const redactor: Redactor = {
    spans: [],
    take(segment) {
      covered = segment;
      return [{ ...segment, text: REDACTED, isRedacted: true }];
    },
    settle(nowMs) {
      const shown = covered && covered.endMs < nowMs - 5_000 ? [{ ...covered, revision: covered.revision + 1 }] : [];
      if (shown.length > 0) covered = undefined;
      return shown;
    },
  };
  const meeting = new TestMeeting(clock, 1, { providers: [new TestRecogniser({ clock })], redactor });
  await meeting.ticks(500, 0);
  await meeting.ticks(3_000);
  expect(meeting.held()).toMatchObject([{ state: 'final', text: REDACTED, isRedacted: true }]);
  await meeting.ticks(5_000);
  expect(meeting.held()).toMatchObject([{ state: 'final', text: '0:0-24' }]);
  await meeting.ticks(500, 0);
  await meeting.end();
  expect(meeting.held()).toMatchObject([{ text: '0:0-24' }, { text: '0:25-49' }]);
});

test('where a rule of redaction fails, nothing is shown', async () => {
  const clock = virtualClock();
  const redactor: Redactor = {
    spans: [],
    take: () => {
      throw new Error('out of rules');
    },
    settle: () => [],
  };
  const meeting = new TestMeeting(clock, 1, { providers: [new TestRecogniser({ clock })], redactor });
  await meeting.ticks(500, 0);
  await meeting.end();
  expect(meeting.revisions.every(({ text, state }) => text === '' && state === 'unheard')).toBe(true);
});
