/** Numbers that one speaker's words do not show: shared, gone on with late, repeated. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Segment } from '../segment.ts';
import { makeRedactor } from './redactor.ts';
import { inTheEnd, keep, segmentOf, segmentsOf, spelt, withLuhn, type Piece } from './test-speech.ts';

const bob = (text: string, pauseMs: number = 200): Piece => ({ by: 'bob', text, pauseMs });
const late = (text: string, pauseMs: number): Piece => ({ text, pauseMs });

describe('a number that two speakers share goes from both', () => {
  test.each<readonly [string, readonly Piece[], readonly string[]]>([
    ['half and half', ['it is 4111 1111', bob('1111 1111, right?')], ['it is •••', '•••, right?']],
    ['by turns', ['4111', bob('one one one one'), '1111', bob('1111')], ['•••', '•••', '•••', '•••']],
    ['with fillers', ['4929 1763', bob('um'), bob('0852 uh', 5_000), '6340'], ['•••', 'um', '••• uh', '•••']],
    ['by three', ['4929', bob('1763 0852'), { by: 'eve', text: '6340 it was' }], ['•••', '•••', '••• it was']],
    ['where one repeats what the other says', ['4929', bob('1763'), '1763', bob('0852 6340')], ['•••', '•••', '•••', '•••']],
    ['an IBAN', ['DE89 3704 0044', bob('0532 0130 00')], ['•••', '•••']],
    ['misheard, where a card was spoken of', ['my credit card', bob('4929 1763', 31_000), '0852 6341'], ['my credit card', '•••', '•••']],
  ])('%s', (_, pieces, shown) => expect(inTheEnd(pieces)).toEqual(shown));

  test.each<readonly [string, readonly Piece[]]>([
    ['without a check digit', ['4929 1763', bob('0852 6341')]],
    ['with words between', ['4929 1763', bob('and I have room'), bob('0852 6340')]],
    ['after half a minute', ['4929 1763', bob('0852 6340', 31_000)]],
    ['phone numbers, though a card was spoken of', ['my credit card', late('call me at 4929 1763', 31_000), bob('0852 6341')]],
    [
      'counting, though a card was spoken of',
      ['my credit card', late('one two three four five six', 31_000), bob('seven eight nine ten eleven twelve thirteen')],
    ],
    ['years', ['2019', bob('2020'), '2021', bob('2022')]],
  ])('%s nothing goes', (_, pieces) =>
    expect(inTheEnd(pieces)).toEqual(pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text))),
  );

  test('and not where cards may stay', () =>
    expect(inTheEnd(['4929 1763', bob('0852 6340')], { rules: ['health'] })).toEqual(['4929 1763', '0852 6340']));
});

describe('a number that is gone on with after a long silence', () => {
  test('loses its first digits, which were shown meanwhile, by a revision', () => {
    for (const pauseMs of [12_000, 25_000, 40_000, 170_000]) {
      const redactor = makeRedactor();
      const shown = new Map<string, Segment>();
      const [first, other, second] = segmentsOf(['it is 4929 1763', bob('take your time', pauseMs - 6_000), late('0852 6340', 3_000)]) as [Segment, Segment, Segment]; // prettier-ignore
      keep(shown, redactor.take(first));
      expect(shown.get('s0')?.text).toBe('it is •••');
      keep(shown, redactor.settle(first.endMs + 10_000));
      expect(shown.get('s0')).toMatchObject({ text: 'it is 4929 1763', revision: 2 });
      keep(shown, redactor.take(other));
      const revised = redactor.take(second);
      keep(shown, revised);
      expect(revised.map(({ segmentId, text, revision, isRedacted }) => [segmentId, text, revision, isRedacted])).toEqual([
        ['s0', 'it is •••', 3, true],
        ['s2', '•••', 1, true],
      ]);
      expect(redactor.spans.map(({ startMs, rule }) => [startMs, rule])).toEqual([[expect.any(Number), 'card'], [expect.any(Number), 'card']]); // prettier-ignore
    }
  });

  test.each<readonly [string, readonly Piece[]]>([
    ['after three minutes', ['4929 1763', late('0852 6340', 181_000)]],
    ['after half a minute without a check digit', ['4929 1763', late('0852 6341', 31_000)]],
    ['after other words of one’s own', ['4929 1763', 'is my order', late('0852 6340', 31_000)]],
  ])('%s nothing goes', (_, pieces) =>
    expect(inTheEnd(pieces)).toEqual(pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text))),
  );
});

describe('what is repeated of a number that was taken out', () => {
  test.each<readonly [string, readonly Piece[], readonly string[]]>([
    ['by another', ['4929 1763 0852 6340 it is', bob('you said 0852 and then?')], ['••• it is', 'you said ••• and then?']],
    ['in words', ['account number 83127745', bob('was that seven seven four five')], ['account number •••', 'was that •••']],
    ['before it was known', [bob('does it begin with 4929'), '4929 1763 0852 6340 it does'], ['does it begin with •••', '••• it does']],
    ['of one that was shared', ['4929 1763', bob('0852 6340'), 'so 6340 at the end'], ['•••', '•••', 'so ••• at the end']],
  ])('goes: %s', (_, pieces, shown) => expect(inTheEnd(pieces)).toEqual(shown));

  test.each<readonly [string, readonly Piece[]]>([
    ['three digits', [bob('room 852 is free')]],
    ['other digits', [bob('room 8526 1 is free')]],
    ['a year', [bob('it was 1960 then')]],
    ['two minutes later', [bob('room 0852 is free', 125_000)]],
  ])(
    'stays: %s',
    (_, pieces) =>
    expect(inTheEnd(['4929 1960 0852 6346 yes', ...pieces]).slice(1)).toEqual(pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text))), // prettier-ignore
  );
});

test('at no moment is a part that completes a shared number shown', () => {
  const redactor = makeRedactor();
  const shown = new Map<string, Segment>();
  keep(shown, redactor.take(segmentOf({ segmentId: 'a', text: '4929 1763' })));
  const words = ['0852', '0852 6340', '0852 6340 is', '0852 6340 is all'];
  for (const [at, text] of words.entries()) {
    const revised = redactor.take(segmentOf({ segmentId: 'b', startMs: 4_000, revision: at + 1, state: 'interim', text, speaker: { speakerId: 'bob' } })); // prettier-ignore
    expect(revised.filter(({ text: each }) => each.includes('6340'))).toEqual([]);
    keep(shown, revised);
  }
  expect([...shown.values()].map(({ text }) => text)).toEqual(['•••', '••• is all']);
  // What was misheard so is another number in the end.
  keep(shown, redactor.take(segmentOf({ segmentId: 'b', startMs: 4_000, revision: 9, text: '0852 6341 is all', speaker: { speakerId: 'bob' } }))); // prettier-ignore
  keep(shown, redactor.settle(Infinity));
  expect([...shown.values()].map(({ text }) => text)).toEqual(['4929 1763', '0852 6341 is all']);
});

test('what was found stays found when the other part of it is not remembered any more', () => {
  const redactor = makeRedactor();
  const shown = new Map<string, Segment>();
  keep(shown, redactor.take(segmentOf({ segmentId: 'a', text: '4929 1763' })));
  keep(shown, redactor.take(segmentOf({ segmentId: 'b', startMs: 4_000, text: '0852 6340', speaker: { speakerId: 'bob' } })));
  for (let at = 1; at <= 60; at++)
    keep(shown, redactor.take(segmentOf({ segmentId: `a${String(at)}`, startMs: at * 8_000, text: 'words' })));
  keep(shown, redactor.settle(Infinity));
  expect([shown.get('a')?.text, shown.get('b')?.text]).toEqual(['•••', '•••']);
});

test('however two share a card, in the end neither shows any of it', () => {
  const shares = fc.record({
    rest: fc.array(fc.nat(9), { minLength: 14, maxLength: 14 }),
    choices: fc.array(fc.nat(99), { minLength: 1, maxLength: 12 }),
    /** After so many digits the other goes on. */
    cuts: fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 1, maxLength: 5 }),
    before: fc.constantFrom('', 'it says'),
    after: fc.constantFrom('', 'and that is all'),
  });
  fc.assert(
    fc.property(shares, ({ rest, choices, cuts, before, after }) => {
      const digits = withLuhn(`4${rest.join('')}`);
      const parts: string[] = [];
      // A lone “oh” is no digit, so nobody says the last one alone.
      for (let at = 0; at < digits.length; at += parts.at(-1)?.length ?? 1) {
        const size = cuts[parts.length % cuts.length] ?? 2;
        parts.push(digits.slice(at, at + size + (at + size === digits.length - 1 ? 1 : 0)));
      }
      const texts = parts.map((part, at) =>
        [at === 0 ? before : '', ...spelt(part, choices), at === parts.length - 1 ? after : ''].join(' ').trim(),
      );
      const shown = inTheEnd(texts.map((text, at) => ({ by: at % 2 === 0 ? 'ada' : 'bob', text })));
      expect(shown.map((text) => text.replaceAll('-', ''))).toEqual(
        texts.map((_, at) => [at === 0 ? before : '', '•••', at === texts.length - 1 ? after : ''].join(' ').trim()),
      );
    }),
    { numRuns: 300 },
  );
});

