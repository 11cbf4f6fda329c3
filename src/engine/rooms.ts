/** The rooms of an engine, and which leg is in which. */
import { EngineError } from './errors.ts';
import type { BridgedLeg } from './bridged/bridged-leg.ts';
import { EarlyNumbers } from './early-numbers.ts';
import type { HostedLeg } from './hosted-leg.ts';
import type { PeerLeg } from './peer-leg.ts';
import { Room, type RoomLeg, type RoomOptions } from './room.ts';

export class Rooms {
  readonly #rooms = new Map<string, Room>();
  readonly #roomOf = new Map<string, Room>();
  readonly #early = new EarlyNumbers();
  readonly #options: Omit<RoomOptions, 'roomId'>;

  /** What holds for every room. */
  constructor(options: Omit<RoomOptions, 'roomId'>) {
    this.#options = options;
  }

  get all(): ReadonlyMap<string, Room> {
    return this.#rooms;
  }

  /** How many legs there are in all. */
  get legs(): number {
    return this.#roomOf.size;
  }

  open(roomId: string): void {
    if (!this.#rooms.has(roomId)) this.#rooms.set(roomId, new Room({ ...this.#options, roomId }));
  }

  /** Nobody comes in any more; who is told that an operation has ended may still move legs out. */
  close(roomId: string): void {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    this.#rooms.delete(roomId);
    for (const legId of [...room.peers.keys(), ...room.hosted.keys(), ...room.bridged.keys()])
      if (this.#roomOf.get(legId) === room) this.remove(legId);
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

  bridged(legId: string): BridgedLeg | undefined {
    return this.#roomOf.get(legId)?.bridged.get(legId);
  }

  leg(legId: string): RoomLeg | undefined {
    return this.peer(legId) ?? this.hosted(legId) ?? this.bridged(legId);
  }

  /** The room, if the leg may join it. Throws an `EngineError` if not. */
  toJoin(roomId: string, legId: string): Room {
    if (this.#roomOf.has(legId)) throw legTaken(legId);
    return this.#open(roomId, legId);
  }

  add(roomId: string, leg: RoomLeg): void {
    const room = this.toJoin(roomId, leg.legId);
    leg.sourceId = this.#early.take(leg.legId);
    room.enter(leg);
    this.#roomOf.set(leg.legId, room);
  }

  /** Gives the leg its number, also one that is to come. */
  identify(legId: string, sourceId: number): void {
    const leg = this.leg(legId);
    if (!leg) return this.#early.note(legId, sourceId);
    leg.sourceId = sourceId;
    this.#roomOf.get(legId)?.changed();
  }

  /** Takes the leg into another room as it is; it stays where it is if that is not open, which throws an `EngineError`. */
  move(legId: string, roomId: string): void {
    const to = this.#open(roomId, legId);
    const leg = this.leg(legId);
    if (!leg || this.#roomOf.get(legId) === to) return;
    this.#roomOf.get(legId)?.leave(leg);
    to.enter(leg);
    this.#roomOf.set(legId, to);
  }

  /** Ends the leg: a peer's connection, a hosted leg's operations, the socket of a bridged one, which may go on elsewhere. */
  remove(legId: string, why: 'ended' | 'moved' = 'ended'): void {
    const leg = this.leg(legId);
    if (leg) this.#roomOf.get(legId)?.leave(leg);
    this.#roomOf.delete(legId);
    if (leg?.kind === 'peer') leg.close();
    if (leg?.kind === 'hosted') leg.cancel();
    if (leg?.kind === 'bridged') leg.close(why);
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
