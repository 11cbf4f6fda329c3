/** What people ask for, and what becomes of their windows. */
import type { Key } from '../engine/port.ts';
import { isTalking, isUp } from './call.ts';
import { called } from './directory.ts';
import { endCall, hangUp } from './ending.ts';
import type { PersonInput } from './input.ts';
import { gone, notNow } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { targetFailed } from './ringing.ts';
import { answer, soundLost } from './taking.ts';
import { engine, legWith, put, tell, type Turn } from './turn.ts';

export function onPerson(turn: Turn, input: PersonInput): Refused | undefined {
  if (input.kind === 'pageLost') {
    for (const leg of turn.call.legs) if (leg.kind === 'person' && leg.pageId === input.pageId) pageLost(turn, leg.legId);
    return undefined;
  }
  const leg = legWith(turn, input.legId);
  if (leg?.kind !== 'person') return gone;
  if (input.kind === 'mediaFailed') {
    if (!isTalking(leg)) return gone;
    soundLost(turn, leg, input.message);
    return undefined;
  }
  if (leg.userId !== input.userId) return gone;
  if (input.kind === 'answer' && leg.endedAs === 'takenElsewhere') {
    return refused('switchboard/taken', leg.endedBecause ?? 'Somebody else took the call.', 'There is nothing left to do.');
  }
  if (!isUp(leg)) return gone;
  switch (input.kind) {
    case 'answer':
      return answer(turn, leg, input);
    case 'decline':
      if (leg.state !== 'ringing') return notNow(leg, 'declined');
      targetFailed(turn, leg, 'declined', { own: 'You declined.', because: `${called(leg.self)} declined the call.` });
      return undefined;
    case 'hangUp':
      if (leg.state === 'ringing') return notNow(leg, 'hung up');
      hangUp(turn, leg);
      return undefined;
    case 'pressKey':
      if (leg.state !== 'connected') return notNow(leg, 'sent a key');
      if (!isKey(input.key))
        return refused('switchboard/wrong-state', `“${input.key}” is no key of a telephone.`, 'Send one of 0 to 9, *, # and A to D.');
      // The engine tells it like any other key, so that it also ends a recording.
      engine(turn, { kind: 'press', legId: leg.legId, key: input.key });
      return undefined;
    case 'mute':
      if (leg.state === 'ringing') return notNow(leg, 'muted');
      put(turn, leg, { isMuted: input.isMuted });
      tell(turn, { type: 'legMuted', legId: leg.legId, party: leg.self, isMuted: input.isMuted });
      if (leg.isSoundUp) engine(turn, { kind: 'mute', legId: leg.legId, isMuted: input.isMuted });
      return undefined;
  }
}

function pageLost(turn: Turn, legId: string): void {
  const leg = legWith(turn, legId);
  if (!leg || !isUp(leg)) return;
  const own = { legId, as: 'pageLost', because: 'Your window was closed or lost its connection.' } as const;
  endCall(turn, { because: `The window of ${called(leg.self)} was closed or lost its connection.`, as: 'otherLost', by: own });
}

function isKey(text: string): text is Key {
  return /^[0-9*#A-D]$/.test(text);
}
