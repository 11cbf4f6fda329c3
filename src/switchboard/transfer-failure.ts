/** A transfer that came to nothing: the app has its call back. */
import { isUp, type AppLeg } from './call.ts';
import { engine, move, notifyEstablished, tell, type Turn } from './turn.ts';

/** Joins the app and the one it wanted to put through again; their sound was never taken apart. Whoever is in a group never left it. */
export function transferFailed(turn: Turn, by: AppLeg, because: string): void {
  for (const leg of turn.call.group ? [] : turn.call.legs) {
    const wasPutThrough = leg.legId !== by.legId && isUp(leg) && (leg.state === 'transferring' || leg.state === 'connecting');
    if (!wasPutThrough) continue;
    engine(turn, { kind: 'progress', legId: leg.legId, tone: 'none' });
    move(turn, leg, 'connected', { peer: by.self });
  }
  const back = move(turn, by, 'connected');
  notifyEstablished(turn, back, { isMediaActive: true, transferFailed: because });
  tell(turn, { type: 'transferFailed', legId: by.legId, party: by.self, because });
}
