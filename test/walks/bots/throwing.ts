/** A bot with a defect, for the walks. */
import { defineBot, type Bot } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'throwing',
  async onCall(call) {
    await call.answer();
    await call.say('I am about to fail.');
    throw new Error('the order book is missing');
  },
});
