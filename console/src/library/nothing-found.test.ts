/** What a search that finds nothing says of itself. */
import { expect, test } from 'vitest';
import { nobodySaid, nothingListed } from './nothing-found.ts';

test('what was searched is said, and how what was said comes off beside it', () => {
  const [where, said, remedy] = nothingListed({ text: 'budget' }, 'nowhere');
  expect(where).toBe('No recording that you may see has “budget” in its subject or in the names of its people.');
  expect(said).toMatch(/Nor did anybody say it where there is a transcript\. Without a transcript, .* cannot be searched/);
  expect(remedy).toBe('Try fewer words, or a part of one.');
  expect(nothingListed({ text: 'budget' }, 'found').slice(1)).toEqual([expect.stringMatching(/It was said, though/)]);
  expect(nothingListed({ text: 'budget' }, 'searching')[1]).toMatch(/still being searched/);
  expect(nothingListed({ text: 'budget' }, 'failed')[1]).toMatch(/could not be searched/);
});

test('of voicemail it is never said that nobody said it', () => {
  for (const said of ['nowhere', 'found', 'searching', 'failed'] as const) {
    const [where, why] = nothingListed({ text: 'budget', kind: 'voicemail' }, said);
    expect(where).toMatch(/^No voicemail/);
    expect(why).toMatch(/voicemail is not written down/);
  }
});

test('what was chosen beside the words is said as well', () => {
  expect(nothingListed({ text: 'plan', person: 'ada', from: '2026-11-01', kind: 'transcript' }, 'nowhere')).toEqual([
    'No transcript that you may see has “plan” in its subject or in the names of its people, of the person and the days that you chose.',
    expect.any(String),
    'Try fewer words or a part of one, or choose less beside them.',
  ]);
  expect(nothingListed({ person: 'ada' }, 'searching')).toEqual([
    'No recording that you may see is of the person that you chose.',
    'Choose less, or press “Show all”.',
  ]);
  expect(nothingListed({ from: '2026-11-01', to: '2026-11-01' }, 'searching')[0]).toMatch(/of the day that you chose/);
  expect(nothingListed({ kind: 'voicemail' }, 'searching')[0]).toBe('There is no voicemail that you may see.');
});

test('in what was said, it is told that nothing else was searched', () => {
  const [who, where, remedy] = nobodySaid({ text: 'budget', in: 'said', person: 'ada' });
  expect(who).toBe('Nobody said “budget” in a transcript that you may see, of the person that you chose.');
  expect(where).toMatch(/Subjects and names were not searched, nor were recordings that have no transcript/);
  expect(remedy).toMatch(/one sentence/);
});
