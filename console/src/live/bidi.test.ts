/** What others wrote cannot turn the page's own words around. */
import { expect, test } from 'vitest';
import { eventOf } from './bidi.ts';

const name = 'Ada \u202Egnp.exe\u2066';
const party = { name, number: '201', kind: 'person' };

test('a name loses the signs that turn what follows it around', () => {
  const notice = eventOf(JSON.stringify({ kind: 'notice', legId: 'leg', text: `${name} raised her hand` }));
  expect(notice).toEqual({ kind: 'notice', legId: 'leg', text: 'Ada gnp.exe raised her hand' });
});

test('a chat text stays as written, its sender does not', () => {
  const message = { messageId: '1', from: party, isMine: false, text: 'a\u2067b\u2069', sentMs: 0 };
  const heard = eventOf(JSON.stringify({ kind: 'chat', legId: 'leg', isStart: true, messages: [message] }));
  expect(heard).toMatchObject({ messages: [{ from: { name: 'Ada gnp.exe' }, text: 'a\u2067b\u2069' }] });
});

test('evidence is not touched', () => {
  const ladder = { kind: 'ladder', callId: 'call', messages: [{ summary: name }] };
  expect(eventOf(JSON.stringify(ladder))).toEqual(ladder);
});
