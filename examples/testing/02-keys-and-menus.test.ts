/**
 * Keys, and what happens when nobody presses one. `hears` goes on where the last one stopped, so the order counts.
 *
 *     npx vitest run examples/testing/02-keys-and-menus.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';

const bot = defineBot({
  name: 'tea room',
  async onCall(call) {
    await call.answer();
    const drink = await call.ask({ prompt: 'For tea press 1, for coffee press 2.', keys: ['1', '2'], noInput: 'I did not hear a key.' });
    if (drink.kind !== 'key') return;
    const cups = await call.ask({ prompt: 'How many cups? Press hash at the end.', digits: { min: 1, max: 2 } });
    if (cups.kind === 'digits') await call.say(`${cups.digits} cups of ${drink.key === '1' ? 'tea' : 'coffee'}.`);
  },
});

test('twelve cups of coffee', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/for coffee press 2/i);
    await line.presses('2');
    await line.hears(/how many cups/i);
    await line.presses('12#');
    await line.hears('12 cups of coffee.');
  }));

test('whoever knows the menu need not listen to it', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.presses('13#');
    const { fromMs } = await line.hears('3 cups of tea.');
    expect(fromMs).toBeLessThan(5_000);
  }));

test('whoever says nothing is asked again, and then let go', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await line.hears(/press 1/i);
    await line.hears(/did not hear a key/i);
    await line.isHungUpOn({ within: '1 min' });
  }));
