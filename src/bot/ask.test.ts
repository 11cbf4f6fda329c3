/** Asking for keys, in the lab. */
import { describe, expect, test } from 'vitest';
import { doing, heardOn } from '../testing/test-stage.ts';

describe('ask', () => {
  const menu = { prompt: 'Press 1 or 2.', keys: ['1', '2'] } as const;
  const never = (): Promise<void> => new Promise(() => undefined);

  test('a key cuts the prompt off at once', () =>
    doing(
      (call) => call.ask({ ...menu, prompt: 'For a very long story about nothing at all press 1, and for a longer one press 2.' }),
      async ({ line, came }) => {
        const { stoppedAfterMs } = await line.interrupts({ pressing: '2' }, { during: /long story/ });
        expect(stoppedAfterMs).toBeLessThan(400);
        expect(await came()).toEqual({ kind: 'key', key: '2' });
      },
    ));

  test('a key that was pressed before the question answers it, and the prompt is not heard', () =>
    doing(
      async (call) => {
        await call.say('Welcome to all of you.');
        return call.ask(menu);
      },
      async ({ line, came }) => {
        await line.presses('1');
        expect(await came()).toEqual({ kind: 'key', key: '1' });
        expect(heardOn(line)).toEqual(['Welcome to all of you.']);
      },
    ));

  test('silence is answered by asking again in other words, and in the end told', () =>
    doing(
      (call) => call.ask({ ...menu, noInput: ['Nothing yet.', 'Still nothing.'], timeoutMs: 5_000 }),
      async ({ line, came }) => {
        expect(await came()).toEqual({ kind: 'noInput' });
        expect(heardOn(line)).toEqual(['Press 1 or 2.', 'Nothing yet.', 'Press 1 or 2.', 'Still nothing.', 'Press 1 or 2.']);
        const [first, second] = line.heard;
        expect((second?.fromMs ?? 0) - (first?.toMs ?? 0)).toBeGreaterThan(4_900);
      },
    ));

  test('a wrong key is told, what was typed after it is dropped, and the last words stay', () =>
    doing(
      async (call) => {
        await call.say('Welcome to all of you.');
        return call.ask({ ...menu, noMatch: 'Not that.', attempts: 4 });
      },
      async ({ line, outcome, came }) => {
        await line.presses('91');
        for (const key of ['7', '8', '6']) {
          await line.hears('Not that.');
          await line.hears('Press 1 or 2.');
          expect(outcome()).toBeUndefined();
          await line.presses(key);
        }
        expect(await came()).toEqual({ kind: 'noMatch', pressed: '6' });
        const again = ['Not that.', 'Press 1 or 2.'];
        expect(heardOn(line)).toEqual(['Welcome to all of you.', ...again, ...again, ...again]);
      },
    ));

  test.each([
    ['1815', 'four digits end by themselves', { min: 4, max: 4 }, '1815', 0],
    ['12#', 'the end key ends it early', { min: 1, max: 6 }, '12', 0],
    ['12', 'a pause ends it when there are enough', { min: 2, max: 6 }, '12', 2_600],
  ])('%s: %s', (typed, _, digits, expected, pauseMs) =>
    doing(
      (call) => call.ask({ prompt: 'Your number, please.', digits }),
      async ({ lab, line, outcome }) => {
        await line.presses(typed);
        if (pauseMs > 0) await lab.pass(pauseMs);
        if (pauseMs > 0) expect(outcome()).toBeUndefined();
        await lab.pass(700);
        expect(outcome()).toEqual({ kind: 'digits', digits: expected });
      },
    ),
  );

  test('too few digits are no answer', () =>
    doing(
      (call) => call.ask({ prompt: 'Four digits.', digits: { min: 4, max: 4 }, attempts: 1 }),
      async ({ lab, line, outcome }) => {
        await line.presses('1');
        await lab.pass(3_200);
        expect(outcome()).toEqual({ kind: 'noMatch', pressed: '1' });
      },
    ));

  test('a hash after the last digit that fits is not an answer to the next question', () =>
    doing(
      async (call) => {
        await call.ask({ prompt: 'Two digits.', digits: { min: 2, max: 2 } });
        return call.ask({ prompt: 'Press hash or 1.', keys: ['#', '1'] });
      },
      async ({ lab, line, outcome, came }) => {
        await line.presses('12#');
        await lab.pass(1_000);
        expect(outcome()).toBeUndefined();
        await line.presses('1');
        expect(await came()).toEqual({ kind: 'key', key: '1' });
      },
    ));

  test('a key cuts off even what a slow voice is still making', () =>
    doing(
      (call) => call.ask(menu),
      async ({ line, came }) => {
        await line.presses('1');
        expect(await came()).toEqual({ kind: 'key', key: '1' });
        expect(line.heard).toEqual([]);
      },
      { before: ({ house }) => void (house.troubles.voice = never) },
    ));

  test('a caller who hangs up ends it even while a slow voice is still making it', () =>
    doing(
      (call) => call.ask(menu),
      async ({ line, outcome }) => {
        await line.hangsUp();
        expect(outcome()).toMatchObject({ kind: 'ended' });
      },
      { before: ({ house }) => void (house.troubles.voice = never) },
    ));

  test('a caller who cannot be heard is not asked for long: the error of the carrier comes out', () =>
    doing(
      (call) => call.ask({ ...menu, prompt: 'For a very long story about nothing at all press 1, and for a longer one press 2.' }),
      async ({ line, came }) => {
        expect(await came()).toMatchObject({ code: 'platform/refused', message: expect.stringContaining('no ears today') as string });
        await line.isHungUpOn();
        expect(heardOn(line)).not.toContain('For a very long story about nothing at all press 1, and for a longer one press 2.');
      },
      {
        before: ({ house: { wire } }) =>
          void wire.intercept(async (request, next) => {
            if (!request.url.endsWith('/subscribeToTone')) return next(request);
            return Response.json({ error: { code: '7505', message: 'no ears today' } }, { status: 403 });
          }),
      },
    ));

  test('a signal ends the question with its reason', () => {
    const stop = new AbortController();
    return doing(
      (call) => call.ask({ ...menu, signal: stop.signal }),
      async ({ line, came }) => {
        await line.hears('Press 1 or 2.');
        stop.abort(new Error('changed my mind'));
        expect(await came()).toMatchObject({ message: 'changed my mind' });
      },
    );
  });

  test.each([
    ['no keys', { prompt: 'Hm?', keys: [] }],
    ['a letter', { prompt: 'Hm?', keys: ['x'] }],
    ['more at least than at most', { prompt: 'Hm?', digits: { min: 3, max: 2 } }],
  ])('%s is a mistake that is told at once', (_, options) =>
    doing(
      (call) => call.ask(options as never),
      async ({ outcome, line }) => {
        expect(outcome()).toBeInstanceOf(TypeError);
        expect(line.heard).toEqual([]);
      },
    ),
  );
});
