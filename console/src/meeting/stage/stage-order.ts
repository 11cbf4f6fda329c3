/** Who stands where on the stage: nobody moves but for one who speaks and could not be seen. */

/** `order` holds ids; `heard` those who have spoken, the latest last. */
export type StageOrder = { readonly order: readonly string[]; readonly heard: readonly string[] };

export const emptyOrder: StageOrder = { order: [], heard: [] };

type Now = {
  readonly present: readonly string[];
  readonly dominantId?: string | undefined;
  /** How many places are on the first page. */
  readonly first: number;
};

/**
 * The order after a change. Who is new comes last; who speaks and is not on the first page changes places with the one there who has been
 * silent longest. The same object while nothing changes.
 */
export function follow(before: StageOrder, { present, dominantId, first }: Now): StageOrder {
  const here = new Set(present);
  const kept = before.order.filter((id) => here.has(id));
  const known = new Set(kept);
  const order = [...kept, ...present.filter((id) => !known.has(id))];
  const speaker = dominantId !== undefined && here.has(dominantId) ? dominantId : undefined;
  const heard =
    speaker === undefined || before.heard.at(-1) === speaker ? before.heard : [...before.heard.filter((id) => id !== speaker), speaker];
  const place = speaker === undefined ? -1 : order.indexOf(speaker);
  if (speaker !== undefined && place >= first && first > 0) {
    const silent = longestSilent(order.slice(0, first), heard);
    order[place] = order[silent] ?? speaker;
    order[silent] = speaker;
  }
  return same(order, before.order) && heard === before.heard ? before : { order, heard };
}

/** Among equals, the last place is given up. */
function longestSilent(shown: readonly string[], heard: readonly string[]): number {
  let silent = 0;
  for (const [index, id] of shown.entries()) if (heard.lastIndexOf(id) <= heard.lastIndexOf(shown[silent] ?? '')) silent = index;
  return silent;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}
