/** What a call that came to nothing is called. */
import { expect, test } from 'vitest';
import { LiveError } from '../live/live-error.ts';
import { failed } from './attempt.ts';

const refusal = new LiveError({ code: 'switchboard/unknown-meeting', message: 'There is no such meeting.', remedy: 'Look again.' });

test('a joining that is refused is told as one, with the remedy', () => {
  const { trouble } = failed({ kind: 'dial', number: '999', step: 'network', isMeeting: true }, refusal);
  expect(trouble).toEqual({ message: 'Joining the meeting failed: There is no such meeting.', remedy: 'Look again.' });
});

test('a call that is refused names the number', () => {
  expect(failed({ kind: 'dial', number: '999', step: 'network' }, refusal).trouble?.message).toMatch(/^Calling 999 failed/);
});
