/** Who is there, as far as consent goes: everybody but the bot itself who is not in the lobby; between two, the other side. */
import type { Party } from '../../call/platform.ts';
import { OTHER_SIDE, type Participant } from '../../call/roster.ts';
import type { ConsentPerson } from './port.ts';
import type { RecordedCall } from './recorded-call.ts';
import type { TrackOwner } from './tracks.ts';

/** One visit of somebody. `key` is the same for all visits of a person. */
export type Present = ConsentPerson & { readonly key: string };

export type PeopleChange = { readonly came: readonly Present[]; readonly left: readonly Present[] };

export class People {
  readonly #call: Pick<RecordedCall, 'info' | 'roster'>;
  #here: ReadonlyMap<string, Present> = new Map();
  /** Also those who have left, by participant. */
  readonly #seen = new Map<string, Present>();

  constructor(call: Pick<RecordedCall, 'info' | 'roster'>) {
    this.#call = call;
    this.look();
  }

  /** In the order in which they came. */
  get list(): readonly Present[] {
    return [...this.#here.values()];
  }

  /** The carrier tells no roster: whatever comes is of the one other side. */
  get isOtherSide(): boolean {
    return this.#here.has(OTHER_SIDE);
  }

  isHere(participantId: string): boolean {
    return this.#here.has(participantId);
  }

  /** Somebody who is or has been there; where there is but the other side, that. */
  find(participantId: string | undefined): Present | undefined {
    const other = this.#here.get(OTHER_SIDE);
    if (other) return other;
    if (participantId !== undefined) return this.#seen.get(participantId);
    return this.#here.size === 1 ? this.list[0] : undefined;
  }

  ofKey(key: string): Present | undefined {
    return [...this.#seen.values()].findLast((each) => each.key === key);
  }

  /** Looks who is there now. */
  look(): PeopleChange {
    const before = this.#here;
    const { participants } = this.#call.roster;
    const there = participants.length === 0 ? [otherSideOf(this.#call)] : participants.filter(isThere).map(presentOf);
    this.#here = new Map(there.map((each) => [each.participantId, each]));
    for (const each of there) this.#seen.set(each.participantId, each);
    return {
      came: there.filter(({ participantId }) => !before.has(participantId)),
      left: [...before.values()].filter(({ participantId }) => !this.#here.has(participantId)),
    };
  }
}

export function ownerOf({ key, person: { id, name } }: Pick<Present, 'key' | 'person'>): TrackOwner {
  return { key, personId: id === '' ? key : id, name: name ?? (id === '' ? 'Somebody' : id) };
}

function isThere({ isSelf, isInLobby }: Participant): boolean {
  return !isSelf && !isInLobby;
}

function presentOf({ id, party, role }: Participant): Present {
  return { participantId: id, person: personOf(party), isOrganizer: role === 'organizer', key: keyOf(party, id) };
}

function otherSideOf({ info: { direction, from, to } }: Pick<RecordedCall, 'info'>): Present {
  const party = direction === 'incoming' ? from : to;
  return { participantId: OTHER_SIDE, person: personOf(party), isOrganizer: false, key: keyOf(party, OTHER_SIDE) };
}

function personOf({ kind, id, name }: Party): ConsentPerson['person'] {
  return { kind, id, ...(name === undefined ? {} : { name }) };
}

/** Whoever has no id is another one at each visit. */
function keyOf({ kind, id }: Party, participantId: string): string {
  return kind === 'unknown' || id === '' ? `visit ${participantId}` : `${kind} ${id}`;
}
