/**
 * What you will hear: ring this bot from a meeting, and everybody in it is asked whether they may be recorded. Who presses 1 or says yes
 * is on a track of their own; a key 5 is a chapter. When all have left, the recording is in the library.
 *
 *     npx rollcall dev examples/12-record-a-meeting.ts
 */
import { askEach, defineBot, RecordingError, type Bot, type Call } from 'rollcall';

export const bot: Bot = defineBot({
  name: 'record a meeting',
  says: 'Records whoever agrees',
  needs: ['soundApart'],

  async onCall(call, { log }) {
    await call.answer();
    try {
      await using recording = await call.record({ consent: askEach() });
      let chapters = 0;
      call.facts.on('keyPressed', ({ key }) => key === '5' && recording.chapter(`Chapter ${String(++chapters)}`), { signal: call.signal });
      recording.facts.on('recordingSaved', ({ recording: { recordingId } }) => log.info('saved', { recordingId }));
      await untilAlone(call);
    } catch (error) {
      // Nobody agreed: not a byte was kept.
      if (!(error instanceof RecordingError)) throw error;
      await call.say('Nothing was recorded.');
    }
  },
});

/** The bot is the last one there, or the call is over. */
async function untilAlone(call: Call): Promise<void> {
  const isAlone = (): boolean => call.participants.length > 0 && call.participants.every(({ isSelf }) => isSelf);
  while (!call.ended && !isAlone()) await call.facts.next('participantLeft', { signal: call.signal }).catch(() => undefined);
}
