/** Promises that hold for any number, however it is said: nothing of it shows at any moment, and what is harmless comes out as it was. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Segment } from '../segment.ts';
import { digitRunsOf } from './digit-runs.ts';
import { makeRedactor } from './redactor.ts';
import { tokensOf } from './spoken-tokens.ts';
import { keep, segmentOf, spelt, withLuhn, withWords } from './test-speech.ts';

const digitsOfCard = fc
  .tuple(
    fc.constantFrom('4', '51', '2221', '34', '37', '6011'),
    fc.integer({ min: 12, max: 18 }),
    fc.array(fc.nat(9), { minLength: 18, maxLength: 18 }),
  )
  .map(([begins, size, rest]) => withLuhn((begins + rest.join('')).slice(0, size)));

const speech = fc.record({
  digits: digitsOfCard,
  choices: fc.array(fc.nat(99), { minLength: 1, maxLength: 20 }),
  /** After so many words a new segment begins. */
  cuts: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 }),
  fillers: fc.array(fc.constantFrom('', '', '', '', 'uh', 'um,', 'and then', 'no wait'), { minLength: 1, maxLength: 9 }),
  before: fc.constantFrom('', 'my card is', 'well I have', 'it says'),
  after: fc.constantFrom('', 'thank you very much', 'is that right'),
  punctuation: fc.constantFrom('', ',', '.'),
  hasWords: fc.boolean(),
  interrupts: fc.boolean(),
});

/** The digits of any six in a row that a text shows, however they are spelt. */
function leaks(shown: readonly string[], digits: string): boolean {
  const tokens = tokensOf(shown.join(' '), 'en');
  const read = digitRunsOf(tokens, { breaksBefore: () => false, isClosed: true }).map((run) => run.digits);
  return read.some((each) => {
    for (let at = 0; at + 6 <= each.length; at++) if (digits.includes(each.slice(at, at + 6))) return true;
    return false;
  });
}

test('at no moment does anything show six digits in a row of a card', () => {
  fc.assert(
    fc.property(speech, ({ digits, choices, cuts, fillers, before, after, punctuation, hasWords, interrupts }) => {
      const said = spelt(digits, choices).flatMap((word, at) => [...(fillers[at % fillers.length] ?? '').split(' '), word + punctuation]);
      const words = [...before.split(' '), ...said, ...after.split(' ')].filter((word) => word !== '');
      expect(leaks([words.join(' ')], digits)).toBe(true);
      const redactor = makeRedactor();
      const shown = new Map<string, Segment>();
      const check = (): void => {
        const adas = [...shown.values()].filter(({ speaker }) => speaker.speakerId === 'ada');
        expect(
          leaks(
            adas.map(({ text }) => text),
            digits,
          ),
        ).toBe(false);
        expect(
          leaks(
            adas.flatMap((segment) => segment.words ?? []).map(({ text }) => text),
            digits,
          ),
        ).toBe(false);
      };
      const take = (about: Partial<Segment>): void => {
        const segment = segmentOf(about);
        for (const revised of redactor.take(hasWords ? withWords(segment) : segment)) {
          keep(shown, [revised]);
          check();
        }
      };
      let startMs = 0;
      for (let at = 0, turn = 0; at < words.length; turn++) {
        const part = words.slice(at, at + (cuts[turn % cuts.length] ?? 1));
        part.forEach((_, index) =>
          take({
            segmentId: `s${String(turn)}`,
            revision: index + 1,
            state: index === part.length - 1 ? 'final' : 'interim',
            startMs,
            text: part.slice(0, index + 1).join(' '),
          }),
        );
        startMs += 3_300;
        if (interrupts && turn % 2 === 0)
          take({ segmentId: `b${String(turn)}`, startMs: startMs - 1_000, speaker: { speakerId: 'bob' }, text: 'okay go on' });
        at += part.length;
      }
      keep(shown, redactor.settle(Infinity));
      check();
      expect(redactor.spans.length).toBeGreaterThan(0);
    }),
    { numRuns: 400 },
  );
}, 60_000);

