import { expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { VoicemailLinks } from './voicemail-links.ts';

const links = new VoicemailLinks(seededRandom(1));
const read = (link: string): ReturnType<VoicemailLinks['read']> => links.read(new URL(link, 'http://localhost:4400'));

test.each([
  ['grace', 'm1'],
  ['grace hopper/../ada', 'ü?#&=%2f'],
])('a link for %s opens message %s', (userId, messageId) => {
  expect(read(links.to(userId, messageId))).toEqual({ userId, messageId });
});

test.each([
  ['no key', (link: string) => link.replace(/\?.*/, '')],
  ['an empty key', (link: string) => link.replace(/key=.*/, 'key=')],
  ['a key that is too long', (link: string) => `${link}A`],
  ['another key', (link: string) => link.replace(/key=./, (start) => (start === 'key=A' ? 'key=B' : 'key=A'))],
  ['the message of another', (link: string) => link.replace('grace', 'ada')],
  ['another message', (link: string) => link.replace('m1', 'm2')],
  ['another place', (link: string) => link.replace('/voicemail/', '/recordings/')],
  ['one more step', (link: string) => link.replace('/m1', '/x/m1')],
  ['a broken escape', (link: string) => link.replace('grace', '%E0%A4%A')],
])('a link with %s opens nothing', (_, change) => {
  const link = links.to('grace', 'm1');
  const tampered = change(link);
  expect(tampered).not.toBe(link);
  expect(read(tampered)).toBeUndefined();
});

test('a link of another run opens nothing', () => {
  expect(read(new VoicemailLinks(seededRandom(2)).to('grace', 'm1'))).toBeUndefined();
});
