/**
 * What you will see and hear: two slides, which you turn by keys, while the bot says where you are. Needs ffmpeg.
 *
 *     npx rollcall dev examples/11-share-slides.ts
 */
import { defineBot, type Bot } from 'rollcall';

const slides = ['one.png', 'two.png'].map((name) => new URL(`./slides/${name}`, import.meta.url));

export const bot: Bot = defineBot({
  name: 'share slides',
  says: 'Shows you two slides',
  needs: ['pictures'],

  async onCall(call) {
    await call.answer();
    const shared = call.share({ slides });
    for (;;) {
      const key = await call.ask({
        prompt: [`Slide ${String(shared.slide)}.`, 'Press 1 for the next slide, 2 for the first, 3 to stop.'],
        keys: ['1', '2', '3'],
      });
      if (key.kind !== 'key' || key.key === '3') break;
      if (key.key === '2') shared.show(1);
      else if (!shared.next()) await call.say('That was the last one.');
    }
    shared.stop();

    // A file that cannot be shown is told here, and nobody who hangs up is an error.
    const outcome = await shared.done;
    if (outcome.kind === 'stopped') await call.say('Goodbye.');
  },
});
