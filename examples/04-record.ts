/**
 * What you will hear: a tone, after which you speak and press hash; then what you said, and how long it was.
 *
 *     npx rollcall dev examples/04-record.ts
 */
import { defineBot, type Bot } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'record',
  says: 'Records you and plays it back',

  async onCall(call) {
    await call.answer();
    const heard = await call.recordAnswer({ prompt: 'Speak after the tone, and press hash at the end.', stopKeys: ['#'], maxMs: 30_000 });
    switch (heard.kind) {
      case 'recorded':
        await call.say([`You spoke for ${String(Math.round(heard.durationMs / 1000))} seconds.`, { wav: heard.wav }]);
        break;
      case 'silent':
        await call.say('You did not say anything.');
        break;
      case 'ended':
        break;
    }
  },
});
