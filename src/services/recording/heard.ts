/** Whose sound is pulled from the carrier at this moment: of those alone who have agreed. Pure. */
import type { Present } from './people.ts';

/** `from`: a participant alone, or the carrier's mix of all others. `who` is undefined for a mix of several. */
export type Pulled = { readonly from: 'mix' | 'apart'; readonly who: Present | undefined };

export type HeardOptions = {
  readonly people: readonly Present[];
  /** There is but one other side, and the carrier tells no roster: its mix is what that one says. */
  readonly isOtherSide: boolean;
  readonly hasApart: boolean;
  readonly mayRecord: (key: string) => boolean;
};

/**
 * Where the carrier gives no sound apart, its mix is taken only while everybody who is there has agreed; as long as there is but one, the mix is
 * theirs.
 */
export function pulledOf({ people, isOtherSide, hasApart, mayRecord }: HeardOptions): readonly Pulled[] {
  const agreed = people.filter(({ key }) => mayRecord(key));
  if (hasApart && !isOtherSide) return agreed.map((who) => ({ from: 'apart', who }));
  if (agreed.length === 0 || agreed.length < people.length) return [];
  return [{ from: 'mix', who: agreed.length === 1 ? agreed[0] : undefined }];
}

/** Tells one from the other. */
export function nameOf({ from, who }: Pulled): string {
  return `${from} ${who?.participantId ?? ''} ${who?.key ?? ''}`;
}
