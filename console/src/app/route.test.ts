/** Addresses and what they mean. */
import { describe, expect, test } from 'vitest';
import { callsHref, hereId, libraryHref, meetHref, meetHrefOf, phoneHref, recordingHref, routeOf } from './route.ts';

const at = (address: string): ReturnType<typeof routeOf> => routeOf(new URL(address, 'http://localhost'));

describe('an address', () => {
  test('of the house is the home page', () => {
    expect(at('/')).toEqual({ page: 'home' });
  });

  test('of a phone carries who sits there and what to dial', () => {
    expect(at('/phone?as=ada&dial=100')).toEqual({ page: 'phone', as: 'ada', dial: '100' });
  });

  test('of a call carries the filter and the opened rung', () => {
    expect(at('/calls/a%2Fb?text=playPrompt&rail=bot&rung=12')).toEqual({
      page: 'calls',
      find: '',
      callId: 'a/b',
      ladder: { text: 'playPrompt', rail: 'bot', rung: 12 },
    });
  });

  test('with a rung that is no number opens none', () => {
    expect(at('/calls/x?rung=abc')).toMatchObject({ ladder: { rung: undefined } });
  });

  test('with a stray percent sign is taken as it stands', () => {
    expect(at('/calls/100%')).toMatchObject({ callId: '100%' });
  });

  test('that means nothing here is unknown', () => {
    expect(at('/phone/extra')).toEqual({ page: 'unknown', path: '/phone/extra' });
  });
});

test('what is written as an address reads back the same', () => {
  const ladder = { text: 'a&b', rail: 'bot:1', rung: 3 };
  expect(at(callsHref({ find: 'ada', callId: 'c 1', ladder }))).toEqual({ page: 'calls', find: 'ada', callId: 'c 1', ladder });
  expect(at(phoneHref({ dial: '+1 555' }))).toEqual({ page: 'phone', as: undefined, dial: '+1 555' });
  expect(phoneHref()).toBe('/phone');
});

test('meetings and one of them read back, with passcode and person', () => {
  expect(at('/meet')).toEqual({ page: 'meetings', as: undefined });
  expect(at(meetHref({ as: 'u1' }))).toEqual({ page: 'meetings', as: 'u1' });
  const place = { joinMeetingId: '245 678', passcode: 'a&b', as: 'u1' };
  expect(at(meetHref(place))).toEqual({ page: 'meeting', ...place });
  expect(at('/meet/1/2')).toMatchObject({ page: 'unknown' });
});

test('the library reads back with what is looked for, a recording with its moment', () => {
  const find = { text: 'road map', person: 'u1', from: '2026-11-01', to: '2026-11-23', kind: 'voicemail' } as const;
  expect(at(libraryHref({ as: 'ada', find, isHooks: true }))).toEqual({ page: 'library', as: 'ada', find, isHooks: true });
  expect(libraryHref()).toBe('/library');
  expect(at('/library?kind=film')).toMatchObject({ find: { kind: undefined }, isHooks: false });
  expect(at(recordingHref('r 1', { as: 'ada', moment: '1:02:03' }))).toEqual({
    page: 'recording',
    recordingId: 'r 1',
    as: 'ada',
    moment: '1:02:03',
  });
  expect(recordingHref('r1', { moment: '1:02:03' })).toBe('/library/r1?t=1:02:03');
  expect(at('/library/r1?t=5#t=3723')).toMatchObject({ moment: '3723' });
  expect(at('/library/r1/more')).toMatchObject({ page: 'unknown' });
});

test('a line leads to its meeting; a group call, which has no number, to the conversation of this window', () => {
  const group = {
    isMeeting: true,
    participants: [],
    mayAdmit: false,
    mayModerate: false,
    mayGiveRoles: false,
    mayShare: true,
    startedMs: 0,
  };
  const invitation = { joinMeetingId: '245678', passcode: 'x', path: '/meet/245678' };
  expect(meetHrefOf({ group: { ...group, myRole: 'presenter', invitation } })).toBe('/meet/245678?p=x');
  expect(meetHrefOf({ group: { ...group, myRole: 'presenter' } })).toBe(`/meet/${hereId}`);
});
