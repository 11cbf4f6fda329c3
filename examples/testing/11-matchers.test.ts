/**
 * With Vitest, `expect(line)` can ask what is heard: every matcher is awaited, and a `.not` says for how long.
 *
 *     npx vitest run examples/testing/11-matchers.test.ts
 */
import { defineBot } from 'rollcall';
import { withLab } from 'rollcall/testing';
import 'rollcall/testing/vitest';
import { expect, test } from 'vitest';

const bot = defineBot({
  name: 'desk',
  async onCall(call) {
    await call.answer();
    await call.say('I am connecting you to Grace.');
    const transfer = await call.transfer({ user: 'a0000000-0000-4000-8000-000000000202' });
    if (transfer.kind === 'notConnected') await call.say('Sorry, Grace is away.');
  },
});

test('Grace takes the call', () =>
  withLab({ bots: [bot] }, async (lab) => {
    const line = await lab.person('Ada').dial('100');
    await expect(line).toBeAnswered();
    await expect(line).toHear(/connecting you to Grace/i);
    await lab.person('Grace').answers();
    await expect(line).toTalkTo('Grace');
    await expect(line).not.toHear(/sorry/i, { within: '10 s' });
    await expect(line).toHearNothing('3 s');
  }));
