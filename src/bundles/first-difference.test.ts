import { expect, test } from 'vitest';
import { firstDifference } from './first-difference.ts';
import { botId, testMessages } from './test-bundle.ts';

const nameOf = (): string => 'front desk';

test('two runs of the same bot do not differ, however commands and notifications are interleaved', () => {
  const [before, after] = [testMessages(1), testMessages(2)];
  expect(firstDifference(before, after)).toBeUndefined();
  const [a, b, c, ...rest] = after;
  expect(
    firstDifference(
      before,
      [a, c, b, ...rest].filter((one) => one !== undefined),
    ),
  ).toBeUndefined();
});

test('another prompt is found at its place, with what came before it', () => {
  const found = firstDifference(testMessages(1), testMessages(2, { prompt: 'goodbye', lastState: 'establishing' }), { nameOf });
  expect(found).toMatchObject({
    index: 3,
    direction: 'command',
    nth: 2,
    appId: botId,
    where: 'requestBody.prompts.0.mediaInfo.resourceId',
  });
  expect(found?.sentence).toBe(
    'The command 2 of front desk (POST ‹origin 1›/v1.0/communications/calls/‹id 1›/playPrompt) differs at requestBody.prompts.0.mediaInfo.resourceId: it was "welcome", and is "goodbye".',
  );
  expect(found?.shown).toContain('  command 1');
  expect(found?.shown).toContain('- command 2');
  expect(found?.shown).toContain('  - "welcome"\n  + "goodbye"');
});

test('a command that is not sent any more, and one more than before, are told', () => {
  const all = testMessages(1);
  const fewer = testMessages(2).filter(({ url }) => !url.endsWith('subscribeToTone'));
  expect(firstDifference(all, fewer)).toMatchObject({
    nth: 3,
    where: '',
    after: undefined,
    sentence: expect.stringContaining('any more') as string,
  });
  expect(firstDifference(fewer, all)).toMatchObject({
    nth: 3,
    where: '',
    before: undefined,
    sentence: expect.stringContaining('one more') as string,
  });
  expect(firstDifference(fewer, all)?.shown).toContain('- command 3   (nothing)');
});

test('a prompt that the switchboard had already, and a recording of another length, do not count', () => {
  const [first, second, ...others] = testMessages(1);
  if (!first || !second) throw new Error('no messages');
  const fetched = { ...first, method: 'GET', url: 'http://x/p/1.wav', requestBody: undefined, responseBody: '(9644 bytes of sound)' };
  const recording = { ...second, method: 'GET', url: 'http://x/recordings/1' };
  const before = [first, fetched, second, { ...recording, responseBody: '(18604 bytes)' }, ...others];
  expect(firstDifference(before, [first, second, { ...recording, responseBody: '(20001 bytes)' }, ...others])).toBeUndefined();
});

test('where an app is reached is another place in each house, and what it is told there still counts', () => {
  const moved = (path: string): ReturnType<typeof testMessages> =>
    testMessages(2).map((one) => ({
      ...one,
      url: one.url.replace('/bots/', path),
      requestBody: one.requestBody?.replaceAll('/bots/', path),
    }));
  expect(firstDifference(testMessages(1), moved('/bots/110/'))).toBeUndefined();
  expect(firstDifference(testMessages(1), moved('/bots/110/inner-'))).toMatchObject({ where: 'url', direction: 'notification', nth: 1 });
});

test('another command is told by what it was and what it is', () => {
  const after = testMessages(2).map((one) => ({ ...one, url: one.url.replace('playPrompt', 'recordResponse') }));
  expect(firstDifference(testMessages(1), after)).toMatchObject({ where: 'url', sentence: expect.stringMatching(/playPrompt, and is .*recordResponse/) as string }); // prettier-ignore
});

test('an app under another id is the same app, and a second one is compared by itself', () => {
  const renamed = testMessages(2).map((one) => ({ ...one, appId: 'other' }));
  expect(firstDifference(testMessages(1), renamed)).toBeUndefined();
  const two = [...testMessages(1), ...testMessages(3).map((one) => ({ ...one, appId: 'second' }))];
  expect(firstDifference(testMessages(1), two)).toMatchObject({ appId: 'second', nth: 1 });
});

test('another status, and an answer that does not come, differ', () => {
  const [first, ...others] = testMessages(2);
  if (!first) throw new Error('no messages');
  expect(firstDifference(testMessages(1), [{ ...first, status: 500 }, ...others])).toMatchObject({ where: 'status', index: 0 });
  const { status: _, ...unanswered } = first;
  expect(firstDifference(testMessages(1), [unanswered, ...others])?.shown).toContain('no answer');
});
