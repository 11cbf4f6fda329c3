/**
 * Other people: they are rung by the bot, and answer, decline, or let it ring. Sample people live in every lab; whoever else is
 * named moves in.
 *
 *     npx vitest run examples/testing/03-somebody-answers.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { test } from 'vitest';

const grace = { user: 'a0000000-0000-4000-8000-000000000202' };

const bot = defineBot({
  name: 'desk',
  async onCall(call) {
    await call.answer();
    await call.say('I am connecting you to Grace.');
    const transfer = await call.transfer(grace);
    if (transfer.kind === 'notConnected') await call.say('Grace is away. Please try again later.');
  },
});

test('Grace takes the call', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/connecting you/);
    await lab.person('Grace').answers({ after: '8 s' });
    await line.talksTo('Grace');
  }));

test('Grace declines', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await lab.person('Grace').declines();
    await line.hears('Grace is away. Please try again later.');
    await line.isHungUpOn();
  }));

test('Grace does not hear her phone', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await lab.person('Grace').ringsOut();
    await line.hears(/try again later/);
  }));
