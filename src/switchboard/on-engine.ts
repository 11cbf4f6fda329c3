/** What the media engine tells, and what time brings. */
import { answerMissed, keepAliveMissed, keyPressed } from './app-legs.ts';
import { announcementEnded } from './announcing.ts';
import { isTalking, isUp } from './call.ts';
import { endCall, endingOver } from './ending.ts';
import { aloneTimedOut } from './group.ts';
import type { EngineInput, TimeInput } from './input.ts';
import { offered } from './languages/choosing.ts';
import { lobbyTimedOut } from './lobby.ts';
import { picturesBegan, picturesEnded } from './pictures.ts';
import { connectionLost, displaced, mayComeBack, roomLost } from './reconnecting.ts';
import { inviteeMissed, roundTimedOut } from './ringing.ts';
import { spoke } from './speaking.ts';
import { soundLost, soundUp } from './taking.ts';
import { recordEnded, soundingEnded } from './tasks.ts';
import { legWith, type Turn } from './turn.ts';

export function onEngine(turn: Turn, input: EngineInput): void {
  if (input.kind === 'houseSpeechChanged') {
    // What follows from it is settled when the step is done; whoever shows the call is to look again.
    turn.call = { ...turn.call };
    return;
  }
  if (input.kind === 'speakers') return spoke(turn, input.legIds, input.dominantLegId);
  if (input.kind === 'roomLost') {
    if (turn.call.endedMs === undefined && !turn.call.ending && roomLost(turn)) return;
    const because = `The sound process stopped, and the call with it: ${input.reason}. It starts again by itself; call once more.`;
    return endCall(turn, { because, as: 'engineLost' });
  }
  const { announcement } = turn.call;
  if (input.kind === 'playEnded' && announcement?.operationId === input.operationId) return announcementEnded(turn);
  const leg = legWith(turn, input.legId);
  if (!leg || !isUp(leg)) return;
  switch (input.kind) {
    case 'legConnected':
      return soundUp(turn, leg);
    case 'legLost':
      if (leg.kind === 'person' && mayComeBack(leg)) return connectionLost(turn, leg);
      // Of one that is waited for it is no news.
      return leg.mustReconnect ? undefined : soundLost(turn, leg, input.reason);
    case 'keyHeard':
      return keyPressed(turn, leg, input.key);
    case 'legDisplaced':
      if (isTalking(leg)) displaced(turn, leg);
      return;
    case 'picturesBegan':
      return picturesBegan(turn, leg, input.of);
    case 'picturesEnded':
      return picturesEnded(turn, leg, input.of);
    case 'offered':
      if (leg.kind === 'app') offered(turn, leg, input);
      return;
    case 'playEnded':
    case 'keysEnded':
      if (leg.kind === 'app') soundingEnded(turn, leg, input.operationId, input.outcome, input.message);
      return;
    case 'recordEnded':
      if (leg.kind === 'app') recordEnded(turn, leg, input);
      endingOver(turn);
  }
}

export function onTime(turn: Turn, input: TimeInput): void {
  if (input.kind === 'offerTimedOut') return roundTimedOut(turn);
  if (input.kind === 'announcementTimedOut') return announcementEnded(turn);
  if (input.kind === 'aloneTimedOut') return aloneTimedOut(turn);
  if (input.kind === 'lastRecordingTimedOut') return endingOver(turn);
  if (input.kind === 'closed') return endCall(turn, { because: input.because, as: 'closed' });
  const leg = legWith(turn, input.legId);
  if (!leg || !isUp(leg)) return;
  switch (input.kind) {
    case 'connectTimedOut':
      if (!leg.isSoundUp) soundLost(turn, leg, leg.mustReconnect ? `it did not come back within ${String(turn.env.limits.reconnectMs / 1000)} s` : `no sound came within ${String(turn.env.limits.connectMs / 1000)} s`); // prettier-ignore
      return;
    case 'inviteeTimedOut':
      return inviteeMissed(turn, leg);
    case 'lobbyTimedOut':
      return lobbyTimedOut(turn, leg);
    case 'appAnswerTimedOut':
      if (leg.kind === 'app') answerMissed(turn, leg);
      return;
    case 'keepAliveTimedOut':
      if (leg.kind === 'app') keepAliveMissed(turn, leg);
  }
}
