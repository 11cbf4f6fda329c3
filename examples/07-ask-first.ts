/**
 * What you will hear: the bot asks Grace Hopper first, and puts you through if she presses 1. Open a second window, and be Grace there.
 *
 *     npx rollcall dev examples/07-ask-first.ts
 */
import { defineBot, type Bot } from 'rollcall';

const grace = { user: 'a0000000-0000-4000-8000-000000000202' };

export const bot: Bot = defineBot({
  name: 'ask first',
  says: 'Asks Grace before it puts you through',

  async onCall(call, { dial }) {
    await call.answer();
    await call.say('One moment, I am asking Grace Hopper.');
    const asked = await dial(grace, { timeoutMs: 30_000 });
    if (asked.kind === 'notAnswered') {
      await call.say(`She cannot be reached. ${asked.reason.message}`);
      return;
    }
    const prompt = `${call.from.name ?? 'Somebody'} is calling. Press 1 to take the call.`;
    const answer = await asked.call.ask({ prompt, keys: ['1'], attempts: 1 });
    if (answer.kind !== 'key') {
      await call.say('She has no time at the moment.');
      return;
    }
    // The caller takes the bot's place in the call with Grace.
    await call.transfer(grace, { after: asked.call });
  },
});
