/** Who is in the meeting, as the page lists them. */
import { expect, test } from 'vitest';
import type { PhoneParticipant } from '../../../src/wire/live/page-event.ts';
import { nobody, peopleOf } from './roster.ts';
import { groupOf, who } from './test-line.ts';

const names = (people: readonly PhoneParticipant[]): readonly string[] => people.map(({ party }) => party.name);

test('I come first, then raised hands in their order, then the others by name', () => {
  const people = peopleOf(
    groupOf(who('Cleo'), who('Bob'), who('Zoe', { handMs: 5 }), who('Eve', { handMs: 9 }), who('Me', { isMe: true })),
  );
  expect(names(people.participants)).toEqual(['Me', 'Zoe', 'Eve', 'Bob', 'Cleo']);
  expect(people.me?.party.name).toBe('Me');
});

test('those who wait and those who are rung stand apart', () => {
  const people = peopleOf(groupOf(who('Ada', { isMe: true }), who('Bob', { isInLobby: true }), who('Cleo', { isRinging: true })));
  expect(names(people.participants)).toEqual(['Ada']);
  expect(names(people.waiting)).toEqual(['Bob']);
  expect(names(people.ringing)).toEqual(['Cleo']);
});

test('while I wait myself, I am there and do not let myself in', () => {
  const people = peopleOf(groupOf(who('Ada', { isMe: true, isInLobby: true })));
  expect(names(people.participants)).toEqual(['Ada']);
  expect(people.waiting).toEqual([]);
});

test('without a group there is nobody', () => {
  expect(peopleOf(undefined)).toBe(nobody);
});
