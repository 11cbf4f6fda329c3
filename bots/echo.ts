/** Echo: asks the caller to speak, and plays back what it heard. Good for trying out a microphone. */
import { defineBot, type Bot } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'echo',
  says: 'Asks you to speak and plays it back',

  async onCall(call) {
    await call.answer();
    await call.say('This is the echo bot.');
    for (;;) {
      const heard = await call.recordAnswer({
        prompt: 'Please say something after the tone. Press hash when you are done.',
        maxMs: 20_000,
        silenceMs: 3_000,
      });
      if (heard.kind === 'ended') return;
      if (heard.kind === 'recorded') await call.say(['This is what I heard.', { wav: heard.wav }], { interruptible: true });
      else await call.say('I did not hear anything.');

      const again = await call.ask({ prompt: 'To try again, press 1. To end the call, hang up.', keys: ['1'], attempts: 2 });
      if (again.kind !== 'key') break;
    }
    await call.say('Goodbye.');
  },
});
