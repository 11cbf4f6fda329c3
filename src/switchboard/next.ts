/**
 * What a call becomes when something happens to it, and what is then to be done: pure, and the only place that decides.
 *
 *     dial ──► rings ──┬─ taken ──────► connecting ── both have sound ──► connected ── hang-up, loss ──────────► ended
 *                      ├─ redirected ─► rings elsewhere                      │  ▲
 *                      │                 └─ not taken ─► announcement ─┐     │  └─ not taken ─┐
 *                      ├─ not taken ──► voicemail rings                │     └─ transfer ─► rings elsewhere
 *                      ├─ app fails ──► announcement ──────────────────┤                      └─ taken ─► connecting, the app leaves
 *                      └─ declined ───────────────────────────────────►ended
 *
 * A call between two becomes a group by `invite`, and stays one; a meeting's call begins as one:
 *
 *     invite ──► rings ──┬─ taken ──► connecting ── has sound ──► connected ── hang-up, loss, removed ──► ended, the others talk on
 *                        └─ not taken ──► ended                     │  └─ transfer ─► rings elsewhere ── taken ──► moved to a call of two
 *     join ──► (lobby ── admit) ──► connecting ─────────────────────┘
 *
 * What a step means for a group as a whole (who came, whether it is over, who hears whom, the roster) follows from it in `settling.ts`.
 */
import type { Call, Leg } from './call.ts';
import type { Input } from './input.ts';
import { meetingChanged } from './group.ts';
import { join } from './joining.ts';
import { onKeeping } from './keeping/keeping-steps.ts';
import { onApp } from './on-app.ts';
import { onEngine, onTime } from './on-engine.ts';
import { onPerson } from './on-person.ts';
import type { Refused } from './result.ts';
import { settle } from './settling.ts';
import { onTranscribing } from './transcribing/transcribing-steps.ts';
import { begin, type Env, type Step, type Turn } from './turn.ts';

export function next(call: Call, input: Input, env: Env): Step {
  const turn = begin(withoutOldLegs(call, env), env);
  const refusal = decide(turn, input);
  if (refusal) return { call, effects: [], facts: [], refusal };
  settle(turn, call);
  return turn;
}

function decide(turn: Turn, input: Input): Refused | undefined {
  switch (input.kind) {
    case 'answer':
    case 'decline':
    case 'hangUp':
    case 'pressKey':
    case 'mute':
    case 'admitPerson':
    case 'denyPerson':
    case 'startKeepingPerson':
    case 'stopKeepingPerson':
    case 'startTranscriptPerson':
    case 'stopTranscriptPerson':
    case 'chooseCaptions':
    case 'chooseVoice':
    case 'raiseHand':
    case 'lowerHand':
    case 'muteOther':
    case 'removeOther':
    case 'stopSharingOf':
    case 'giveRole':
    case 'invitePerson':
    case 'uninvite':
    case 'endMeeting':
    case 'endPictures':
    case 'post':
    case 'pageLost':
    case 'mediaFailed':
      return onPerson(turn, input);
    case 'legConnected':
    case 'legLost':
    case 'keyHeard':
    case 'playEnded':
    case 'recordEnded':
    case 'keysEnded':
    case 'legDisplaced':
    case 'speakers':
    case 'picturesBegan':
    case 'picturesEnded':
    case 'offered':
    case 'houseSpeechChanged':
    case 'roomLost':
      onEngine(turn, input);
      return undefined;
    case 'joinPerson':
    case 'joinApp':
      return join(turn, input);
    case 'meetingChanged':
      meetingChanged(turn, input.meeting);
      return undefined;
    case 'placeLent':
    case 'placeRefused':
    case 'keepingEnded':
      onKeeping(turn, input);
      return undefined;
    case 'transcriptBegun':
    case 'transcriptRefused':
    case 'transcriptEnded':
      onTranscribing(turn, input);
      return undefined;
    case 'offerTimedOut':
    case 'inviteeTimedOut':
    case 'lobbyTimedOut':
    case 'aloneTimedOut':
    case 'appAnswerTimedOut':
    case 'connectTimedOut':
    case 'keepAliveTimedOut':
    case 'announcementTimedOut':
    case 'lastRecordingTimedOut':
    case 'closed':
      onTime(turn, input);
      return undefined;
    default:
      return onApp(turn, input);
  }
}

/** Legs that ended a while ago leave a call that goes on; an ended call goes as a whole. */
function withoutOldLegs(call: Call, { nowMs, limits }: Env): Call {
  const isOld = ({ endedMs }: Leg): boolean => endedMs !== undefined && nowMs - endedMs > limits.endedGraceMs;
  return call.endedMs === undefined && call.legs.some(isOld) ? { ...call, legs: call.legs.filter((leg) => !isOld(leg)) } : call;
}
