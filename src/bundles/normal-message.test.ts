import { expect, test } from 'vitest';
import { isRandom, normalMessages } from './normal-message.ts';
import { testMessages } from './test-bundle.ts';

test('two runs of the same call give the same text', () => {
  expect(normalMessages(testMessages(1))).toEqual(normalMessages(testMessages(2)));
});

test('the same id has the same mark, and another has another', () => {
  const [first, , , play, tone] = normalMessages(testMessages(1));
  expect(first?.requestBody).toEqual({
    value: [{ resource: '/communications/calls/‹id 1›', resourceData: { at: '‹time›', state: 'incoming' } }],
  });
  expect(play?.url).toBe('‹origin 1›/v1.0/communications/calls/‹id 1›/playPrompt');
  expect(play?.requestBody).toMatchObject({ clientContext: '‹id 2›' });
  expect(play?.responseBody).toMatchObject({ clientContext: '‹id 2›' });
  expect(tone?.requestBody).not.toMatchObject({ clientContext: '‹id 2›' });
});

test.each([
  ['9f86d081884c7d659a2feaa0c55ad015', true],
  ['nHkLp2QxT0mZ9fR4sVbYcW', true],
  ['QmFzZUxldHRlcnNXaXRob3V0', true],
  ['serviceHostedMediaConfig', false],
  ['subscribeToTone', false],
  ['front-desk-of-the-house-at-the-corner', false],
  ['0302030302', false],
])('%s is made by chance: %s', (run, expected) => {
  expect(isRandom(run)).toBe(expected);
});

test.each([
  ['Sun, 22 Nov 2026 21:41:15 GMT', '‹time›'],
  ['2026-11-22T21:41:15.1234567Z', '‹time›'],
  ['x?token=abc&sig=d%2Fe', 'x?token=‹token 1›&sig=‹token 2›'],
  ['19:meeting_A0000000-0000-4000-8000-00000000020F@thread.v2', '19:meeting_‹id 1›@thread.v2'],
])('%s becomes %s', (body, text) => {
  expect(normalMessages([{ atMs: 0, direction: 'command', appId: 'a', method: 'GET', url: body, seenBy: [] }])[0]?.url).toBe(text);
});
