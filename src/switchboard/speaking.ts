/** Who speaks in a group, and for how long each has: heard from the engine, told at a leg's end. Never a change of the roster. */
import type { Leg } from './call.ts';
import { isIn } from './roles.ts';
import { legWith, put, type Turn } from './turn.ts';

/** `legIds` speak from now on, all others do not. */
export function spoke(turn: Turn, legIds: readonly string[], dominantLegId: string | undefined): void {
  const { call, env } = turn;
  if (!call.group || call.endedMs !== undefined) return;
  const now = new Set(legIds);
  for (const leg of call.legs) {
    const speaks = now.has(leg.legId) && isIn(call, leg);
    if (speaks && leg.speakingFromMs === undefined) put<Leg>(turn, leg, { speakingFromMs: env.nowMs });
    else if (!speaks && leg.speakingFromMs !== undefined) silenced(turn, leg);
  }
  const idOf = (legId: string | undefined): string | undefined => {
    const leg = legWith(turn, legId);
    return leg && isIn(call, leg) ? leg.participantId : undefined;
  };
  const participantIds = legIds.map(idOf).filter((id) => id !== undefined);
  turn.effects.push({ kind: 'tellSpeakers', participantIds, dominantId: idOf(dominantLegId) });
}

/** It speaks no longer; gives the leg with all that it has spoken. */
export function silenced<L extends Leg>(turn: Turn, leg: L): L {
  const { speakingFromMs, spokenMs } = leg;
  if (speakingFromMs === undefined) return leg;
  const more: Partial<Leg> = { speakingFromMs: undefined, spokenMs: spokenMs + (turn.env.nowMs - speakingFromMs) };
  return put<L>(turn, leg, more as Partial<L>);
}
