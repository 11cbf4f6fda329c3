/** Which audiences of a room are encoded for once, and by which of its voices. Worked out when who hears whom changes. */
import type { Audience } from './audience.ts';

/** The voice of the largest audience. */
export const MAIN_VOICE = '';
/** From so many peers on an audience that hears others lowered has a voice of its own. */
const SHARE_FROM = 3;

/** `audiences` has one for each peer. The largest has the main voice; of those under the same duck, the largest has one by the duck's key. */
export function sharedAudiences(audiences: Iterable<Audience>): Map<Audience, string> {
  const counts = new Map<Audience, number>();
  for (const audience of audiences) counts.set(audience, (counts.get(audience) ?? 0) + 1);
  const shared = new Map<Audience, string>();
  const taken = new Set<string>();
  for (const [audience, count] of [...counts].toSorted(([, a], [, b]) => b - a)) {
    const voice = shared.size === 0 ? MAIN_VOICE : audience.ducking?.key;
    if (voice === undefined || taken.has(voice) || (voice !== MAIN_VOICE && count < SHARE_FROM)) continue;
    taken.add(voice);
    shared.set(audience, voice);
  }
  return shared;
}
