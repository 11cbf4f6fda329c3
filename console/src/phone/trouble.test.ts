/** Every trouble is told in words, with a way out. */
import { describe, expect, test } from 'vitest';
import { LiveError } from '../live/live-error.ts';
import { isNoLongerWaiting, microphoneTrouble, troubleOf } from './trouble.ts';

describe('a microphone that cannot be had', () => {
  test.each([
    ['NotAllowedError', /blocked/],
    ['NotFoundError', /No microphone was found/],
    ['NotReadableError', /another program/],
    ['OverconstrainedError', /is gone/],
    ['SomethingNewError', /SomethingNewError/],
  ])('%s is told in its own words, with a remedy and a way to call without', (name, words) => {
    const trouble = microphoneTrouble(name, true);
    expect(trouble.message).toMatch(words);
    expect(trouble.remedy).toBeTruthy();
    expect(trouble.canGoSilent).toBe(true);
  });

  test('over plain http, the address is the reason, whatever the browser says', () => {
    expect(microphoneTrouble('TypeError', false).remedy).toMatch(/localhost.*https/);
  });
});

test('a refused command keeps the server’s sentence and remedy', () => {
  const error = new LiveError({ code: 'x', message: 'Nobody has the number 999.', remedy: 'Dial 100.' });
  expect(troubleOf(error, 'Calling 999 failed')).toEqual({
    message: 'Calling 999 failed: Nobody has the number 999.',
    remedy: 'Dial 100.',
  });
});

test('any other failure says what was tried', () => {
  expect(troubleOf(new Error('bad SDP'), 'Answering failed').message).toBe('Answering failed: bad SDP');
});

test.each([
  ['switchboard/wrong-state', true],
  ['switchboard/unknown-participant', true],
  ['switchboard/not-allowed', false],
])('an answer to the lobby refused as %s is moot: %s', (code, isMoot) => {
  expect(isNoLongerWaiting(new LiveError({ code, message: 'Refused.' }))).toBe(isMoot);
});
