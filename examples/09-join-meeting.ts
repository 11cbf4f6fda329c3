/**
 * What you will hear: the bot asks for the id of a meeting, goes there, and says in it that you have called. Put a meeting's id in.
 *
 *     npx rollcall dev examples/09-join-meeting.ts
 */
import { defineBot, type Bot } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'join meeting',
  says: 'Takes a word from you to a meeting',

  async onCall(call, { join }) {
    await call.answer();
    const id = await call.ask({ prompt: 'Please type the id of the meeting, and then hash.', digits: { min: 9, max: 20 } });
    if (id.kind !== 'digits') return;

    const joined = await join({ id: id.digits });
    if (joined.kind === 'notJoined') {
      await call.say(`I could not get in. ${joined.reason.message}`);
      return;
    }
    await joined.call.say(`${call.from.name ?? 'Somebody'} has called, and will be late.`);
    await call.say('I have told them.');
  },
});
