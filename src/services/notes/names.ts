/** Who is meant by a name that is said: "Grace" is Grace Hopper, where she spoke. */
import type { Segment } from '../../speech/segment.ts';

export type KnownNames = {
  /** The full name of somebody who spoke. */
  readonly of: (said: string) => string | undefined;
  /** All of them, as they may be said, in lower case: longest first. */
  readonly all: readonly string[];
};

export function namesIn(segments: readonly Segment[]): KnownNames {
  const byName = new Map<string, string | undefined>();
  for (const name of new Set(segments.flatMap(({ speaker }) => speaker.name ?? []))) {
    byName.set(name.toLowerCase(), name);
    const [first = ''] = name.toLowerCase().split(/\s+/);
    // Two of one first name: nobody can tell.
    byName.set(first, byName.has(first) && byName.get(first) !== name ? undefined : name);
  }
  const known = [...byName].filter(([said, name]) => said.length > 1 && name !== undefined).map(([said]) => said);
  return { of: (said) => byName.get(said.toLowerCase()), all: known.sort((one, other) => other.length - one.length) };
}
