/**
 * What you will hear: the bot hangs up and calls you back. Take that call, and press 1.
 *
 *     npx rollcall dev examples/06-call-out.ts
 */
import { defineBot, type Bot } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'call out',
  says: 'Calls you back',

  async onCall(call, { dial, log }) {
    await call.answer();
    await call.say('I will call you back.');
    await call.hangUp();

    const dialled = await dial({ user: call.from.id });
    if (dialled.kind === 'notAnswered') {
      log.info('nobody answered the call back', { reason: dialled.reason.message });
      return;
    }
    const answer = await dialled.call.ask({ prompt: 'Here I am again. Press 1 if that was quick.', keys: ['1'] });
    if (answer.kind === 'key') await dialled.call.say('Thank you.');
  },
});
