/**
 * Scenarios: tests with a name in a file of their own, for a test runner and for the command line.
 *
 *     npx rollcall lab run examples/testing/10-scenario.ts
 *     npx rollcall lab run examples/testing/10-scenario.ts --repeat 20
 *     npx rollcall lab run examples/testing/10-scenario.ts --callers 50
 */
import { defineBot } from 'rollcall';
import { scenario, type Scenario } from 'rollcall/testing';

const bot = defineBot({
  name: 'opening hours',
  async onCall(call) {
    await call.answer();
    const choice = await call.ask({ prompt: 'For our opening hours press 1.', keys: ['1'], noInput: 'I did not hear a key.' });
    if (choice.kind === 'key') await call.say('We are open from nine to five.');
  },
});

export const hours: Scenario = scenario('a caller who presses 1 is told the opening hours', { bots: [bot] }, async (lab) => {
  const line = await lab.person('Ada').dial('100');
  await line.hears(/press 1/);
  await line.presses('1');
  await line.hears('We are open from nine to five.');
  await line.isHungUpOn();
});

export const silence: Scenario = scenario('a caller who says nothing is asked again', { bots: [bot] }, async (lab) => {
  const line = await lab.person('Ada').dial('100');
  await line.hears(/press 1/);
  await line.hears(/did not hear a key/);
});
