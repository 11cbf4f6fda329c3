/**
 * What you will hear: the call is taken, is silent for three seconds, and ends.
 *
 *     npx rollcall dev examples/01-answer.ts
 */
import { defineBot, type Bot } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'answer',
  says: 'Takes your call and listens for three seconds',

  async onCall(call) {
    const answered = await call.answer();
    if (answered.kind === 'ended') return; // the caller was quicker

    // Every verb says what came of it, and none throws because somebody hung up.
    await call.recordAnswer({ beep: false, silenceMs: 3_000, maxMs: 3_000 });

    // When the function ends, the call is hung up.
  },
});
