/** The media processes as places for rooms and legs: which is where, and where the next room goes. */
import type { Timer } from '../base/clock.ts';
import type { MediaProcess } from './media-process.ts';
import type { BridgeLimits } from './port.ts';

/**
 * Rooms of one affinity share a process while it has fewer legs than this. A talking leg costs about half a hundredth
 * of a core (bench/engine-cost): a hundred of them leave half of it for the rooms that are there already to grow.
 */
const AFFINITY_LEGS = 100;

export type PlacedLeg = {
  readonly kind: 'peer' | 'hosted' | 'bridged';
  /** Of a bridged leg. */
  readonly limits?: BridgeLimits | undefined;
  /** As it was identified; 0 if it was not. */
  sourceId: number;
  roomId: string;
  isConnected: boolean;
  isMuted: boolean;
  /** The last sequence number of a key that was told, and the one at which its present process began to count. */
  keys: number;
  keysBefore: number;
};

export type Place = {
  readonly number: number;
  /** Each room with its affinity. */
  readonly rooms: Map<string, string | undefined>;
  readonly legs: Map<string, PlacedLeg>;
  /** Recordings that are written there. */
  readonly keepings: Set<string>;
  process: MediaProcess | undefined;
  startedMs: number;
  backOffMs: number;
  restart: Timer | undefined;
};

export class Places {
  readonly all: readonly Place[];
  readonly #placeOf = new Map<string, Place>();

  constructor(count: number, { backOffMs }: { readonly backOffMs: number }) {
    this.all = Array.from({ length: Math.max(1, count) }, (_, number) => ({
      number,
      rooms: new Map<string, string | undefined>(),
      legs: new Map<string, PlacedLeg>(),
      keepings: new Set<string>(),
      process: undefined,
      startedMs: 0,
      backOffMs,
      restart: undefined,
    }));
  }

  ofRoom(roomId: string): Place | undefined {
    return this.#placeOf.get(roomId);
  }

  ofLeg(legId: string): Place | undefined {
    return this.all.find((place) => place.legs.has(legId));
  }

  ofKeeping(recordingId: string): Place | undefined {
    return this.all.find((place) => place.keepings.has(recordingId));
  }

  /** Puts the room where it is to be: with its like if there is space, else where there is least to do; among the dead if none lives. */
  put(roomId: string, affinity: string | undefined): Place | undefined {
    const living = this.all.filter((place) => place.process);
    const best = withItsLike(living, affinity) ?? leastBusy(living.length > 0 ? living : this.all);
    best?.rooms.set(roomId, affinity);
    if (best) this.#placeOf.set(roomId, best);
    return best;
  }

  addLeg(place: Place, legId: string, leg: Pick<PlacedLeg, 'kind' | 'roomId' | 'limits'>): PlacedLeg {
    const placed = { ...leg, sourceId: 0, isConnected: false, isMuted: false, keys: 0, keysBefore: 0 };
    place.legs.set(legId, placed);
    return placed;
  }

  forgetRoom(roomId: string): void {
    const place = this.#placeOf.get(roomId);
    if (!place) return;
    this.#placeOf.delete(roomId);
    place.rooms.delete(roomId);
    for (const [legId, leg] of place.legs) if (leg.roomId === roomId) place.legs.delete(legId);
  }
}

function withItsLike(living: readonly Place[], affinity: string | undefined): Place | undefined {
  if (affinity === undefined) return undefined;
  const like = ({ rooms }: Place): number => [...rooms.values()].filter((other) => other === affinity).length;
  const [best] = living.filter((place) => place.legs.size < AFFINITY_LEGS && like(place) > 0).toSorted((a, b) => like(b) - like(a));
  return best;
}

function leastBusy(places: readonly Place[]): Place | undefined {
  return places.toSorted((a, b) => a.legs.size - b.legs.size || a.rooms.size - b.rooms.size)[0];
}
