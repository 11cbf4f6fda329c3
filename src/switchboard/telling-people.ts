/** Lines for people at their pages, to be shown for a moment: who raised a hand, who muted whom. */
import type { Call, Leg } from './call.ts';
import { isIn } from './roles.ts';
import type { Turn } from './turn.ts';

/** Says something to the person who holds a leg; an app's is let go. */
export function say(turn: Turn, { kind, legId }: Leg, text: string): void {
  if (kind === 'person') turn.effects.push({ kind: 'say', legId, text });
}

/** Says something to everybody in the group but one. */
export function sayToOthers(turn: Turn, { legId }: Leg, text: string): void {
  for (const leg of othersIn(turn.call, legId)) say(turn, leg, text);
}

/** Says something to all people who talk here, between two as well. */
export function sayToAll(turn: Turn, text: string): void {
  for (const leg of turn.call.legs) if (leg.state === 'connected' && !leg.isInLobby) say(turn, leg, text);
}

function othersIn(call: Call, legId: string): readonly Leg[] {
  return call.legs.filter((leg) => leg.legId !== legId && isIn(call, leg));
}
