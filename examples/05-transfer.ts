/**
 * What you will hear: you are put through to Grace Hopper. Open a second window, be Grace there, and take the call, or do not.
 *
 *     npx rollcall dev examples/05-transfer.ts
 */
import { defineBot, type Bot } from 'rollcall';

const grace = { user: 'a0000000-0000-4000-8000-000000000202' };

export const bot: Bot = defineBot({
  name: 'transfer',
  says: 'Puts you through to Grace',

  async onCall(call) {
    await call.answer();
    await call.say('I am connecting you to Grace Hopper.');
    const transfer = await call.transfer(grace);

    // After `connected` the call is no longer ours; after `notConnected` it is again.
    if (transfer.kind === 'notConnected') await call.say(`That did not work. ${transfer.reason.message}`);
  },
});
