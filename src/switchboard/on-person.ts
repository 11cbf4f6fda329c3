/** What people ask for, and what becomes of their windows. */
import type { Key } from '../engine/port.ts';
import { isTalking, isUp } from './call.ts';
import { called } from './directory.ts';
import { dropOut, hangUp } from './ending.ts';
import type { PersonInput } from './input.ts';
import { startKeeping, stopKeeping } from './keeping/keeping-steps.ts';
import { chooseCaptions, chooseVoice } from './languages/choosing.ts';
import { admit, denyEntry, personMayAdmit } from './lobby.ts';
import { setMuted } from './moderating.ts';
import { gone, notNow } from './refusals.ts';
import { refused, type Refused } from './result.ts';
import { onDeed } from './person-deeds.ts';
import { mayUse } from './roles.ts';
import { targetFailed } from './ringing.ts';
import { answer, soundLost } from './taking.ts';
import { startTranscript, stopTranscript } from './transcribing/transcribing-steps.ts';
import { engine, legWith, type Turn } from './turn.ts';

export function onPerson(turn: Turn, input: PersonInput): Refused | undefined {
  if (input.kind === 'pageLost') {
    for (const leg of turn.call.legs) if (leg.kind === 'person' && leg.pageId === input.pageId) pageLost(turn, leg.legId);
    return undefined;
  }
  const leg = legWith(turn, input.legId);
  if (leg?.kind !== 'person') return gone;
  if (input.kind === 'mediaFailed') {
    if (!isTalking(leg)) return gone;
    // She may try again until she is given up.
    if (leg.mustReconnect) return undefined;
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
      if (leg.state !== 'connected' || leg.mustReconnect) return notNow(leg, 'sent a key');
      if (!isKey(input.key))
        return refused('switchboard/wrong-state', `“${input.key}” is no key of a telephone.`, 'Send one of 0 to 9, *, # and A to D.');
      // The engine tells it like any other key, so that it also ends a recording.
      engine(turn, { kind: 'press', legId: leg.legId, key: input.key });
      return undefined;
    case 'mute':
      if (leg.state === 'ringing') return notNow(leg, 'muted');
      if (!input.isMuted && !mayUse(turn.call, leg, 'microphone')) return noMicrophone;
      setMuted(turn, leg, { isMuted: input.isMuted, isMutedByOther: false });
      return undefined;
    case 'admitPerson':
      return personMayAdmit(turn, leg) ?? admit(turn, input.participantIds);
    case 'startKeepingPerson':
      return startKeeping(turn, leg, input);
    case 'stopKeepingPerson':
      return stopKeeping(turn, leg, input);
    case 'startTranscriptPerson':
      return startTranscript(turn, leg, input);
    case 'stopTranscriptPerson':
      return stopTranscript(turn, leg, input);
    case 'chooseCaptions':
      return chooseCaptions(turn, leg, input);
    case 'chooseVoice':
      return chooseVoice(turn, leg, input.language);
    case 'denyPerson':
      return personMayAdmit(turn, leg) ?? denyEntry(turn, input.participantIds);
    default:
      return onDeed(turn, leg, input);
  }
}

const noMicrophone = refused(
  'switchboard/not-allowed',
  'Attendees of this meeting are not heard.',
  'Ask the organizer to make you a presenter.',
);

function pageLost(turn: Turn, legId: string): void {
  const leg = legWith(turn, legId);
  if (!leg || !isUp(leg)) return;
  const because = `The window of ${called(leg.self)} was closed or lost its connection.`;
  dropOut(turn, leg, { as: 'pageLost', own: 'Your window was closed or lost its connection.', because });
}

function isKey(text: string): text is Key {
  return /^[0-9*#A-D]$/.test(text);
}
