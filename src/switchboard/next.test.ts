import { expect, test } from 'vitest';
import type { Call, Leg, LegState } from './call.ts';
import type { Input } from './input.ts';
import { defaultLimits } from './limits.ts';
import { noMeetings } from './meeting.ts';
import { newAppLeg, newPersonLeg } from './new-leg.ts';
import { next } from './next.ts';
import { directory } from './test-house.ts';
import type { Env } from './turn.ts';

const env: Env = {
  directory,
  limits: defaultLimits,
  newId: () => 'new',
  meetings: noMeetings,
  callOfLeg: () => undefined,
  canKeep: true,
  nowMs: 5000,
};
const ada = { kind: 'person', id: 'ada', tenantId: 'tenant-1', name: 'Ada', number: '201' } as const;
const desk = { kind: 'app', id: 'desk', tenantId: 'tenant-1', name: 'desk', number: '100' } as const;

/** Ada's leg and the desk's, each in a state. */
function callIn(person: LegState, app: LegState): Call {
  const common = { startedMs: 1000, isSoundUp: person === 'connected' } as const;
  const legs: readonly Leg[] = [
    newPersonLeg(env, { ...common, legId: 'p', userId: 'ada', pageId: 'page', direction: 'outgoing', state: person, self: ada, peer: desk }),
    newAppLeg(env, {
      ...common, legId: 'a', participantId: 'pa', appId: 'desk', direction: 'incoming', state: app, self: desk, peer: ada,
      callbackUri: 'http://localhost/', isMediaActive: app === 'connected',
    }),
  ]; // prettier-ignore
  const rings = app === 'ringing' ? { offer: { kind: 'dial', meant: desk, legIds: ['a'] } as const } : {};
  return { callId: 'c', from: ada, to: desk, startedMs: 1000, legs, ...rings };
}

const app = { appId: 'desk', legId: 'a' } as const;
const person = { userId: 'ada', legId: 'p' } as const;
const prompts = [{ uri: 'http://localhost/a.wav' }];
const target = { kind: 'person', userId: 'grace' } as const;

/** State of the person, state of the app, what happens, and both states after it, or why it is refused. */
const table: readonly (readonly [LegState, LegState, Input, string])[] = [
  ['calling', 'ringing', { kind: 'answerApp', ...app, callbackUri: 'http://localhost/c' }, 'connecting connecting'],
  ['calling', 'ringing', { kind: 'reject', ...app, reason: 'none' }, 'ended ended'],
  ['calling', 'ringing', { kind: 'redirect', ...app, targets: [target] }, 'calling redirecting ringing'],
  ['calling', 'ringing', { kind: 'transfer', ...app, target }, 'switchboard/wrong-state'],
  ['calling', 'ringing', { kind: 'play', ...app, operationId: 'o', prompts }, 'switchboard/wrong-state'],
  ['calling', 'ringing', { kind: 'subscribeTones', ...app }, 'switchboard/wrong-state'],
  ['calling', 'ringing', { kind: 'hangUpApp', ...app }, 'ended ended'],
  ['calling', 'ringing', { kind: 'appAnswerTimedOut', legId: 'a' }, 'calling ended'],
  ['calling', 'ringing', { kind: 'pressKey', ...person, key: '1' }, 'switchboard/wrong-state'],
  ['calling', 'ringing', { kind: 'hangUp', ...person }, 'ended ended'],
  ['connecting', 'connecting', { kind: 'answerApp', ...app, callbackUri: 'x' }, 'switchboard/wrong-state'],
  ['connecting', 'connecting', { kind: 'subscribeTones', ...app }, 'connecting connecting'],
  ['connecting', 'connecting', { kind: 'connectTimedOut', legId: 'p' }, 'ended ended'],
  ['connected', 'connected', { kind: 'answerApp', ...app, callbackUri: 'x' }, 'switchboard/wrong-state'],
  ['connected', 'connected', { kind: 'reject', ...app, reason: 'busy' }, 'switchboard/wrong-state'],
  ['connected', 'connected', { kind: 'redirect', ...app, targets: [target] }, 'switchboard/wrong-state'],
  ['connected', 'connected', { kind: 'transfer', ...app, target }, 'transferring transferring ringing'],
  ['connected', 'connected', { kind: 'play', ...app, operationId: 'o', prompts }, 'connected connected'],
  ['connected', 'connected', { kind: 'pressKey', ...person, key: '1' }, 'connected connected'],
  ['connected', 'connected', { kind: 'keepAliveTimedOut', legId: 'a' }, 'ended ended'],
  ['connected', 'connected', { kind: 'appAnswerTimedOut', legId: 'a' }, 'connected connected'],
  ['connected', 'connected', { kind: 'incomingFailed', ...app, message: 'late' }, 'connected connected'],
  ['connected', 'connected', { kind: 'legLost', legId: 'p', reason: 'gone' }, 'connected connected'],
  ['connecting', 'connecting', { kind: 'legLost', legId: 'p', reason: 'gone' }, 'ended ended'],
  ['connected', 'connected', { kind: 'roomLost', reason: 'killed' }, 'ended ended'],
  ['connected', 'connected', { kind: 'hangUpApp', ...app }, 'ended ended'],
  ['connected', 'connected', { kind: 'hangUpApp', appId: 'echo', legId: 'a' }, 'switchboard/unknown-leg'],
  ['connected', 'connected', { kind: 'hangUp', userId: 'grace', legId: 'p' }, 'switchboard/unknown-leg'],
  ['ended', 'ended', { kind: 'hangUp', ...person }, 'switchboard/unknown-leg'],
  ['ended', 'ended', { kind: 'keepAlive', ...app }, 'switchboard/unknown-leg'],
  ['ended', 'ended', { kind: 'legConnected', legId: 'p' }, 'ended ended'],
];

test.each(table)('%s, %s, %o → %s', (before, beforeApp, input, after) => {
  const call = callIn(before, beforeApp);
  const step = next(call, input, env);
  if (!step.refusal) return expect(step.call.legs.map(({ state }) => state).join(' ')).toBe(after);
  expect(step.refusal.code).toBe(after);
  expect(step).toMatchObject({ call, effects: [], facts: [] });
});
