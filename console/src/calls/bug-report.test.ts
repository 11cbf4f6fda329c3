/** What a bug report must not carry, and what it must. */
import { describe, expect, test } from 'vitest';
import type { LadderExchange, Rail } from '../../../src/wire/live/ladder.ts';
import type { CallSummary } from '../../../src/wire/live/page-event.ts';
import { bugReport } from './bug-report.ts';
import { cleaner } from './cleaner.ts';

const desk: Rail = { id: 'bot:desk', name: 'Front desk', kind: 'bot' };
const house: Rail = { id: 'switchboard', name: 'Switchboard', kind: 'switchboard' };
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';
const exchange: LadderExchange = {
  kind: 'exchange',
  order: 1,
  atMs: 1_000,
  from: house,
  to: desk,
  title: 'call incoming from Ada Moreno',
  method: 'POST',
  url: `http://localhost:4400/prompts/7.wav?sig=abcdef&expires=99`,
  requestHeaders: { Authorization: `Bearer ${jwt}`, 'Content-Type': 'application/json' },
  requestBody: JSON.stringify({
    source: { identity: { user: { id: 'ada', displayName: 'Ada Moreno' }, phone: { id: '+15550100' } } },
    stranger: { displayName: 'Unknown Caller' },
    access_token: 'opaque-secret',
    expires_in: 3599,
    state: 'incoming',
    note: 'Ada dialled 100 and asked for grace@example.com',
  }),
  status: 202,
  responseBody: 'grant_type=client_credentials&client_secret=hunter2',
  seenBy: ['bot', 'switchboard'],
  problem: 'Grace did not answer.',
};
const call: CallSummary = {
  callId: 'call-1',
  from: { name: 'Ada Moreno', number: '201', kind: 'person' },
  to: { name: 'Front desk', number: '100', kind: 'bot' },
  startedMs: 0,
  state: 'ended',
  summary: 'Ada Moreno talked to Front desk',
};
const grace = { name: 'Grace Okafor', number: '202', kind: 'person' as const, id: 'grace' };
const report = bugReport({ version: '0.1.0', callId: 'call-1', call, messages: [exchange], known: [grace] });

describe('a bug report', () => {
  test.each(['Ada', 'Moreno', 'Grace', 'grace@', 'Unknown Caller', '+15550100', 'eyJ', 'opaque-secret', 'hunter2', 'abcdef', 'Front desk'])(
    'does not carry %s',
    (secret) => {
      expect(report).not.toContain(secret);
    },
  );

  test('keeps the course: order, method, status, states and who spoke to whom', () => {
    const { messages } = JSON.parse(report) as { messages: Record<string, unknown>[] };
    expect(messages[0]).toMatchObject({
      order: 1,
      method: 'POST',
      status: 202,
      from: { kind: 'switchboard', name: 'Switchboard' },
      requestBody: { state: 'incoming', source: { identity: { user: { displayName: 'Person 1' } } } },
      problem: 'Person 2 did not answer.',
    });
  });
});

test('a meeting keeps that it is one, and loses its subject, its link and its passcode', () => {
  const requestBody = JSON.stringify({
    subject: 'Merger talks',
    joinWebUrl: 'https://here/l/meetup-join/19%3ameeting_Secret',
    joinMeetingIdSettings: { isPasscodeRequired: true, passcode: 'qX7abc' },
  });
  const meeting: CallSummary = { ...call, group: { isMeeting: true, subject: 'Merger talks' } };
  const fact = { kind: 'fact', order: 2, atMs: 0, at: house, title: 'A meeting begins', detail: 'Merger talks', tone: 'neutral' } as const;
  const messages = [{ ...exchange, requestBody }, fact];
  const text = bugReport({ version: '0.1.0', callId: 'call-1', call: meeting, messages, known: [] });
  for (const secret of ['Merger', 'meetup', 'qX7abc']) expect(text).not.toContain(secret);
  expect(JSON.parse(text)).toMatchObject({ call: { group: { isMeeting: true } }, messages: [{}, { detail: 'Subject 1' }] });
});

describe('the cleaner', () => {
  const { text } = cleaner([{ name: 'Ann', number: '200', kind: 'person' }]);

  test('leaves words alone that only contain a name', () => {
    expect(text('Announcement for Ann')).toBe('Announcement for Person 1');
  });

  test('takes a number for a number only when it stands alone', () => {
    expect(text('dialled 200, port :200, 1200 ms, 200.5')).toBe('dialled Number 1, port :200, 1200 ms, 200.5');
  });

  test('gives a name with signs of patterns no meaning', () => {
    expect(cleaner([{ name: 'A+ (Lab)', kind: 'person' }]).text('call A+ (Lab) now')).toBe('call Person 1 now');
  });
});
