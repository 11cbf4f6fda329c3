/** What apps ask for. */
import { hangUpApp, keepAlive, reject, subscribeTones, unreachable } from './app-legs.ts';
import type { AppLeg } from './call.ts';
import { holdPromptHere, startHold, stopHold } from './holding.ts';
import { post } from './chatting.ts';
import type { AppInput } from './input.ts';
import { invite } from './inviting.ts';
import { startKeeping, stopKeeping } from './keeping/keeping-steps.ts';
import { admit, appMayAdmit, denyEntry } from './lobby.ts';
import type { TaskProblem } from './media-task.ts';
import { muteApp, muteParticipant, removeParticipant, setRecording } from './moderating.ts';
import { setSharingRole } from './pictures.ts';
import { redirect, transfer } from './passing-on.ts';
import { gone } from './refusals.ts';
import type { Refused } from './result.ts';
import { dropRoutingGroup, putRoutingGroup } from './routing.ts';
import { answerApp } from './taking.ts';
import { appLegOf, cancelTasks, play, promptsHere, record, sendKeys } from './tasks.ts';
import { startTranscript, stopTranscript } from './transcribing/transcribing-steps.ts';
import type { Turn } from './turn.ts';

export function onApp(turn: Turn, input: AppInput): Refused | undefined {
  const leg = appLegOf(turn, input.legId);
  if (!leg || leg.appId !== input.appId || turn.call.ending) return gone;
  switch (input.kind) {
    case 'answerApp':
      return answerApp(turn, leg, input);
    case 'reject':
      return reject(turn, leg, input);
    case 'incomingFailed':
      unreachable(turn, leg, input.message);
      return undefined;
    case 'redirect':
      return redirect(turn, leg, input);
    case 'transfer':
      return transfer(turn, leg, input);
    case 'invite':
      return invite(turn, leg, input);
    case 'muteApp':
      return muteApp(turn, leg, input.isMuted);
    case 'muteParticipant':
      return muteParticipant(turn, leg, input.participantId);
    case 'removeParticipant':
      return removeParticipant(turn, leg, input.participantId);
    case 'startHold':
      return startHold(turn, leg, input);
    case 'stopHold':
      return stopHold(turn, leg, input);
    case 'admit':
      return appMayAdmit(turn, leg) ?? admit(turn, input.participantIds);
    case 'denyEntry':
      return appMayAdmit(turn, leg) ?? denyEntry(turn, [input.participantId]);
    case 'putRoutingGroup':
      return putRoutingGroup(turn, leg, input.group, input.isNew);
    case 'dropRoutingGroup':
      return dropRoutingGroup(turn, leg, input.groupId);
    case 'setRecording':
      return setRecording(turn, leg, input.status);
    case 'startTranscript':
      return startTranscript(turn, leg, input);
    case 'stopTranscript':
      return stopTranscript(turn, leg, input);
    case 'startKeeping':
      return startKeeping(turn, leg, input);
    case 'stopKeeping':
      return stopKeeping(turn, leg, input);
    case 'setSharingRole':
      return setSharingRole(turn, leg, input.role);
    case 'postApp':
      return post(turn, leg, input);
    case 'sendKeys':
      return sendKeys(turn, leg, input);
    case 'play':
      return play(turn, leg, input);
    case 'record':
      return record(turn, leg, input);
    case 'promptsReady':
      promptsCame(turn, leg, input.operationId, { sounds: input.sounds });
      return undefined;
    case 'promptsFailed':
      promptsCame(turn, leg, input.operationId, { problem: input.problem });
      return undefined;
    case 'cancel':
      cancelTasks(turn, leg);
      return undefined;
    case 'subscribeTones':
      return subscribeTones(turn, leg);
    case 'keepAlive':
      return keepAlive(turn, leg);
    case 'hangUpApp':
      return hangUpApp(turn, leg);
  }
}

function promptsCame(
  turn: Turn,
  leg: AppLeg,
  operationId: string,
  got: { sounds: readonly Uint8Array[] } | { problem: TaskProblem },
): void {
  if (!holdPromptHere(turn, operationId, got)) promptsHere(turn, leg, operationId, got);
}
