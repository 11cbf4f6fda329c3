/** The verbs of a call, in the lab. */
import { describe, expect, test } from 'vitest';
import { toneOf } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import { doing, factsOf, grace, heardOn, soundsIn, talk } from '../testing/test-stage.ts';
import type { Call } from './call.ts';

describe('say', () => {
  test('says a text sentence by sentence and resolves when all was said', () =>
    doing(
      (call) => call.say('One moment. Here it comes. That was it.'),
      async ({ line, outcome, came }) => {
        await line.hears(/That/, { toTheEnd: false });
        expect(outcome()).toBeUndefined();
        expect(await came()).toEqual({ kind: 'said' });
        expect(heardOn(line)).toEqual(['One moment.', 'Here it comes.', 'That was it.']);
      },
    ));

  test('the first sentence sounds while the second is still being made', () => {
    let finish: () => void = () => undefined;
    let made = 0;
    const slow = (): Promise<void> => (made++ === 1 ? new Promise((resolve) => (finish = resolve)) : Promise.resolve());
    return doing(
      (call) => call.say('First one. Second one.'),
      async ({ lab, line, outcome, came }) => {
        await lab.pass(3_000);
        expect(heardOn(line)).toEqual(['First one.']);
        expect(outcome()).toBeUndefined();
        finish();
        expect(await came()).toEqual({ kind: 'said' });
        expect(heardOn(line)).toEqual(['First one.', 'Second one.']);
      },
      { before: ({ house }) => void (house.troubles.voice = slow) },
    );
  });

  test('a key interrupts what may be interrupted, and stays for the next question', () =>
    doing(
      async (call) => [
        await call.say('A very long text about nothing at all, and then some more about that, as nobody wants to hear.', {
          interruptible: true,
        }),
        await call.ask({ prompt: 'Press one.', keys: ['1'] }),
      ],
      async ({ line, came }) => {
        const { stoppedAfterMs } = await line.interrupts({ pressing: '1' }, { during: /long text/ });
        expect(stoppedAfterMs).toBeLessThan(400);
        expect(await came()).toEqual([{ kind: 'interrupted' }, { kind: 'key', key: '1' }]);
        expect(heardOn(line).join()).not.toContain('Press one.');
      },
    ));

  test('an aborted signal stops the sound and comes back as the reason', () => {
    const stop = new AbortController();
    return doing(
      (call) => call.say('A long text that is cut off before it comes to its end. And more.', { signal: stop.signal }),
      async ({ line, came }) => {
        await line.hears(/long text/, { toTheEnd: false });
        const reason = new Error('enough');
        stop.abort(reason);
        expect(await came()).toBe(reason);
        await line.isHungUpOn();
        expect(line.heard).toMatchObject([{ isWhole: false, full: 'A long text that is cut off before it comes to its end.' }]);
      },
    );
  });

  test.each([
    ['an MP3', new Uint8Array([0x49, 0x44, 0x33, 4]), /MP3/],
    ['stereo', stereo(), /stereo/],
  ])('%s in place of a WAV file is refused in words', (_, wav, words) =>
    doing(
      (call) => call.say({ wav }),
      async ({ came }) => {
        expect(await came()).toMatchObject({ code: 'bot/unusable-sound', message: expect.stringMatching(words) as string });
      },
    ),
  );

  test('a file that is not there is named', () =>
    doing(
      (call) => call.say({ file: 'no-such-file.wav' }),
      async ({ came }) => {
        expect(await came()).toMatchObject({ code: 'bot/unusable-sound', message: expect.stringContaining('no-such-file.wav') as string });
      },
    ));

  test('what is begun without waiting is said in order', () =>
    doing(
      (call) => Promise.all([call.say('One of them.'), call.say('And two.')]),
      async ({ line, came }) => {
        expect(await came()).toEqual([{ kind: 'said' }, { kind: 'said' }]);
        expect(heardOn(line)).toEqual(['One of them.', 'And two.']);
      },
    ));
});

