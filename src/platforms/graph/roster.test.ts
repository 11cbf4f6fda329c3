/** The roster fold: full lists, deltas, repeats, late ones and gaps. */
import { array, assert, constantFrom, property, record, shuffledSubarray, boolean as flag } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proofRounds } from '../../../test/proof-rounds.ts';
import { participant, type Participant } from '../../wire/graph/participant.ts';
import { participantNamed } from './fake-service.ts';
import { emptyRoster, foldDelta, foldFull, foldReadAnew, type Folded } from './roster.ts';

const one = (name: string, more: object = {}): Participant => participant.parse(participantNamed(name, more));
const gone = (name: string): Participant => one(name, { removedState: { reason: 'left' } });
const told = ({ changes }: Folded): string[] =>
  changes.map((change) => {
    const { id } = change.kind === 'changed' ? change.to : change.participant;
    return `${{ joined: '+', left: '-', changed: '~' }[change.kind]}${id.replace('participant-', '')}`;
  });
const names = ({ roster }: Folded): string[] => [...roster.byId.keys()].map((id) => id.replace('participant-', ''));

describe('full lists', () => {
  test('tell who came and who went', () => {
    const first = foldFull(emptyRoster, [one('bot'), one('ada')]);
    expect(told(first)).toEqual(['+bot', '+ada']);
    const second = foldFull(first.roster, [one('grace'), one('bot')]);
    expect(told(second)).toEqual(['-ada', '+grace', '~bot']);
    expect(names(second)).toEqual(['grace', 'bot']);
  });

  test('that were overtaken are passed over', () => {
    const newer = foldFull(emptyRoster, [one('bot', { rosterSequenceNumber: 1 }), one('ada', { rosterSequenceNumber: 5, isMuted: true })]);
    const late = foldFull(newer.roster, [one('bot', { rosterSequenceNumber: 1 }), one('ada', { rosterSequenceNumber: 4 })]);
    expect(late.changes).toEqual([]);
    expect(late.roster).toBe(newer.roster);
  });

  test('from which only the newest has gone are no late ones', () => {
    const before = foldFull(emptyRoster, [one('bot', { rosterSequenceNumber: 1 }), one('ada', { rosterSequenceNumber: 9 })]);
    expect(told(foldFull(before.roster, [one('bot', { rosterSequenceNumber: 1 })]))).toEqual(['-ada', '~bot']);
  });
});

describe('deltas', () => {
  test('add, change and remove', () => {
    const first = foldDelta(emptyRoster, { sequenceNumber: 1, participants: [one('bot'), one('ada')] });
    expect(told(first)).toEqual(['+bot', '+ada']);
    const second = foldDelta(first.roster, { sequenceNumber: 2, participants: [one('ada', { isMuted: true }), one('grace')] });
    expect(told(second)).toEqual(['~ada', '+grace']);
    const third = foldDelta(second.roster, { sequenceNumber: 3, participants: [gone('ada'), gone('nobody')] });
    expect(told(third)).toEqual(['-ada']);
    expect(names(third)).toEqual(['bot', 'grace']);
  });

  test('that come again, or late, change nothing', () => {
    const first = foldDelta(emptyRoster, { sequenceNumber: 1, participants: [one('bot')] });
    const second = foldDelta(first.roster, { sequenceNumber: 2, participants: [gone('bot')] });
    for (const sequenceNumber of [1, 2]) {
      const again = foldDelta(second.roster, { sequenceNumber, participants: [one('bot')] });
      expect(again.changes).toEqual([]);
      expect(again.hasGap).toBeUndefined();
      expect(names(again)).toEqual([]);
    }
  });

  test('of which one is missing leave a gap, until the list is read anew', () => {
    const first = foldDelta(emptyRoster, { sequenceNumber: 1, participants: [one('bot'), one('ada')] });
    const gap = foldDelta(first.roster, { sequenceNumber: 3, participants: [one('grace')] });
    expect(gap).toEqual({ roster: first.roster, changes: [], hasGap: true });
    expect(foldDelta(emptyRoster, { sequenceNumber: 2, participants: [] }).hasGap).toBe(true);
    const read = foldReadAnew(gap.roster, [one('bot'), one('grace'), one('linus')], 3);
    expect(told(read)).toEqual(['-ada', '~bot', '+grace', '+linus']);
    expect(foldDelta(read.roster, { sequenceNumber: 3, participants: [gone('bot')] }).changes).toEqual([]);
    expect(told(foldDelta(read.roster, { sequenceNumber: 4, participants: [gone('bot')] }))).toEqual(['-bot']);
  });
});

test('whatever comes in whatever order, the told changes lead to what is known', () => {
  const people = ['bot', 'ada', 'grace', 'linus'];
  const step = record({
    kind: constantFrom('full', 'delta', 'read'),
    who: shuffledSubarray(people),
    isGone: flag(),
    skip: constantFrom(0, 1, 1, 1, 2),
  });
  for (const seed of proofRounds(1, 30)) {
    assert(
      property(array(step, { maxLength: 30 }), (steps) => {
        let roster = emptyRoster;
        const heard = new Set<string>();
        for (const { kind, who, isGone, skip } of steps) {
          const sequenceNumber = (roster.sequence ?? 0) + skip;
          const folded =
            kind === 'full'
              ? foldFull(
                  roster,
                  who.map((name) => one(name)),
                )
              : kind === 'read'
                ? foldReadAnew(
                    roster,
                    who.map((name) => one(name)),
                    sequenceNumber,
                  )
                : foldDelta(roster, { sequenceNumber, participants: who.map((name) => (isGone ? gone(name) : one(name))) });
          for (const change of folded.changes) {
            if (change.kind === 'joined') {
              expect(heard.has(change.participant.id)).toBe(false);
              heard.add(change.participant.id);
            } else if (change.kind === 'left') expect(heard.delete(change.participant.id)).toBe(true);
            else expect(heard.has(change.to.id)).toBe(true);
          }
          ({ roster } = folded);
          expect(new Set(roster.byId.keys())).toEqual(heard);
        }
      }),
      { seed, numRuns: 200 },
    );
  }
});
