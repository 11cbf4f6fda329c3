/** The verbs of a call, on the scripted carrier. */
import { describe, expect, test } from 'vitest';
import { writeWav } from '../media/wav.ts';
import type { Call } from './call.ts';
import { scriptedVoice } from '../testing/scripted-voice.ts';
import { doing, speech } from '../testing/scripted-stage.ts';
import type { Speaks } from './speaks.ts';

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

  test('not even when the carrier tells of that key after the end of the recording', async () => {
    const { ring, clock, outcome } = doing(async (call) => {
      await call.record();
      return call.ask({ prompt: 'Hash or 1?', keys: ['#', '1'], attempts: 1, timeoutMs: 1_000 });
    });
    const caller = await ring();
    caller.speak(speech(500));
    caller.person.tell('pressed', { key: '#' });
    await clock.settle();
    caller.press('#');
    await clock.settle();
    expect(outcome()).toBeUndefined();
    caller.press('#');
    await clock.settle();
    expect(outcome()).toEqual({ kind: 'key', key: '#' });
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
