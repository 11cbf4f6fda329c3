/** Addresses and what they mean. */
import { describe, expect, test } from 'vitest';
import { callsHref, phoneHref, routeOf } from './route.ts';

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
