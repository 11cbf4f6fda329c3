/** What apps ask for. */
import { hangUpApp, keepAlive, reject, subscribeTones, unreachable } from './app-legs.ts';
import type { AppInput } from './input.ts';
import { redirect, transfer } from './passing-on.ts';
import { gone } from './refusals.ts';
import type { Refused } from './result.ts';
import { answerApp } from './taking.ts';
import { appLegOf, cancelTasks, play, promptsHere, record } from './tasks.ts';
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
      return transfer(turn, leg, input.target);
    case 'play':
      return play(turn, leg, input);
    case 'record':
      return record(turn, leg, input);
    case 'promptsReady':
      promptsHere(turn, leg, input.operationId, { sounds: input.sounds });
      return undefined;
    case 'promptsFailed':
      promptsHere(turn, leg, input.operationId, { problem: input.problem });
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
