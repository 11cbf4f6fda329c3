/** Folding what the service tells of those who take part into one roster: full lists, deltas, late ones and repeated ones. Pure. */
import type { DeltaParticipants, Participant } from '../../wire/graph/participant.ts';

export type Roster = {
  readonly byId: ReadonlyMap<string, Participant>;
  /** Of the last delta that was taken in. */
  readonly sequence: number | undefined;
};

/** What a message has changed, in the order in which it happened as far as can be told. */
type RosterChange =
  | { readonly kind: 'joined'; readonly participant: Participant }
  | { readonly kind: 'left'; readonly participant: Participant; readonly reason?: string | undefined }
  | { readonly kind: 'changed'; readonly from: Participant; readonly to: Participant };

export type Folded = {
  readonly roster: Roster;
  readonly changes: readonly RosterChange[];
  /** A delta is missing before this one: the whole has to be read anew. */
  readonly hasGap?: boolean;
};

export const emptyRoster: Roster = { byId: new Map(), sequence: undefined };

/** A full list: whoever is not in it has left. One that is older than what is known is passed over. */
export function foldFull(roster: Roster, participants: readonly Participant[]): Folded {
  if (isLate(roster, participants)) return { roster, changes: [] };
  const next = new Map(participants.map((each) => [each.id, each]));
  const left = [...roster.byId.values()].filter(({ id }) => !next.has(id)).map((participant) => ({ kind: 'left', participant }) as const);
  const rest = [...next.values()].flatMap((each) => changeOf(roster.byId.get(each.id), each));
  return { roster: { ...roster, byId: next }, changes: [...left, ...rest] };
}

/** Those who came, changed or went. A repeat is passed over; after a gap what is known is kept as it is. */
export function foldDelta(roster: Roster, { sequenceNumber, participants }: DeltaParticipants): Folded {
  const { sequence } = roster;
  if (sequence !== undefined && sequenceNumber <= sequence) return { roster, changes: [] };
  // The first is 1, so that whoever hears a later one first has missed something.
  if (sequenceNumber > (sequence ?? 0) + 1) return { roster, changes: [], hasGap: true };
  const byId = new Map(roster.byId);
  const changes = participants.flatMap((each): RosterChange[] => {
    const known = byId.get(each.id);
    if (each.removedState) {
      byId.delete(each.id);
      const { reason } = each.removedState;
      return known ? [{ kind: 'left', participant: known, ...(reason == null ? {} : { reason }) }] : [];
    }
    byId.set(each.id, each);
    return changeOf(known, each);
  });
  return { roster: { byId, sequence: sequenceNumber }, changes };
}

/** A full list that was read after a gap: deltas go on from there. */
export function foldReadAnew(roster: Roster, participants: readonly Participant[], upTo: number): Folded {
  const folded = foldFull({ ...roster, byId: withoutNumbers(roster.byId) }, participants);
  return { ...folded, roster: { ...folded.roster, sequence: upTo } };
}

/**
 * `rosterSequenceNumber` counts up for each participant. A list in which somebody is older than known and nobody is newer
 * was overtaken; where the numbers are absent, the last word counts.
 */
function isLate({ byId }: Roster, participants: readonly Participant[]): boolean {
  const steps = participants.map((each) => {
    const known = byId.get(each.id)?.rosterSequenceNumber;
    return known == null || each.rosterSequenceNumber == null ? 0 : Math.sign(each.rosterSequenceNumber - known);
  });
  return steps.includes(-1) && !steps.includes(1);
}

/** What was read on asking is always the newest. */
function withoutNumbers(byId: ReadonlyMap<string, Participant>): ReadonlyMap<string, Participant> {
  return new Map([...byId].map(([id, each]) => [id, { ...each, rosterSequenceNumber: undefined }]));
}

function changeOf(known: Participant | undefined, now: Participant): RosterChange[] {
  return known ? [{ kind: 'changed', from: known, to: now }] : [{ kind: 'joined', participant: now }];
}
