/**
 * What you will hear: a greeting with your name, a longer text that any key skips, and goodbye.
 *
 *     npx rollcall dev examples/02-say.ts
 */
import { defineBot, type Bot } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'say',
  says: 'Greets you and tells you something',

  async onCall(call) {
    await call.answer();
    await call.say(`Hello, ${call.from.name ?? 'whoever you are'}.`);

    // Long texts are spoken sentence by sentence, so the first is heard while the others are made.
    const told = await call.say(
      [
        'Press any key if you have heard this before.',
        'A bot says a text, a file, or sound that it has in memory. What it says is kept, so that it comes at once the next time.',
      ],
      { interruptible: true },
    );
    if (told.kind === 'interrupted') await call.say('I see that you know it.');
    await call.say('Goodbye.');
  },
});
