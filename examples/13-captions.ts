/**
 * What you will see: ring this bot from a meeting and switch captions on: what everybody says stands there under their name, in the language that
 * you choose. Whoever says “minutes, please” gets what was said until then in the chat.
 *
 *     npx rollcall dev examples/13-captions.ts
 */
import { defineBot, type Bot, type Segment } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'captions',
  says: 'Captions what is said, in the language of each reader',
  needs: ['soundApart'],

  async onCall(call) {
    await call.answer();
    await using transcription = await call.transcribe({ translate: 'asked', hints: ['minutes'] });
    const stopWhenAlone = (): void => void (call.participants.every(({ isSelf }) => isSelf) && transcription.stop());
    call.facts.on('participantLeft', stopWhenAlone, { signal: call.signal });
    // Each sentence as it becomes final; the loop ends with the transcription.
    for await (const sentence of transcription) {
      if (!/minutes,? please/i.test(sentence.text)) continue;
      await call.chat.post(transcription.segments.map(lineOf).join('\n'));
    }
  },
});

/** `0:42 Ada Lovelace: Good morning.` */
function lineOf({ startMs, speaker, text }: Segment): string {
  const seconds = Math.floor(startMs / 1_000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')} ${speaker.name ?? 'Somebody'}: ${text}`;
}
