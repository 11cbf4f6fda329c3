/** A caller's line to a bot, as the author of a bot uses it in a test. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Bot } from '../bot/bot.ts';
import { realClock } from '../base/clock.ts';
import { callBot } from './call-bot.ts';
import { LineError } from './errors.ts';
import { speech } from './scripted-stage.ts';

const answering = (onCall: Bot['onCall']): Bot => ({
  name: 'test',
  async onCall(call, context) {
    await call.answer();
    await onCall(call, context);
  },
});

const menu = answering(async (call) => {
  const choice = await call.ask({ prompt: 'Hello. Press 1 for tea, or 2 for coffee.', keys: ['1', '2'], noInput: 'I did not hear a key.' });
  if (choice.kind === 'key') await call.say(`You pressed ${choice.key}. Goodbye.`);
});

const failureOf = async (work: Promise<unknown>): Promise<LineError> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LineError);
  return error as LineError;
};

describe('what a caller hears', () => {
  test('comes in order, by a pattern or by words, and each waits from where the last one stopped', async () => {
    await using line = await callBot(menu);
    await line.hears('Hello');
    await line.hears(/press 1/i);
    await line.presses('1');
    await line.hears(/goodbye/i);
    await line.isHungUpOn();
    expect(line.heard.slice(-2)).toEqual(['You pressed 1.', 'Goodbye.']);
  });

  test('is found across sentences too', async () => {
    await using line = await callBot(menu);
    await line.hears('Hello. Press 1');
    await line.presses('2');
    await line.hears(/pressed 2.*good/i);
  });

  test('is asked again when nothing is pressed', async () => {
    await using line = await callBot(menu);
    await line.hears(/press 1/i);
    await line.pass(20_000);
    await line.hears(/did not hear/i);
    await line.hears(/press 1/i);
  });

  test('otherwise than expected is told in order, with how the call ended', async () => {
    await using line = await callBot(menu);
    await line.hears(/press 1/i);
    await line.presses('2');
    const { code, message } = await failureOf(line.hears(/pressed 1/i));
    expect(code).toBe('testing/not-heard');
    expect(message.split('\n')).toEqual([
      'The caller waited for /pressed 1/i and did not hear it.',
      'What was heard instead:',
      '  – You pressed 2.',
      '  – Goodbye.',
      'What was heard before:',
      '  – Hello.',
      '  – Press 1 for tea, or 2 for coffee.',
      'The call is over: The bot hung up.',
    ]);
  });

  test('does not include what was asked for before', async () => {
    await using line = await callBot(answering(async (call) => void (await call.say('Hello. And then nothing.'))));
    await line.hears('Hello');
    expect((await failureOf(line.hears('Hello'))).message).toContain('And then nothing.');
  });

  test('a sound that is no text is told by its length', async () => {
    await using line = await callBot(answering(async (call) => void (await call.say(['Listen.', { wav: speech(2_000) }]))));
    await line.hears('(sound, 2.0 s)');
    await line.isHungUpOn();
  });
});

describe('what a caller does', () => {
  test('speaking is recorded after the tone, and left as voicemail', async () => {
    const bot = answering(async (call, { voicemail }) => {
      const recorded = await call.record({ prompt: 'Speak after the tone.' });
      if (recorded.kind !== 'recorded') return;
      await voicemail.leave({ for: 'grace', from: call.from, wav: recorded.wav, durationMs: recorded.durationMs });
      await call.say('Thank you.');
    });
    await using line = await callBot(bot);
    await line.hears('(tone)');
    await line.says(3_000);
    await line.presses('#');
    await line.hears('Thank you');
    expect(await line.voicemail('grace')).toMatchObject([{ durationMs: 3_000, from: { name: 'Ada Lovelace' } }]);
  });

  test('a WAV file can be said, and anything else cannot', async () => {
    const bot = answering(async (call) => {
      const recorded = await call.record();
      await call.say(recorded.kind === 'recorded' ? `${(recorded.durationMs / 1000).toFixed(1)} seconds.` : 'Nothing.');
    });
    const file = await readFile(new URL('../../test/fixtures/speech/echo.wav', import.meta.url));
    await using line = await callBot(bot);
    await line.hears('(tone)');
    await line.says(new Uint8Array(file));
    await line.hears(/\d\.\d seconds/);
    await expect(line.says(new Uint8Array(4))).rejects.toThrow(/WAV/);
  });

  test('hanging up ends the bot, and is not being hung up on', async () => {
    let isOver = false;
    const bot = answering(async (call) => {
      await call.ask({ prompt: 'Hello.', keys: ['1'] });
      isOver = call.ended !== undefined;
    });
    await using line = await callBot(bot);
    await line.hears('Hello');
    await line.hangsUp();
    await line.hangsUp();
    expect(isOver).toBe(true);
    expect((await failureOf(line.isHungUpOn())).message).toContain('The other side hung up.');
    expect((await failureOf(line.presses('1'))).code).toBe('testing/call-over');
    expect((await failureOf(line.says(100))).code).toBe('testing/call-over');
  });

  test('what is no key, or no time, is refused', async () => {
    await using line = await callBot(menu);
    await expect(line.presses('1x')).rejects.toThrow(/got "1x"/);
    await expect(line.pass(-1)).rejects.toThrow(/got -1/);
  });

  test('whoever calls, and whom they meant, can be chosen', async () => {
    const bot = answering(async (call) => void (await call.say(`${call.from.id} for ${call.forwardedFrom?.name ?? 'nobody'}`)));
    const options = { from: { kind: 'phone', id: '+4930123' }, forwardedFrom: { kind: 'user', id: 'g', name: 'Grace' } } as const;
    await using line = await callBot(bot, options);
    await line.hears('+4930123 for Grace');
  });
});

describe('other people', () => {
  test('take the caller over, or do not', async () => {
    const bot = answering(async (call) => {
      const busy = await call.transfer({ user: 'busy' });
      if (busy.kind === 'notConnected') await call.say(busy.reason.message);
      await call.transfer({ user: 'grace' });
    });
    await using line = await callBot(bot, {
      people: (target) => ({ does: 'user' in target && target.user === 'grace' ? 'answer' : 'decline', afterMs: 3_000 }),
    });
    await line.hears(/declined/);
    expect(await line.isPutThrough()).toEqual({ user: 'grace' });
    expect((await failureOf(line.isHungUpOn())).message).toContain('put through');
  });

  test('are called by the bot and have a line of their own', async () => {
    const bot = answering(async (call, { dial }) => {
      await call.hangUp();
      const dialled = await dial({ user: call.from.id });
      if (dialled.kind === 'answered') await dialled.call.ask({ prompt: 'Here I am again.', keys: ['1'] });
    });
    await using line = await callBot(bot, { people: () => ({ does: 'answer', afterMs: 5_000 }) });
    await line.isHungUpOn();
    await using back = await line.botCalls();
    await back.hears('again');
    await back.presses('1');
    await back.isHungUpOn();
    expect((await failureOf(line.botCalls())).code).toBe('testing/not-done');
  });

  test('are not reached unless they are told to answer', async () => {
    const bot = answering(async (call) => {
      const transfer = await call.transfer({ user: 'grace' });
      await call.say(transfer.kind);
    });
    await using line = await callBot(bot);
    await line.hears('notConnected');
    await expect(line.isPutThrough()).rejects.toThrow(/did not/);
  });
});

describe('a bot', () => {
  test('that never hangs up is told so', async () => {
    await using line = await callBot(
      answering(async (call) => void (await call.ask({ prompt: 'Well?', keys: ['1'], timeoutMs: 600_000 }))),
    );
    expect((await failureOf(line.isHungUpOn())).message).toContain('expected to hang up, and did not');
  });

  test('that throws has not hung up, and the error names the reason', async () => {
    await using line = await callBot(answering(() => Promise.reject(new Error('no such desk'))));
    await line.hears(/something went wrong/);
    const { code, message, cause } = await failureOf(line.isHungUpOn());
    expect([code, message]).toEqual(['testing/bot-threw', expect.stringContaining('The bot threw: no such desk')]);
    expect(cause).toMatchObject({ stack: expect.stringContaining('call-bot.test') as string });
    expect(line.failure?.message).toBe('no such desk');
  });

  test('that throws after all is said fails the test at its end', async () => {
    const line = await callBot({
      name: 'sloppy',
      async onCall(call) {
        await call.answer();
        await call.say('Hello.');
        await call.hangUp();
        throw new Error('the database is full');
      },
    });
    await line.hears('Hello');
    const error = await failureOf(line[Symbol.asyncDispose]());
    expect(error).toMatchObject({ code: 'testing/bot-threw', message: expect.stringContaining('database') as string });
  });

  test('that waits for something outside of the call is given real time for it', async () => {
    const bot = answering(async (call) => {
      await readFile(import.meta.filename);
      await realClock().sleep(30);
      await call.say('Found it.');
    });
    await using line = await callBot(bot);
    await line.hears('Found it', { withinMs: 1_000 });
  });

  test('that never answers is not heard', async () => {
    await using line = await callBot({ name: 'shy', onCall: (call) => call.reject('busy') });
    expect((await failureOf(line.hears('Hello'))).message).toContain('The bot was busy.');
    expect(line.ended?.code).toBe(603);
  });
});
