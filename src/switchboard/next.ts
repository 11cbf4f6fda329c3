/**
 * What a call becomes when something happens to it, and what is then to be done: pure, and the only place that decides.
 *
 *     dial ──► rings ──┬─ taken ──────► connecting ── both have sound ──► connected ── hang-up, loss ──────────► ended
 *                      ├─ redirected ─► rings elsewhere                      │  ▲
 *                      │                 └─ not taken ─► announcement ─┐     │  └─ not taken ─┐
 *                      ├─ not taken ──► voicemail rings                │     └─ transfer ─► rings elsewhere
 *                      ├─ app fails ──► announcement ──────────────────┤                      └─ taken ─► connecting, the app leaves
 *                      └─ declined ───────────────────────────────────►ended
 */
import type { Call, Leg } from './call.ts';
import type { Input } from './input.ts';
import { onApp } from './on-app.ts';
import { onEngine, onTime } from './on-engine.ts';
import { onPerson } from './on-person.ts';
import type { Refused } from './result.ts';
import { begin, type Env, type Step, type Turn } from './turn.ts';

export function next(call: Call, input: Input, env: Env): Step {
  const turn = begin(withoutOldLegs(call, env), env);
  const refusal = decide(turn, input);
  return refusal ? { call, effects: [], facts: [], refusal } : turn;
}

function decide(turn: Turn, input: Input): Refused | undefined {
  switch (input.kind) {
    case 'answer':
    case 'decline':
    case 'hangUp':
    case 'pressKey':
    case 'mute':
    case 'pageLost':
    case 'mediaFailed':
      return onPerson(turn, input);
    case 'legConnected':
    case 'legLost':
    case 'keyHeard':
    case 'playEnded':
    case 'recordEnded':
    case 'roomLost':
      onEngine(turn, input);
      return undefined;
    case 'offerTimedOut':
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
