/** A rule that nobody knows is never taken for no rule at all. */
import { expect, test } from 'vitest';
import { redactionSchema } from './redaction-schema.ts';
import { makeRedactor } from './redactor.ts';

const unknown = { rules: ['card', 'cards'] } as never;

test('an unknown rule makes no redactor, and says which there are', () => {
  expect(() => makeRedactor(unknown)).toThrow(TypeError);
  expect(() => makeRedactor(unknown)).toThrow(/card, account, health.*cards/);
  expect(() => makeRedactor({ rules: 'card' as never })).toThrow(TypeError);
  expect(() => makeRedactor({ rules: [] })).not.toThrow();
});

test('what is written down is false, or rules and words', () => {
  for (const written of [false, {}, { rules: ['card'], words: ['Tailspin'] }]) expect(redactionSchema.parse(written)).toEqual(written);
  for (const written of [true, unknown, { words: [''] }, { rule: ['card'] }])
    expect(redactionSchema.safeParse(written).success).toBe(false);
});
