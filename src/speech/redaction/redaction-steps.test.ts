/** How much the rules of redaction look at, whatever is in a text: in proportion to its length. Steps are counted, no time is taken. */
import { describe, expect, test, vi } from 'vitest';
import { redactText } from './redact-text.ts';
import { makeRedactor } from './redactor.ts';
import { segmentOf } from './test-speech.ts';
import { counted, stepsOf } from './test-steps.ts';

// The real ones, and what they hand on is counted by whoever reads it.
vi.mock(import('./spoken-tokens.ts'), async (real) => {
  const { tokensOf, ...rest } = await real();
  return { ...rest, tokensOf: (...of) => counted(tokensOf(...of)) };
});
vi.mock(import('./contexts.ts'), async (real) => {
  const { contextsIn, setApart, ...rest } = await real();
  return { ...rest, contextsIn: (tokens) => counted(contextsIn(tokens)), setApart: (...of) => counted(setApart(...of)) };
});
vi.mock(import('./digit-runs.ts'), async (real) => {
  const { digitRunsOf, ...rest } = await real();
  return { ...rest, digitRunsOf: (...of) => counted(digitRunsOf(...of)) };
});

const TIMES = 8;
/** What is the same for each text comes on top of it. */
const MOST = TIMES * 1.1;

/** How many more steps a text takes that is eight times as long. */
function growth(work: (text: string) => unknown, piece: string): number {
  const [few, again, many] = [200, 200, 200 * TIMES].map((times) => stepsOf(() => work(piece.repeat(times)))) as [number, number, number];
  expect(again).toBe(few);
  // Each sign of it was looked at.
  expect(few).toBeGreaterThan(200);
  return many / few;
}

describe('a text that is eight times as long takes eight times as many steps', () => {
  test.each([
    '1',
    '4 ',
    '1.',
    '1,2',
    '12:34 ',
    'one ',
    'oh ',
    'uh ',
    'a ',
    'twenty ',
    '- ',
    'iban 1 x ',
    'double ',
    'A1',
    'c v ',
    '1 uh ',
    '10:30-',
    '$1 ',
    'card is 4111 ',
    '4111 1111 1111 1111 x ',
    'DE89 3704 ',
  ])('%j, again and again', (piece) => expect(growth(redactText({ words: ['four one', 'one'] }), piece)).toBeLessThan(MOST));

  test('and so does a segment', () => {
    const take = (text: string): unknown => makeRedactor({ words: ['four one', 'one'] }).take(segmentOf({ text }));
    for (const piece of ['4111 one uh ', '4111 ', 'my card is 4111 x '])
      expect([piece, growth(take, piece)]).toEqual([piece, expect.closeTo(TIMES, 0)]);
  });

  test('what goes over a text again and again is told from it', () => {
    const again = (text: string): unknown => Array.from(text, (_, at) => text.slice(at));
    expect(growth(again, 'one ')).toBeGreaterThan(TIMES * 7);
    const tokens = counted(Array.from({ length: 100 }, () => ({})));
    expect(stepsOf(() => tokens.map(() => tokens.filter(Boolean)))).toBe(100 + 100 * 100);
  });
});
