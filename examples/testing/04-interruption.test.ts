/**
 * Interrupting the bot: what was heard of its sentence, and how long it went on after the key.
 *
 *     npx vitest run examples/testing/04-interruption.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import { expect, test } from 'vitest';

const terms = 'These are all of our terms and there are really quite a few of them';

const bot = defineBot({
  name: 'terms',
  async onCall(call) {
    await call.answer();
    const told = await call.say(terms, { interruptible: true });
    await call.say(told.kind === 'interrupted' ? 'You seem to know them.' : 'Thank you for listening.');
  },
});

test('a key stops the bot at once', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    const { stoppedAfterMs } = await line.interrupts({ pressing: '1' }, { during: /all of our terms/ });
    expect(stoppedAfterMs).toBeLessThan(500);
    await line.hears('You seem to know them.');
    const [first] = line.heard;
    expect(first).toMatchObject({ full: terms, isWhole: false });
  }));

test('whoever listens to the end hears all of it, soon after the call is up', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    expect(await line.timeToFirstWord()).toBeLessThan(1_000);
    const { isWhole, gaps } = await line.hears(terms);
    expect({ isWhole, gaps }).toEqual({ isWhole: true, gaps: [] });
    await line.hears(/thank you/i);
  }));
