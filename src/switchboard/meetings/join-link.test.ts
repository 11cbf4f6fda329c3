import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { coordinatesOf, isSameLink, joinLink } from './join-link.ts';

const coordinates = { threadId: '19:meeting_Zm9v@thread.v2', tenantId: 't-1', organizerId: 'o-1' };
const link = joinLink('https://teams.microsoft.com/', coordinates);

test('a link is as Teams writes it, and is read back', () => {
  expect(link).toBe(
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zm9v%40thread.v2/0?context=%7b%22Tid%22%3a%22t-1%22%2c%22Oid%22%3a%22o-1%22%7d',
  );
  expect(coordinatesOf(link)).toEqual(coordinates);
});

test.each([
  ['decoded', decodeURIComponent(link)],
  ['encoded once more, as in a filter', encodeURIComponent(link)],
  ['with its escapes in upper case', link.replaceAll(/%[0-9a-f]{2}/g, (escape) => escape.toUpperCase())],
  ['with more behind it', `${link}&anon=true`],
  ['with blanks around it', ` ${link}\n`],
  ['with its ids in upper case', joinLink('https://teams.microsoft.com', { ...coordinates, tenantId: 'T-1', organizerId: 'O-1' })],
])('a link %s leads to the same meeting', (_, other) => {
  expect(isSameLink(link, other)).toBe(true);
});

test('a link to another thread, or of another organizer, leads elsewhere', () => {
  for (const other of [{ threadId: '19:meeting_ZM9V@thread.v2' }, { organizerId: 'o-2' }, { tenantId: 't-2' }])
    expect(isSameLink(link, joinLink('https://teams.microsoft.com', { ...coordinates, ...other }))).toBe(false);
});

describe('what is no such link leads nowhere', () => {
  test.each([
    '',
    'x',
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting/0',
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting/0?context=%7b',
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting/0?context=%7b%22Tid%22%3a7%7d',
    'https://teams.microsoft.com/l/meetup-join/%ff/0?context=%7b%22Tid%22%3a%22t%22%2c%22Oid%22%3a%22o%22%7d',
    'https://teams.microsoft.com/l/chat/0/0?users=a',
    `${link}${'x'.repeat(10_000)}`,
    '%zz',
  ])('%j', (text) => {
    expect(coordinatesOf(text)).toBeUndefined();
    expect(isSameLink(text, text)).toBe(false);
  });

  test('and ten thousand spoilt ones throw nothing', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 10_000; round++) {
      const letters = Array.from(link);
      for (let change = 0; change < 3; change++)
        letters[Math.floor(random.unit() * letters.length)] = String.fromCharCode(Math.floor(random.unit() * 0x180));
      expect(() => coordinatesOf(letters.join(''))).not.toThrow();
    }
  });
});
