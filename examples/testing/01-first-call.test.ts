/**
 * A first test: somebody dials the bot, hears what it says, and hears it hang up. The bot runs as it would anywhere, and all that
 * it says is real sound on a real call; only time is quicker.
 *
 *     npx vitest run examples/testing/01-first-call.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { test } from 'vitest';

const bot = defineBot({
  name: 'hello',
  async onCall(call) {
    await call.answer();
    await call.say(`Hello, ${call.from.name ?? 'whoever you are'}.`);
    await call.say('Goodbye.');
  },
});

test('whoever calls is greeted by name', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/hello, Ada Lovelace/i);
    await line.hears('Goodbye.');
    await line.isHungUpOn();
  }));