const ordinary = fc
  .array(
    fc.constantFrom(
      ...'we met in 2019 and the budget of 20 or 30 thousand was two hundred people at 10:30 on room four for five to six weeks I said a plan B oh dear 5 % of them'.split(
        ' ',
      ),
      'nineteen ninety nine',
      'the 3rd of May',
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((words) => words.flatMap((word, at) => (at % 2 === 1 ? [word, 'house'] : [word])));

test('ordinary words come out unchanged in the end, interims and all', () => {
  fc.assert(
    fc.property(ordinary, fc.integer({ min: 1, max: 9 }), (words, size) => {
      const redactor = makeRedactor();
      const shown = new Map<string, Segment>();
      const whole: string[] = [];
      for (let at = 0; at < words.length; at += size) {
        const part = words.slice(at, at + size);
        whole.push(part.join(' '));
        part.forEach((_, index) =>
          keep(
            shown,
            redactor.take(
              segmentOf({
                segmentId: `s${String(at)}`,
                revision: index + 1,
                startMs: at * 1_000,
                text: part.slice(0, index + 1).join(' '),
              }),
            ),
          ),
        );
      }
      keep(shown, redactor.settle(Infinity));
      expect([...shown.values()].map(({ text }) => text)).toEqual(whole);
    }),
    { numRuns: 200 },
  );
}, 30_000);

test('spoken IBANs do not show either', () => {
  const ibans = [
    'GB29NWBK60161331926819',
    'DE89370400440532013000',
    'FR1420041010050500013M02606',
    'NL91ABNA0417164300',
    'ES9121000418450200051332',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...ibans),
      fc.array(fc.nat(99), { minLength: 1, maxLength: 9 }),
      fc.integer({ min: 2, max: 9 }),
      (iban, choices, size) => {
        const words = [...iban.matchAll(/\d+|[A-Z]/g)].flatMap(([part]) => (/\d/.test(part) ? spelt(part, choices) : [part.toLowerCase()]));
        const redactor = makeRedactor();
        const shown = new Map<string, Segment>();
        for (let at = 0; at < words.length; at += size)
          keep(
            shown,
            redactor.take(segmentOf({ segmentId: `s${String(at)}`, startMs: at * 1_000, text: words.slice(at, at + size).join(' ') })),
          );
        keep(shown, redactor.settle(Infinity));
        expect([...shown.values()].every(({ text }) => !/\d|[a-z]{3}/.test(text))).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
});

test('what is shown while it is said is what would be shown of the same segments at once', () => {
  const vocabulary =
    'the account number is card 4111 1111 12 one two double oh to for uh we had many falcon project people in a house and then some more of them went home'.split(
      ' ',
    );
  const options = { words: ['falcon', 'project falcon', 'went home'] };
  const wordy = 'many people went home and then some more of them went falcon house project'.split(' ');
  const part = (words: readonly string[]) => fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 14 });
  const said = fc.array(fc.oneof(part(vocabulary), part(wordy)), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(said, (parts) => {
      const redactor = makeRedactor(options);
      const shown = new Map<string, Segment>();
      const finals: Segment[] = [];
      for (const [place, words] of parts.entries()) {
        const about = { segmentId: `s${String(place)}`, startMs: place * 3_300 };
        for (let size = 1; size <= words.length; size++) {
          const segment = segmentOf({
            ...about,
            revision: size,
            state: size < words.length ? 'interim' : 'final',
            text: words.slice(0, size).join(' '),
          });
          keep(shown, redactor.take(segment));
          const fresh = makeRedactor(options);
          const atOnce = new Map<string, Segment>();
          for (const each of [...finals, { ...segment, state: 'final' as const }]) keep(atOnce, fresh.take(each));
          expect([...shown].map(([, { text }]) => text)).toEqual([...atOnce].map(([, { text }]) => text));
          if (size === words.length) finals.push(segment);
        }
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
