/** A call on Graph keeps what the carriers' port promises. */
import { carrierCallConformance } from '../../call/conformance/carrier-call.ts';
import { toneOfKey } from '../../wire/graph/tone.ts';
import { writeWav } from '../../media/wav.ts';
import { established, wired } from './test-platform.ts';

carrierCallConformance('Graph', async () => {
  const { clock, far, ring } = await wired();
  const call = await ring();
  let sequenceId = 0;
  far.replies.push(({ path }) => (path === '/recordings/1' ? new Response(writeWav(new Int16Array(16_000)).slice()) : undefined));
  const tell = async (changeType: 'updated' | 'deleted', message: object): Promise<void> => {
    await far.notifyCall(changeType, 'call-1', message);
    await clock.settle();
  };
  return {
    clock,
    call,
    async soundComes() {
      await clock.settle();
      await tell('updated', established);
    },
    async playingEnds() {
      await clock.settle();
      await far.endOperation('call-1', 'playPrompt', { completionReason: 'completedSuccessfully' });
    },
    async speaksAndStops() {
      const recording = { recordingLocation: 'https://service.test/recordings/1', recordingAccessToken: 'opens it' };
      await far.endOperation('call-1', 'recordResponse', { completionReason: 'stopToneDetected', ...recording });
    },
    async staysSilent() {
      const end = { status: 'failed', completionReason: 'initialSilenceTimeout', recordingLocation: '' };
      await far.endOperation('call-1', 'recordResponse', end);
    },
    presses: (key) => tell('updated', { state: 'established', toneInfo: { sequenceId: ++sequenceId, tone: toneOfKey(key) } }),
    async transferIs(result) {
      if (result === 'taken') await tell('deleted', { state: 'terminated', resultInfo: { code: 0, subcode: 7015 } });
      else await tell('updated', { state: 'established', resultInfo: { code: 500, subcode: 7000 } });
    },
    hangsUp: () => tell('deleted', { state: 'terminated', resultInfo: { code: 200, subcode: 4521 } }),
  };
});
