/** Follows sounds that may be one another's rivals: of those that begin alike, all that fall behind are given up. */
import type { BandTrack } from './band-track.ts';
import type { Following } from './following.ts';

/** Beginnings that are so near are one. */
const ALIKE_MS = 2;
/** What goes on for so much longer is what was said. */
const AHEAD_MS = 100;

/** Gives those that are given up: another explains all that they do, and more. */
export function followTogether(followings: readonly Following[], track: BandTrack): ReadonlySet<Following> {
  const givenUp = new Set<Following>();
  for (const following of followings) following.follow(track);
  for (const following of followings) {
    while (following.isLost) {
      if (followings.some((other) => isAhead(other, following))) {
        following.giveUp();
        givenUp.add(following);
      } else {
        following.seek(track);
        following.follow(track);
      }
    }
  }
  return givenUp;
}

function isAhead(a: Following, b: Following): boolean {
  return Math.abs(a.fromMs - b.fromMs) < ALIKE_MS && a.toMs > b.toMs + AHEAD_MS;
}
