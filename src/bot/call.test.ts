/** The verbs of a call, on the scripted carrier. */
import { describe, expect, test } from 'vitest';
import { writeWav } from '../media/wav.ts';
import type { Bot } from './bot.ts';
import type { Call } from './call.ts';
import { scriptedVoice } from './scripted-voice.ts';
import { speech, stage, type Stage } from './scripted-stage.ts';
import type { Speaks } from './speaks.ts';

/** A bot that answers and does one thing, and what came of it. */
function doing<T>(
  work: (call: Call) => Promise<T>,
  options: Parameters<typeof stage>[1] = {},
): Stage & { readonly outcome: () => T | Error | undefined } {
  let outcome: T | Error | undefined;
  const bot: Bot = {
    name: 'test',
    async onCall(call) {
      await call.answer();
      try {
        outcome = await work(call);
      } catch (error) {
        outcome = error as Error;
        throw error;
      }
    },
  };
  return { ...stage(bot, options), outcome: () => outcome };
}

describe('say', () => {
  test('says a text sentence by sentence and resolves when all was said', async () => {
    const { ring, clock, outcome } = doing((call) => call.say('One moment. Here it comes. That was it.'));
    const caller = await ring();
    await clock.advance(10_000);
    expect(caller.heard).toEqual(['One moment.', 'Here it comes.', 'That was it.']);
    expect(outcome()).toEqual({ kind: 'said' });
  });

  test('the first sentence sounds while the second is still being made', async () => {
    let finish: () => void = () => undefined;
    const slow: Speaks = {
      wavOf: async (text, options) => {
        if (text.startsWith('Second')) await new Promise<void>((resolve) => (finish = resolve));
        return scriptedVoice.wavOf(text, options);
      },
    };
    const { ring, clock, outcome } = doing((call) => call.say('First one. Second one.'), { speech: slow });
    const caller = await ring();
    await clock.advance(2_000);
    expect(caller.heard).toEqual(['First one.']);
    finish();
    await clock.advance(2_000);
    expect(caller.heard).toEqual(['First one.', 'Second one.']);
    expect(outcome()).toEqual({ kind: 'said' });
  });

  test('a key interrupts what may be interrupted, and stays for the next question', async () => {
    const { ring, clock, outcome } = doing(async (call) => [
      await call.say('A very long text about nothing at all.', { interruptible: true }),
      await call.ask({ prompt: 'Press one.', keys: ['1'] }),
    ]);
    const caller = await ring();
    caller.press('1');
    await clock.settle();
    expect(outcome()).toEqual([{ kind: 'interrupted' }, { kind: 'key', key: '1' }]);
    expect(caller.heard).not.toContain('Press one.');
  });

  test('an aborted signal stops the sound and comes back as the reason', async () => {
    const stop = new AbortController();
    const { ring, clock, outcome } = doing((call) => call.say('A long text that is cut off. And more.', { signal: stop.signal }));
    await ring();
    const reason = new Error('enough');
    stop.abort(reason);
    await clock.settle();
    expect(outcome()).toBe(reason);
  });

  test.each([
    ['an MP3', new Uint8Array([0x49, 0x44, 0x33, 4]), /MP3/],
    ['stereo', stereo(), /stereo/],
  ])('%s in place of a WAV file is refused in words', async (_, wav, words) => {
    const { ring, clock, outcome } = doing((call) => call.say({ wav }));
    await ring();
    await clock.settle();
    expect(outcome()).toMatchObject({ code: 'bot/unusable-sound', message: expect.stringMatching(words) as string });
  });

  test('a file that is not there is named', async () => {
    const { ring, clock, outcome } = doing((call) => call.say({ file: 'no-such-file.wav' }));
    await ring();
    await clock.settle();
    expect(outcome()).toMatchObject({ code: 'bot/unusable-sound', message: expect.stringContaining('no-such-file.wav') as string });
  });

  test('what is begun without waiting is said in order', async () => {
    const { ring, clock } = doing(async (call) => Promise.all([call.say('One.'), call.say('Two.')]));
    const caller = await ring();
    await clock.advance(5_000);
    expect(caller.heard).toEqual(['One.', 'Two.']);
  });
});

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

