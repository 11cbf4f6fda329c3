/** Asking for keys, on the scripted carrier. */
import { describe, expect, test } from 'vitest';
import { doing } from '../testing/scripted-stage.ts';

describe('ask', () => {
  const menu = { prompt: 'Press 1 or 2.', keys: ['1', '2'] } as const;

  test('a key cuts the prompt off at once', async () => {
    const { ring, clock, outcome } = doing((call) => call.ask(menu));
    const caller = await ring();
    await clock.advance(100);
    caller.press('2');
    await clock.settle();
    expect(outcome()).toEqual({ kind: 'key', key: '2' });
  });

  test('a key that was pressed before the question answers it, and the prompt is not heard', async () => {
    const { ring, clock, outcome } = doing(async (call) => {
      await call.say('Welcome.');
      return call.ask(menu);
    });
    const caller = await ring();
    caller.press('1');
    await clock.advance(1_000);
    expect(outcome()).toEqual({ kind: 'key', key: '1' });
    expect(caller.heard).toEqual(['Welcome.']);
  });

  test('silence is answered by asking again in other words, and in the end told', async () => {
    const { ring, clock, outcome } = doing((call) => call.ask({ ...menu, noInput: ['Nothing yet.', 'Still nothing.'], timeoutMs: 5_000 }));
    const caller = await ring();
    await clock.advance(60_000);
    expect(caller.heard).toEqual(['Press 1 or 2.', 'Nothing yet.', 'Press 1 or 2.', 'Still nothing.', 'Press 1 or 2.']);
    expect(outcome()).toEqual({ kind: 'noInput' });
  });

  test('a wrong key is told, what was typed after it is dropped, and the last words stay', async () => {
    const { ring, clock, outcome } = doing((call) => call.ask({ ...menu, noMatch: 'Not that.', attempts: 4 }));
    const caller = await ring();
    caller.press('9');
    caller.press('1');
    await clock.settle();
    expect(caller.heard.slice(0, 2)).toEqual(['Press 1 or 2.', 'Not that.']);
    expect(outcome()).toBeUndefined();
    for (const key of ['7', '8', '6']) {
      await clock.advance(1_500);
      caller.press(key);
      await clock.settle();
    }
    expect(outcome()).toEqual({ kind: 'noMatch', pressed: '6' });
  });

  test.each([
    ['1815', 'four digits end by themselves', { min: 4, max: 4 }, '1815'],
    ['12#', 'the end key ends it early', { min: 1, max: 6 }, '12'],
    ['12', 'a pause ends it when there are enough', { min: 2, max: 6 }, '12'],
  ])('%s: %s', async (typed, _, digits, expected) => {
    const { ring, clock, outcome } = doing((call) => call.ask({ prompt: 'Your number, please.', digits }));
    const caller = await ring();
    for (const key of typed) {
      caller.press(key);
      await clock.advance(200);
    }
    await clock.advance(3_000);
    expect(outcome()).toEqual({ kind: 'digits', digits: expected });
  });

  test('too few digits are no answer', async () => {
    const { ring, clock, outcome } = doing((call) => call.ask({ prompt: 'Four digits.', digits: { min: 4, max: 4 }, attempts: 1 }));
    const caller = await ring();
    caller.press('1');
    await clock.advance(3_100);
    expect(outcome()).toEqual({ kind: 'noMatch', pressed: '1' });
  });

  test('a hash after the last digit that fits is not an answer to the next question', async () => {
    const { ring, clock, outcome } = doing(async (call) => {
      await call.ask({ prompt: 'Two digits.', digits: { min: 2, max: 2 } });
      return call.ask({ prompt: 'Press hash or 1.', keys: ['#', '1'] });
    });
    const caller = await ring();
    for (const key of '12#') caller.press(key);
    await clock.advance(1_000);
    expect(outcome()).toBeUndefined();
    caller.press('1');
    await clock.settle();
    expect(outcome()).toEqual({ kind: 'key', key: '1' });
  });

  test('a key cuts off even what a slow voice is still making', async () => {
    const { ring, clock, outcome } = doing((call) => call.ask(menu), { speech: { wavOf: () => new Promise(() => undefined) } });
    const caller = await ring();
    caller.press('1');
    await clock.settle();
    expect(outcome()).toEqual({ kind: 'key', key: '1' });
  });

  test('a caller who hangs up ends it even while a slow voice is still making it', async () => {
    const { ring, clock, outcome } = doing((call) => call.ask(menu), { speech: { wavOf: () => new Promise(() => undefined) } });
    const caller = await ring();
    caller.leave();
    await clock.settle();
    expect(outcome()).toMatchObject({ kind: 'ended' });
  });

  test('a caller who cannot be heard is not asked for long: the error of the carrier comes out', async () => {
    const deaf = new Error('keys are not allowed');
    const { carrier, clock, outcome } = doing((call) => call.ask(menu));
    carrier.refusesKeys = deaf;
    carrier.ring({ from: { kind: 'user', id: 'ada' } });
    await clock.advance(200);
    expect(outcome()).toBe(deaf);
  });

  test('a signal ends the question with its reason', async () => {
    const stop = new AbortController();
    const { ring, clock, outcome } = doing((call) => call.ask({ ...menu, signal: stop.signal }));
    await ring();
    await clock.advance(2_000);
    stop.abort(new Error('changed my mind'));
    await clock.settle();
    expect(outcome()).toMatchObject({ message: 'changed my mind' });
  });

  test.each([
    ['no keys', { prompt: 'Hm?', keys: [] }],
    ['a letter', { prompt: 'Hm?', keys: ['x'] }],
    ['more at least than at most', { prompt: 'Hm?', digits: { min: 3, max: 2 } }],
  ])('%s is a mistake that is told at once', async (_, options) => {
    const { ring, clock, outcome } = doing((call) => call.ask(options as never));
    await ring();
    await clock.settle();
    expect(outcome()).toBeInstanceOf(TypeError);
  });
});
