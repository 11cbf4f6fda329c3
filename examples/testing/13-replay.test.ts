/**
 * A call that was captured is played again: people do the same at the same moments, and the first message that differs is told. Here
 * the call is captured in a lab; `rollcall dev --capture` saves one of the switchboard as a file of the same kind.
 *
 *     npx vitest run examples/testing/13-replay.test.ts
 */
import { defineBot, type Bot } from 'rollcall';
import { bundleOf, readBundle, replay, withLab, writeBundle } from 'rollcall/testing';
import { expect, test } from 'vitest';

const desk = (farewell: string): Bot =>
  defineBot({
    name: 'desk',
    async onCall(call) {
      await call.answer();
      const choice = await call.ask({ prompt: 'For our address press 1.', keys: ['1'] });
      if (choice.kind === 'key') await call.say('Mill Lane 4.');
      await call.say(farewell);
    },
  });

const captured = (): Promise<string> =>
  withLab({ bots: [desk('Goodbye.')] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1/);
    await line.presses('1');
    await line.isHungUpOn();
    return writeBundle(bundleOf(lab, line));
  });

test('the same bot does the same again', async () => {
  const { difference, missed } = await replay(readBundle(await captured()), { bots: [desk('Goodbye.')] });
  expect(difference?.shown).toBeUndefined();
  expect(missed).toEqual([]);
});

test('a bot that hangs up without a goodbye is found out', async () => {
  const curt: Bot = { ...desk(''), onCall: (call) => call.answer().then(() => call.hangUp()) };
  const { difference } = await replay(readBundle(await captured()), { bots: [curt] });
  expect(difference?.sentence).toMatch(/desk/);
});