describe('recordAnswer', () => {
  test('records until the caller is silent', () =>
    doing(
      (call) => call.recordAnswer({ prompt: 'Speak to me.', silenceMs: 3_000 }),
      async ({ line, came }) => {
        await line.hears('Speak to me.');
        await line.hears(toneOf('beep'));
        await line.says(talk(2_000));
        const outcome = await came();
        expect(outcome).toMatchObject({ kind: 'recorded', endedBy: 'silence' });
        expect(soundIn(outcome)).toEqual([2_000]);
      },
    ));

  test('nothing said is silent', () =>
    doing(
      (call) => call.recordAnswer({ silenceMs: 3_000 }),
      async ({ lab, outcome }) => {
        await lab.pass(2_800);
        expect(outcome()).toBeUndefined();
        await lab.pass(700);
        expect(outcome()).toEqual({ kind: 'silent' });
      },
    ));

  const recordThenAsk = async (call: Call): Promise<unknown> => {
    await call.recordAnswer();
    return call.ask({ prompt: 'Hash or 1?', keys: ['#', '1'], attempts: 1, timeoutMs: 2_000 });
  };

  test('the key that ends a recording answers no later question', () =>
    doing(recordThenAsk, async ({ line, came }) => {
      await line.hears(toneOf('beep'));
      await line.says(talk(500));
      await line.presses('#');
      expect(await came()).toEqual({ kind: 'noInput' });
    }));

  test('not even when the carrier tells of that key after the end of the recording', () => {
    const arrived: string[] = [];
    return doing(
      recordThenAsk,
      async ({ line, outcome, came }) => {
        await line.hears(toneOf('beep'));
        await line.says(talk(500));
        await line.presses('#');
        await line.hears(/Hash/);
        expect(arrived).toEqual(['recordOperation', 'toneInfo']);
        expect(outcome()).toBeUndefined();
        await line.presses('#');
        expect(await came()).toEqual({ kind: 'key', key: '#' });
      },
      {
        before: ({ house: { wire, time } }) =>
          void wire.intercept(async (request, next) => {
            const [what] = /recordOperation|toneInfo/.exec(await request.clone().text()) ?? [];
            if (!request.url.endsWith('/calls') || what === undefined) return next(request);
            const deliver = (): Promise<Response> => (arrived.push(what), next(request));
            if (what === 'recordOperation') return deliver();
            // What is under way is taken for delivered, and the end of the recording overtakes it.
            void time.clock.sleep(300).then(deliver);
            return new Response(undefined, { status: 202 });
          }),
      },
    );
  });

  test('a caller who speaks and hangs up has left a recording', () =>
    doing(
      (call) => call.recordAnswer(),
      async ({ line, came }) => {
        await line.hears(toneOf('beep'));
        await line.says(talk(800));
        await line.hangsUp();
        const outcome = await came();
        expect(outcome).toMatchObject({ kind: 'recorded' });
        expect(soundIn(outcome)).toEqual([800]);
      },
    ));
});

describe('transfer', () => {
  test('is the end of our part when somebody answers', () =>
    doing(
      (call) => call.transfer(grace),
      async ({ lab, line, outcome, came }) => {
        await lab.person('Grace').rings();
        await lab.pass(3_000);
        expect(outcome()).toBeUndefined();
        await lab.person('Grace').answers();
        expect(await came()).toEqual({ kind: 'connected' });
        await line.talksTo('Grace');
        expect(factsOf(lab).at(-1)).toMatchObject({ kind: 'callOver', reason: { subcode: 7015 } });
      },
    ));

  test('gives the caller back when nobody does', () =>
    doing(
      async (call) => [await call.transfer(grace), await call.say('Sorry, caller.')],
      async ({ lab, line, came }) => {
        await lab.person('Grace').ringsOut();
        expect(await came()).toMatchObject([
          { kind: 'notConnected', reason: { message: 'Grace Hopper did not answer.' } },
          { kind: 'said' },
        ]);
        expect(heardOn(line)).toEqual(['Sorry, caller.']);
      },
    ));

  test('stops waiting when its time is up', () =>
    doing(
      (call) => call.transfer(grace, { timeoutMs: 5_000 }),
      async ({ lab, outcome }) => {
        await lab.pass(4_500);
        expect(outcome()).toBeUndefined();
        await lab.pass(600);
        expect(outcome()).toMatchObject({ kind: 'notConnected', reason: { code: 408 } });
      },
    ));
});

describe('a caller who hangs up in the middle', () => {
  const ended = { kind: 'ended', reason: { subcode: 5002 } };
  test.each<[string, (call: Call) => Promise<unknown>]>([
    ['say', (call) => call.say('Something long enough to be interrupted by it.')],
    ['ask', (call) => call.ask({ prompt: 'Press 1.', keys: ['1'] })],
    ['ask for digits', (call) => call.ask({ prompt: 'Dial.', digits: { max: 9 } })],
    ['recordAnswer', (call) => call.recordAnswer({ prompt: 'Say it after the tone.' })],
    ['transfer', (call) => call.transfer(grace)],
  ])('%s ends with it, and so does all that follows', (_, work) =>
    doing(
      async (call) => [await work(call), await call.say('Anybody?'), call.signal.aborted],
      async ({ lab, line, came }) => {
        await lab.pass(300);
        await line.hangsUp();
        expect(await came()).toMatchObject([ended, ended, true]);
        expect(factsOf(lab).map(({ kind }) => kind)).toEqual(['callTaken', 'callOver']);
      },
    ),
  );

  test('ends the silence after a prompt as well', () =>
    doing(
      (call) => call.ask({ prompt: 'Press 1.', keys: ['1'] }),
      async ({ line, outcome }) => {
        await line.hears('Press 1.');
        await line.hearsNothing('2 s');
        await line.hangsUp();
        expect(outcome()).toMatchObject(ended);
      },
    ));
});

function soundIn(outcome: unknown): readonly number[] {
  return typeof outcome === 'object' && outcome !== null && 'wav' in outcome ? soundsIn(outcome.wav as Uint8Array) : [];
}

function stereo(): Uint8Array {
  const wav = writeWav(new Int16Array(100));
  new DataView(wav.buffer).setUint16(22, 2, true);
  return wav;
}