describe('record', () => {
  test('records until the caller is silent', async () => {
    const { ring, clock, outcome } = doing((call) => call.record({ prompt: 'Speak.', silenceMs: 3_000 }));
    const caller = await ring();
    await clock.advance(1_000);
    caller.speak(speech(2_000));
    await clock.advance(5_000);
    expect(caller.heard).toEqual(['Speak.', '(tone)']);
    expect(outcome()).toMatchObject({ kind: 'recorded', durationMs: 2_000, endedBy: 'silence' });
  });

  test('nothing said is silent', async () => {
    const { ring, clock, outcome } = doing((call) => call.record({ silenceMs: 3_000 }));
    await ring();
    await clock.advance(3_000);
    expect(outcome()).toEqual({ kind: 'silent' });
  });

  test('the key that ends a recording answers no later question', async () => {
    const { ring, clock, outcome } = doing(async (call) => {
      await call.record();
      return call.ask({ prompt: 'Hash or 1?', keys: ['#', '1'], attempts: 1, timeoutMs: 1_000 });
    });
    const caller = await ring();
    caller.speak(speech(500));
    caller.press('#');
    await clock.advance(3_000);
    expect(outcome()).toEqual({ kind: 'noInput' });
  });

  test('a caller who speaks and hangs up has left a recording', async () => {
    const { ring, clock, outcome } = doing((call) => call.record());
    const caller = await ring();
    caller.speak(speech(800));
    await clock.advance(900);
    caller.leave();
    await clock.settle();
    expect(outcome()).toMatchObject({ kind: 'recorded', durationMs: 800 });
  });
});

describe('transfer', () => {
  test('is the end of our part when somebody answers', async () => {
    const { ring, clock, outcome, facts } = doing((call) => call.transfer({ user: 'grace' }), {
      people: () => ({ does: 'answer', afterMs: 3_000 }),
    });
    await ring();
    await clock.advance(3_000);
    expect(outcome()).toEqual({ kind: 'connected' });
    expect(facts.at(-1)).toMatchObject({ kind: 'callOver', reason: { subcode: 7015 } });
  });

  test('gives the caller back when nobody does', async () => {
    const { ring, clock, outcome } = doing(async (call) => [await call.transfer({ user: 'grace' }), await call.say('Sorry.')]);
    const caller = await ring();
    await clock.advance(21_000);
    expect(outcome()).toMatchObject([{ kind: 'notConnected', reason: { code: 408 } }, { kind: 'said' }]);
    expect(caller.heard).toEqual(['Sorry.']);
  });

  test('stops waiting when its time is up', async () => {
    const { ring, clock, outcome } = doing((call) => call.transfer({ user: 'grace' }, { timeoutMs: 5_000 }));
    await ring();
    await clock.advance(5_000);
    expect(outcome()).toMatchObject({ kind: 'notConnected', reason: { code: 408 } });
  });
});

describe('a caller who hangs up in the middle', () => {
  const ended = { kind: 'ended', reason: { subcode: 4521 } };
  test.each<[string, (call: Call) => Promise<unknown>]>([
    ['say', (call) => call.say('Something long enough to be interrupted by it.')],
    ['ask', (call) => call.ask({ prompt: 'Press 1.', keys: ['1'] })],
    ['ask for digits', (call) => call.ask({ prompt: 'Dial.', digits: { max: 9 } })],
    ['record', (call) => call.record({ prompt: 'Say it after the tone.' })],
    ['transfer', (call) => call.transfer({ user: 'grace' })],
  ])('%s ends with it, and so does all that follows', async (_, work) => {
    const { ring, clock, outcome, facts } = doing(async (call) => [await work(call), await call.say('Anybody?'), call.signal.aborted]);
    const caller = await ring();
    await clock.advance(300);
    caller.leave();
    await clock.settle();
    expect(outcome()).toMatchObject([ended, ended, true]);
    expect(facts.map(({ kind }) => kind)).toEqual(['callTaken', 'callOver']);
  });

  test('ends the silence after a prompt as well', async () => {
    const { ring, clock, outcome } = doing((call) => call.ask({ prompt: 'Press 1.', keys: ['1'] }));
    const caller = await ring();
    await clock.advance(3_000);
    caller.leave();
    await clock.settle();
    expect(outcome()).toMatchObject(ended);
  });
});

function stereo(): Uint8Array {
  const wav = writeWav(new Int16Array(100));
  new DataView(wav.buffer).setUint16(22, 2, true);
  return wav;
}
