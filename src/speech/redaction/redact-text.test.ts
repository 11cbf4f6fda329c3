/** Numbers in a text that stands alone. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBeneficiaryIdentifier, isCard, isInsurantNumber, isLuhn, isNhsNumber, isRoutingNumber } from './check-digits.ts';
import { ibanAt } from './iban.ts';
import { redactText } from './redact-text.ts';
import { withLuhn } from './test-speech.ts';

const redact = redactText();

describe('a written text', () => {
  test.each([
    ['card 4111111111111111 refused', 'card ••• refused'],
    ['4111-1111-1111-1111, 5555 5555 5555 4444', '•••, •••'],
    ['could not post "my card is 3782 822463 10005"', 'could not post "my card is •••"'],
    ['card=4111111111111111&x=1', 'card=•••&x=1'],
    ['card4111111111111111', 'card•••'],
    ['line\n4111111111111111\n', 'line\n•••\n'],
    ['order 12 4111 1111 1111 1111', 'order 12 •••'],
    ['she said four one one one one one one one one one one one one one one one', 'she said •••'],
    ['IBAN: DE89 3704 0044 0532 0130 00.', 'IBAN: •••.'],
    ['account number 12345678', 'account number •••'],
    ['SSN 123-45-6789', 'SSN •••'],
  ])('%s', (text, shown) => expect(redact(text)).toBe(shown));

  test.each([
    '{"level":30,"time":1790000000000,"msg":"call over"}',
    'listening on 192.168.100.200:54321 and [2001:db8::1234:5678]:8080',
    '550e8400-e29b-41d4-a716-446655440000',
    '2026-11-23T07:27:08.123Z to 2026-11-23 08:27:08',
    'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'bytes 1234567 of 12345678 at 48000 Hz, pid 4242, 1234567890123456 ns',
    'call me at +1 555 123 4567 or 020 7946 0958',
  ])('%s stays', (text) => expect(redact(text)).toBe(text));

  test('listed words alone, where no rule is wanted', () => {
    const only = redactText({ rules: [], words: ['Project Falcon'] });
    expect(only('project falcon costs 4111 1111 1111 1111')).toBe('••• costs 4111 1111 1111 1111');
  });

  test('every card that is written with spaces or hyphens goes', () => {
    fc.assert(
      fc.property(
        fc
          .tuple(fc.constantFrom('4', '5', '34', '6'), fc.array(fc.nat(9), { minLength: 15, maxLength: 15 }))
          .map(([first, rest]) => withLuhn((first + rest.join('')).slice(0, 15))),
        fc.constantFrom(' ', '-', ''),
        fc.constantFrom('my card ', 'pan=', '"', ''),
        (card, between, before) => {
          const text = `${before}${[0, 4, 8, 12].map((at) => card.slice(at, at + 4)).join(between)} end`;
          expect(redact(text)).toBe(`${before}••• end`);
        },
      ),
    );
  });
});

describe('check digits', () => {
  test.each([
    [isLuhn, '79927398713', '79927398710'],
    [isCard, '4222222222222', '4222222222223'],
    [isNhsNumber, '9434765919', '9434765918'],
    [isRoutingNumber, '011000015', '011000016'],
    [isInsurantNumber, 'A123456780', 'A123456781'],
    [isBeneficiaryIdentifier, '1EG4TE5MK73', '1SG4TE5MK73'],
    [(iban: string) => ibanAt(iban, 0) === iban.length, 'MT84MALT011000012345MTLCAST001S', 'MT84MALT011000012345MTLCAST002S'],
  ] as const)('%o: %s, not %s', (isIt, right, wrong) => expect([isIt(right), isIt(wrong)]).toEqual([true, false]));
});
