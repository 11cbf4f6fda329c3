/** Whether a person talks just now, and with how many. */
import { isTalking, type Call } from '../call.ts';

/** A group or meeting counts before a call between two. */
export function callActivityOf(userId: string, calls: readonly Call[]): 'InACall' | 'InAConferenceCall' | undefined {
  const mine = calls.filter(
    ({ endedMs, legs }) =>
      endedMs === undefined && legs.some((leg) => leg.kind === 'person' && leg.userId === userId && isTalking(leg) && !leg.isInLobby),
  );
  if (mine.some(({ group }) => group !== undefined)) return 'InAConferenceCall';
  return mine.length > 0 ? 'InACall' : undefined;
}
