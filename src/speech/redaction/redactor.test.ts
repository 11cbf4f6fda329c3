/** What is taken out of what is said, what is not, and when. */
import { describe, expect, test } from 'vitest';
import type { Segment } from '../segment.ts';
import { makeRedactor } from './redactor.ts';
import { inTheEnd, keep, segmentOf, segmentsOf, withWords, type Piece } from './test-speech.ts';

const CARD = '4111 1111 1111 1111';

describe('a card number', () => {
  test.each([
    [`My card is ${CARD}, thanks.`, 'My card is •••, thanks.'],
    ['It is 4111-1111-1111-1111.', 'It is •••.'],
    ['It is 4111111111111111', 'It is •••'],
    ['it is four one one one one one one one one one one one one one one one', 'it is •••'],
    ['so it is forty one eleven eleven eleven eleven eleven eleven eleven okay', 'so it is ••• okay'],
    ['four triple one double one double one quadruple one triple one double one', '•••'],
    ['four one 11 1111 one one one one 1111 that is it', '••• that is it'],
    ['double five double five triple oh oh four four four four 4444', '•••'],
    // One digit was missed.
    ['four one one one one one one one one one one one one one one', '•••'],
    ['four one one for one one to one one oh one one one one', '•••'],
    ['４１１１ １１１１ １１１１ １１１１', '•••'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', '•••'],
  ])('%s', (text, shown) => expect(inTheEnd([text])).toEqual([shown]));

  test.each([
    ['es', 'mi tarjeta es cuatro uno uno uno, uno uno uno uno, uno uno uno uno, uno uno uno uno', 'mi tarjeta es •••'],
    ['es', 'cuarenta y uno once once once once once once once', '•••'],
    ['de', 'vier eins eins eins einundvierzig elf elf elf elf elf', '•••'],
    ['de-AT', 'meine Karte vier zwo null null fünf fünf sechs sechs sieben acht neun null', 'meine Karte •••'],
    ['fr', 'c’est le quarante et un onze onze onze onze onze onze onze', 'c’est le •••'],
    ['fr', 'quatre-vingt-dix-sept, soixante-douze, vingt-deux, zéro six, onze, douze', '•••'],
    ['und', 'vier eins eins eins zwei zwei zwei zwei uno uno uno uno', '•••'],
  ])('in %s: %s', (language, text, shown) => expect(inTheEnd([{ text, language }])).toEqual([shown]));

  test.each<readonly [string, readonly Piece[], readonly string[]]>([
    ['in pieces', ['My card is 4111', '1111', '1111 1111. Thanks.'], ['My card is •••', '•••', '•••. Thanks.']],
    [
      'with somebody else in between',
      ['4111 1111', { by: 'bob', text: 'Mm-hm, go on.' }, '1111 1111 is all.'],
      ['•••', 'Mm-hm, go on.', '••• is all.'],
    ],
    ['with fillers', ['four one one one uh one one one one', 'um', 'and then one one one one'], ['•••', 'um', 'and then •••']],
    ['with a pause asked for', ['3782 8224 hold on', 'let me see, 6310 005'], ['••• hold on', 'let me see, •••']],
    ['corrected', ['4111 1111 1111 1111', 'no wait, 4112'], ['•••', 'no wait, •••']],
    ['with less than one segment may show', ['41', '11', '11', '11', '11', '11', '11', '11'], Array.from({ length: 8 }, () => '•••')],
    [
      'with words between, after "card number"',
      ['The card number is 4111 1111. Did you get that? 1111', '1111 is the end'],
      ['The card number is •••. Did you get that? •••', '••• is the end'],
    ],
    ['when another asked', [{ by: 'bob', text: 'What is your card number?' }, '411111'], ['What is your card number?', '•••']],
  ])('%s', (_, pieces, shown) => expect(inTheEnd(pieces)).toEqual(shown));

  test('its security code and its expiry go too', () => {
    expect(inTheEnd([`${CARD}, expires 12/27, security code 123.`, 'The CVV, four digits, is 1 2 3 4.'])).toEqual([
      '•••, expires •••, security code •••.',
      'The CVV, four digits, is •••.',
    ]);
    expect(inTheEnd(['credit card', 'it is valid until September 2027', '123 is the security code'])).toEqual([
      'credit card',
      'it is valid until •••',
      '••• is the security code',
    ]);
    expect(inTheEnd([{ by: 'bob', text: 'And the security code?' }, 'one two three'])).toEqual(['And the security code?', '•••']);
  });
});

describe('accounts and health', () => {
  test.each([
    ['My IBAN is GB29 NWBK 6016 1331 9268 19.', 'My IBAN is •••.'],
    ['Send it to GB29NWBK60161331926819 please', 'Send it to ••• please'],
    ['it is g b two nine n w b k six oh one six one three three one nine two six eight one nine', 'it is •••'],
    ['D E eighty nine 3704 0044 0532 0130 00', '•••'],
    ['NO93 8601 1117 947 is Norwegian', '••• is Norwegian'],
    ['routing 021000021 account 123456', 'routing ••• account •••'],
    ['Zero two one zero zero zero zero two one it was', '••• it was'],
    ['sort code 12-34-56 and account number 12345678', 'sort code ••• and account number •••'],
    ['NHS number 943 476 5919', 'NHS number •••'],
    ['it was nine four three four seven six five nine one nine', 'it was •••'],
    ['the Medicare number is 1EG4-TE5-MK73', 'the Medicare number is •••'],
    ['one e g four t e five m k seven three', '•••'],
    ['Versicherte A123456780 hier', 'Versicherte ••• hier'],
    ['my social is 123-45-6789 yes', 'my social is ••• yes'],
    ['CVV 123', 'CVV •••'],
    ['the c v c is 1 2 3', 'the c v c is •••'],
    ['NHS 943 476 5919 and SSN 123-45-6789', 'NHS ••• and SSN •••'],
    ['PIN 4711', 'PIN •••'],
    ['medical record number 4821', 'medical record number •••'],
    ['medical record number is four eight two one seven', 'medical record number is •••'],
  ])('%s', (text, shown) => expect(inTheEnd([text])).toEqual([shown]));

  test('only what was asked for goes', () => {
    expect(inTheEnd([`${CARD} and NHS number 943 476 5919`], { rules: ['health'] })).toEqual([`${CARD} and NHS number •••`]);
    expect(inTheEnd([CARD], { rules: [] })).toEqual([CARD]);
  });
});

describe('listed words', () => {
  const words = ['Falcon', 'new york', 'Müller', '東京'];
  test.each([
    ['The falcon flies, Falcons do not. FALCON’s nest', 'The ••• flies, Falcons do not. •••’s nest'],
    ['in New York and New Yorkshire', 'in ••• and New Yorkshire'],
    ['Frau MÜLLER, Frau Muller', 'Frau •••, Frau •••'],
    ['私は東京に住む', '私は•••に住む'],
  ])('%s', (text, shown) => expect(inTheEnd([text], { words, rules: [] })).toEqual([shown.replaceAll('•••’s', '•••')]));

  test('a phrase may lie over two segments', () =>
    expect(inTheEnd(['in New', 'York it rains'], { words })).toEqual(['in •••', '••• it rains']));
});

describe('what is harmless comes out as it was', () => {
  test.each([
    'one two three four five six seven eight nine ten eleven twelve thirteen',
    'ten nine eight seven six five four three two one zero',
    'Call me at 555 123 4567 or +44 20 7946 0958.',
    'Meet at 10:30, then 11:45, in 2026, on 23/11/2026 or 2026-11-24.',
    'We sold 1,250,000 units for $3,400,000 and 20 percent more in 2025 than 2024.',
    'twenty two people came at five past nine in nineteen ninety nine',
    'Version 20.19.43 of 3 June, flight LH454, room 4021, the 3rd time',
    'The order 48213377 comes on the 5th.',
    'from 1990 to 2020 for 4 or 5 years',
    'our contract expires in 2027',
  ])('%s', (text) => expect(inTheEnd([text])).toEqual([text]));
});

describe('what is still being said', () => {
  const stream = (texts: readonly string[]): readonly string[] => {
    const redactor = makeRedactor();
    return texts.map((text, index) => redactor.take(segmentOf({ revision: index + 1, state: 'interim', text })).at(-1)?.text ?? '');
  };

  test('four digits at the end are covered until what follows shows what they are', () => {
    expect(stream(['room', 'room 40', 'room 40 21', 'room 40 21 is', 'room 40 21 is free'])).toEqual([
      'room',
      'room 40',
      'room •••',
      'room 40 21 is',
      'room 40 21 is free',
    ]);
    expect(stream(['it was in 2019', 'the account number is 1', 'the account number is 12 is'])).toEqual([
      'it was in 2019',
      'the account number is •••',
      'the account number is 12 is',
    ]);
  });

  test('the end of a segment is uncovered by the next, or by silence, under a higher number', () => {
    const [first, second] = segmentsOf(['it is room 40 21', 'up there']) as [Segment, Segment];
    const redactor = makeRedactor();
    expect(redactor.take(first)).toMatchObject([{ text: 'it is room •••', revision: 1, isRedacted: true }]);
    expect(redactor.take(second)).toMatchObject([
      { segmentId: 's0', text: 'it is room 40 21', revision: 2 },
      { segmentId: 's1', text: 'up there', revision: 1 },
    ]);
    const silent = makeRedactor();
    silent.take(first);
    expect(silent.settle(first.endMs + 9_000)).toEqual([]);
    expect(silent.settle(first.endMs + 10_000)).toMatchObject([{ text: 'it is room 40 21', revision: 2 }]);
    expect(silent.settle(first.endMs + 20_000)).toEqual([]);
  });

  test('numbers of revisions go up whatever comes in, and what comes too late is left out', () => {
    const shown = new Map<string, Segment>();
    const redactor = makeRedactor();
    const one = segmentOf({ segmentId: 'a', text: '4111' });
    keep(shown, redactor.take(one));
    keep(shown, redactor.take(segmentOf({ segmentId: 'b', startMs: 3_000, text: 'rooms' })));
    keep(shown, redactor.take({ ...one, revision: 2, text: '4112' }));
    keep(shown, redactor.take({ ...one, revision: 7, text: '4113' }));
    expect(redactor.take({ ...one, revision: 3 })).toEqual([]);
    expect(shown.get('a')).toMatchObject({ revision: 7, text: '4113' });
  });

  test('a gap that nobody understood does not end a number; one that is taken back leaves it', () => {
    const redactor = makeRedactor();
    const shown = new Map<string, Segment>();
    const [one, two, three] = segmentsOf(['4111 1111', '', '1111 1111']) as [Segment, Segment, Segment];
    for (const segment of [one, { ...two, state: 'unheard' } as const, three]) keep(shown, redactor.take(segment));
    expect([...shown.values()].map(({ text }) => text)).toEqual(['•••', '', '•••']);
    keep(shown, redactor.take({ ...three, revision: 2, state: 'removed', text: '' }));
    keep(shown, redactor.settle(Infinity));
    expect([...shown.values()].map(({ text }) => text)).toEqual(['4111 1111', '', '']);
  });

  test('what turns out to be somebody else’s is no part of a number any more', () => {
    const redactor = makeRedactor();
    const shown = new Map<string, Segment>();
    // Two could share it if its check digit were right.
    const [one, two] = segmentsOf(['4111 1111', '1111 1112']) as [Segment, Segment];
    keep(shown, redactor.take(one));
    keep(shown, redactor.take(two));
    keep(shown, redactor.take({ ...two, revision: 2, speaker: { speakerId: 'bob' } }));
    keep(shown, redactor.settle(Infinity));
    expect([...shown.values()].map(({ text }) => text)).toEqual(['4111 1111', '1111 1112']);
  });
});

describe('words and spans', () => {
  test('words go with the text, and the span is theirs with a margin', () => {
    const redactor = makeRedactor();
    const segment = withWords(segmentOf({ text: 'card 4111 1111 1111 1111 thanks', startMs: 1_000, endMs: 7_000 }));
    const [shown] = redactor.take(segment);
    expect(shown?.words).toEqual([
      { text: 'card', startMs: 1_000, endMs: 2_000 },
      { text: '•••', startMs: 2_000, endMs: 6_000 },
      { text: 'thanks', startMs: 6_000, endMs: 7_000 },
    ]);
    expect(redactor.spans).toEqual([{ speakerId: 'ada', startMs: 1_920, endMs: 6_080, rule: 'card' }]);
  });

  test('words that say it otherwise than the text lose whatever is a number', () => {
    const redactor = makeRedactor();
    const said = withWords(segmentOf({ text: 'card four one one one one one one one one one one one one one one one thanks' }));
    const [shown] = redactor.take({ ...said, text: 'Card 4111 1111 1111 1111, thanks.' });
    expect(shown?.text).toBe('Card •••, thanks.');
    expect(shown?.words?.map(({ text }) => text)).toEqual(['card', '•••', 'thanks']);
  });

  test('without words the span is the even share; what is covered only in case has none', () => {
    const redactor = makeRedactor();
    redactor.take(segmentOf({ text: `${'x'.repeat(19)} ${CARD}`, startMs: 0, endMs: 3_900 }));
    expect(redactor.spans).toEqual([{ speakerId: 'ada', startMs: 1_600, endMs: 3_900, rule: 'card' }]);
    const other = makeRedactor();
    other.take(segmentOf({ text: 'room 40 21' }));
    expect(other.spans).toEqual([]);
  });
});
