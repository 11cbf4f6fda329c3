/**
 * The same seed gives the same run: every message with its ids, its signature and its time. Another seed gives other ids, other
 * pauses between keys, other packets that are lost.
 *
 *     npx vitest run examples/testing/12-same-seed.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';

const bot = defineBot({
  name: 'code',
  async onCall(call) {
    await call.answer();
    const code = await call.ask({ prompt: 'Your code, please.', digits: { min: 4, max: 4 } });
    if (code.kind === 'digits') await call.say('Thank you.');
  },
});

const messages = (seed: number): Promise<readonly string[]> =>
  withLab({ bots: [bot], seed, voice: 'built-in' }, async (lab) => {
    lab.faults.packets({ lost: 0.1 });
    const line = await lab.person('Ada').dial('100');
    await line.hears(/your code/i);
    await line.presses('4711');
    await line.hears('Thank you.');
    await line.isHungUpOn();
    return lab.messages.map(({ sentMs, method, url, body, answer }) => `${String(sentMs)} ${method} ${url} ${body} ${answer ?? ''}`);
  });

test('a run is repeated message for message', async () => {
  const first = await messages(7);
  expect(await messages(7)).toEqual(first);
  expect(await messages(8)).not.toEqual(first);
});
