/** The rooms of an engine, and which leg is in which. */
import { EngineError } from './errors.ts';
import type { HostedLeg } from './hosted-leg.ts';
import type { PeerLeg } from './peer-leg.ts';
import { Room } from './room.ts';

export class Rooms {
  readonly #rooms = new Map<string, Room>();
  readonly #roomOf = new Map<string, Room>();

  get all(): ReadonlyMap<string, Room> {
    return this.#rooms;
  }

  /** How many legs there are in all. */
  get legs(): number {
    return this.#roomOf.size;
  }

  open(roomId: string): void {
    if (!this.#rooms.has(roomId)) this.#rooms.set(roomId, new Room(roomId));
  }

  /** Nobody comes in any more; who is told that an operation has ended may still move legs out. */
  close(roomId: string): void {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    this.#rooms.delete(roomId);
    for (const legId of [...room.peers.keys(), ...room.hosted.keys()]) if (this.#roomOf.get(legId) === room) this.remove(legId);
    room.close();
  }

  /** Without a word to anybody. */
  closeAll(): void {
    for (const room of this.#rooms.values()) room.close();
    this.#rooms.clear();
    this.#roomOf.clear();
  }

  roomOf(legId: string): Room | undefined {
    return this.#roomOf.get(legId);
  }

  peer(legId: string): PeerLeg | undefined {
    return this.#roomOf.get(legId)?.peers.get(legId);
  }

  hosted(legId: string): HostedLeg | undefined {
    return this.#roomOf.get(legId)?.hosted.get(legId);
  }

  /** The room, if the leg may join it. Throws an `EngineError` if not. */
  toJoin(roomId: string, legId: string): Room {
    if (this.#roomOf.has(legId)) throw legTaken(legId);
    return this.#open(roomId, legId);
  }

  add(roomId: string, leg: PeerLeg | HostedLeg): void {
    const room = this.toJoin(roomId, leg.legId);
    room.enter(leg);
    this.#roomOf.set(leg.legId, room);
  }

  /** Takes the leg into another room as it is; it stays where it is if that is not open, which throws an `EngineError`. */
  move(legId: string, roomId: string): void {
    const to = this.#open(roomId, legId);
    const leg = this.peer(legId) ?? this.hosted(legId);
    if (!leg || this.#roomOf.get(legId) === to) return;
    this.#roomOf.get(legId)?.leave(leg);
    to.enter(leg);
    this.#roomOf.set(legId, to);
  }

  /** Ends the leg: a peer's connection, a hosted leg's operations. */
  remove(legId: string): void {
    const peer = this.peer(legId);
    const hosted = this.hosted(legId);
    const leg = peer ?? hosted;
    if (leg) this.#roomOf.get(legId)?.leave(leg);
    this.#roomOf.delete(legId);
    peer?.close();
    hosted?.cancel();
  }

  #open(roomId: string, legId: string): Room {
    const room = this.#rooms.get(roomId);
    if (room) return room;
    throw new EngineError(
      'engine/no-room',
      `leg ${legId} was to join room ${roomId}, which is not open: open it first, or begin the call anew`,
    );
  }
}

export function legTaken(legId: string): EngineError {
  return new EngineError('engine/leg-taken', `there is a leg ${legId} already: give each its own id`);
}
