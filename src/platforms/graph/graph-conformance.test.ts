/** A call on Graph keeps what the carriers' port promises. */
import { carrierCallConformance, type CallDriver } from '../../call/conformance/carrier-call.ts';
import { carrierRosterConformance } from '../../call/conformance/carrier-roster.ts';
import { toneOfKey } from '../../wire/graph/tone.ts';
import { writeWav } from '../../media/wav.ts';
import { botParticipant, participantNamed } from './fake-service.ts';
import { established, wired } from './test-platform.ts';

const world = async (): Promise<CallDriver> => {
  const { clock, far, ring, platform } = await wired();
  const call = await ring();
  let sequenceId = 0;
  let names: readonly string[] = [];
  const tellRoster = async (now: readonly string[]): Promise<void> => {
    names = now;
    await far.notifyRoster('call-1', [botParticipant(), ...names.map((name) => participantNamed(name))]);
    await clock.settle();
  };
  far.replies.push(({ path }) => (path === '/recordings/1' ? new Response(writeWav(new Int16Array(16_000)).slice()) : undefined));
  const tell = async (changeType: 'updated' | 'deleted', message: object, callId = 'call-1'): Promise<void> => {
    await far.notifyCall(changeType, callId, message);
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
    takePart: tellRoster,
    async inviteIs(result) {
      const resultInfo = result === 'joined' ? { code: 200, subcode: 0 } : { code: 408, subcode: 0 };
      await clock.settle();
      await far.endOperation('call-1', 'invite', { status: result === 'joined' ? 'completed' : 'failed', resultInfo });
      if (result === 'joined') await tellRoster([...names, 'joined']);
    },
    async holdingIsDone() {
      await clock.settle();
      const last =
        far.seen
          .findLast(({ path }) => /(start|stop)HoldMusic$/.test(path))
          ?.path.split('/')
          .at(-1) ?? '';
      await far.endOperation('call-1', last);
    },
    async keysAreSent() {
      await clock.settle();
      await far.endOperation('call-1', 'sendDtmfTones', { completionReason: 'completedSuccessfully' });
    },
    async consult() {
      far.replies.push(({ method, path }) =>
        method === 'POST' && path.endsWith('/calls') ? Response.json({ id: 'other', state: 'establishing' }, { status: 201 }) : undefined,
      );
      const other = await platform.dial({ user: 'taken' });
      await tell('updated', established, 'other');
      return other;
    },
    hangsUp: () => tell('deleted', { state: 'terminated', resultInfo: { code: 200, subcode: 4521 } }),
  };
};

carrierCallConformance('Graph', world);
carrierRosterConformance('Graph', world);
