/**
 * What you will hear: a long text, until you speak; then your own words, as you say them. Press any key to be done.
 *
 *     npx rollcall dev examples/10-live-sound.ts
 */
import { defineBot, type Bot } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'live sound',
  says: 'Falls silent when you speak, and repeats you',
  needs: ['sound'], // its sound is its own, frame by frame, and no longer only what is said and recorded

  async onCall(call) {
    await call.answer();

    // Whoever begins to speak is told at once; aborting brings silence within a moment.
    const silence = new AbortController();
    call.facts.on('speakingChanged', ({ participantIds }) => participantIds.length > 0 && silence.abort(), { signal: call.signal });
    const story = 'I could tell you a long story now, and it would go on for quite a while, unless you begin to speak.';
    await call.say(story, { signal: silence.signal }).catch(() => undefined);

    // 20 ms of sound at a time: what comes in goes out again, until a key is pressed.
    const done = new AbortController();
    const repeating = call.speak(call.audio, { signal: done.signal }).catch(() => undefined);
    await call.ask({ prompt: [], keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#'], timeoutMs: 60_000, attempts: 1 });
    done.abort();
    await repeating;
    await call.say('Goodbye.');
  },
});
