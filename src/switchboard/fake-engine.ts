/** A media engine without sound, for tests of this room and of the doors: it keeps what it was asked, and the test says what happens. */
import { Facts } from '../base/facts.ts';
import type { BridgeConnection } from '../engine/bridge-connection.ts';
import type { ConnectRequest, EngineCommand, EngineFacts, MediaEngine, MediaProcessHealth } from '../engine/port.ts';

export class FakeEngine implements MediaEngine {
  readonly facts: Facts<EngineFacts> = new Facts();
  readonly commands: EngineCommand[] = [];
  readonly rooms: Set<string> = new Set();
  readonly legs: Set<string> = new Set();
  /** In which room each leg is. */
  readonly places: Map<string, string> = new Map();
  /** Recordings, and the room of each. */
  readonly kept: Map<string, string> = new Map();
  readonly attached: { readonly legId: string; readonly connection: BridgeConnection }[] = [];
  /** Commands that named a room that is not open, or a leg that is not there. */
  readonly mistakes: EngineCommand[] = [];

  /** Whether no two rooms lie in the same media process. */
  isSplit = false;
  readonly #hosted: Set<string> = new Set();
  /** Legs and rooms that were lost: to end what was in them is no mistake. */
  readonly #lost: Set<string> = new Set();
  /** What a recording that is cut short has heard. */
  heard: Uint8Array | undefined;
  /** Whether it answers no cancellation. */
  isDeaf = false;

  constructor() {
    this.facts.on('legLost', ({ legId }) => this.#lose(legId));
    this.facts.on('roomsLost', ({ roomIds }) => {
      for (const [legId, roomId] of this.places) if (roomIds.includes(roomId)) this.#lose(legId);
      for (const roomId of roomIds) this.rooms.delete(roomId);
      for (const roomId of roomIds) this.#lost.add(roomId);
      for (const [recordingId, roomId] of this.kept) if (roomIds.includes(roomId)) this.kept.delete(recordingId);
    });
  }

  send(command: EngineCommand): void {
    this.commands.push(command);
    if (!this.#isPossible(command)) this.mistakes.push(command);
    if (command.kind === 'openRoom') this.rooms.add(command.roomId);
    if (command.kind === 'closeRoom') this.rooms.delete(command.roomId);
    if (command.kind === 'removeLeg') this.#remove(command.legId);
    if (command.kind === 'moveLeg') this.#move(command.legId, command.roomId);
    if (command.kind === 'press') this.facts.tell('keyPressed', { legId: command.legId, key: command.key, sequence: 1 });
    if (command.kind === 'cancel' && !this.isDeaf) this.#cancelled(command.legId);
    if (command.kind === 'keepRoom') this.kept.set(command.recordingId, command.roomId);
    if (command.kind === 'endKeeping') this.#endKept(command.recordingId);
    if (command.kind === 'closeRoom') {
      for (const [recordingId, roomId] of this.kept) if (roomId === command.roomId) this.#endKept(recordingId);
    }
    if (command.kind === 'addBridged') {
      this.legs.add(command.legId);
      this.places.set(command.legId, command.roomId);
    }
    if (command.kind !== 'addHosted') return;
    this.legs.add(command.legId);
    this.#hosted.add(command.legId);
    this.places.set(command.legId, command.roomId);
    this.facts.tell('legConnected', { legId: command.legId });
  }

  connect({ roomId, legId, what = 'sound' }: ConnectRequest): Promise<{ readonly answer: string }> {
    if (what === 'camera' || what === 'screen') this.facts.tell('picturesBegan', { legId, of: what });
    if (what !== 'sound') return Promise.resolve({ answer: `answer for ${what}` });
    this.legs.add(legId);
    this.places.set(legId, roomId);
    this.facts.tell('legConnected', { legId });
    return Promise.resolve({ answer: 'answer' });
  }

  /** The first socket of a bridged leg connects it. */
  attach(legId: string, connection: BridgeConnection): void {
    this.attached.push({ legId, connection });
    this.facts.tell('legConnected', { legId });
  }

  #isPossible(command: EngineCommand): boolean {
    if (command.kind === 'openRoom' || command.kind === 'removeLeg') return true;
    const isEnding = command.kind === 'cancel' || (command.kind === 'hold' && !command.music);
    if (isEnding && this.#lost.has(command.legId)) return true;
    if (command.kind === 'closeRoom' && this.#lost.has(command.roomId)) return true;
    const isRoomOpen = !('roomId' in command) || this.rooms.has(command.roomId);
    return (
      isRoomOpen && (!('legId' in command) || command.kind === 'addHosted' || command.kind === 'addBridged' || this.legs.has(command.legId))
    );
  }

  #move(legId: string, roomId: string): void {
    if (!this.isSplit || this.#hosted.has(legId)) return void this.places.set(legId, roomId);
    this.#remove(legId);
    this.facts.tell('legDisplaced', { legId, roomId });
  }

  #lose(legId: string): void {
    this.#lost.add(legId);
    this.#remove(legId);
  }

  #endKept(recordingId: string): void {
    if (this.kept.delete(recordingId)) this.facts.tell('keepingEnded', { recordingId, outcome: 'ended' });
  }

  #remove(legId: string): void {
    this.legs.delete(legId);
    this.places.delete(legId);
  }

  #cancelled(legId: string): void {
    const { operationId = '' } = this.last('record') ?? {};
    const wav = this.heard ? { wav: this.heard } : {};
    this.facts.tell('recordEnded', { legId, operationId, outcome: 'cancelled', durationMs: 0, ...wav });
  }

  /** The latest command of a kind. */
  last<Kind extends EngineCommand['kind']>(kind: Kind): Extract<EngineCommand, { kind: Kind }> | undefined {
    return this.commands.findLast((command): command is Extract<EngineCommand, { kind: Kind }> => command.kind === kind);
  }

  /** Says that the prompts that were asked for last have been played. */
  played(): void {
    const { legId = '', operationId = '' } = this.last('play') ?? {};
    this.facts.tell('playEnded', { legId, operationId, outcome: 'completed' });
  }

  /** Says that the keys that were asked for last have been pressed. */
  pressed(): void {
    const { legId = '', operationId = '' } = this.last('sendKeys') ?? {};
    this.facts.tell('keysEnded', { legId, operationId, outcome: 'completed' });
  }

  health(): Promise<readonly MediaProcessHealth[]> {
    return Promise.resolve([]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