test('what is shown while two speak is what would be shown of the same segments at once', () => {
  const words = fc.array(fc.constantFrom(...'4111 1111 1111 4929 1763 0852 6340 12 uh um the order is'.split(' ')), { minLength: 1, maxLength: 3 }); // prettier-ignore
  const said = fc.array(fc.record({ by: fc.constantFrom('ada', 'bob'), words }), { minLength: 1, maxLength: 9 });
  const textsOf = (shown: ReadonlyMap<string, Segment>): readonly string[] => [...shown.values()].map(({ text }) => text);
  fc.assert(
    fc.property(said, (parts) => {
      const redactor = makeRedactor();
      const shown = new Map<string, Segment>();
      const finals: Segment[] = [];
      for (const [place, part] of parts.entries()) {
        const segments = part.words.map((_, at) =>
          segmentOf({
            segmentId: `s${String(place)}`,
            startMs: place * 3_300,
            speaker: { speakerId: part.by },
            revision: at + 1,
            state: at < part.words.length - 1 ? 'interim' : 'final',
            text: part.words.slice(0, at + 1).join(' '),
          }),
        );
        for (const segment of segments) {
          keep(shown, redactor.take(segment));
          const fresh = makeRedactor();
          const atOnce = new Map<string, Segment>();
          for (const each of [...finals, { ...segment, state: 'final' as const }]) keep(atOnce, fresh.take(each));
          expect(textsOf(shown)).toEqual(textsOf(atOnce));
        }
        finals.push(...segments.slice(-1));
      }
    }),
    { numRuns: 200 },
  );
});
