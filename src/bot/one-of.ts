/** Somebody in a call, as verbs take them. */
import type { Participant } from '../call/roster.ts';

/** One who takes part, or their id. */
export type OneOf = string | Pick<Participant, 'id'>;

export function idOf(who: OneOf): string {
  return typeof who === 'string' ? who : who.id;
}
