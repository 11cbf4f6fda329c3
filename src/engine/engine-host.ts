/** The media engine in processes of its own: rooms are spread over them by load, and a process that dies is started again. */
import { orAborted, type Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { Facts, type FactSource } from '../base/facts.ts';
import { silentLog, type Log } from '../base/log.ts';
import type { BridgeConnection } from './bridge-connection.ts';
import { BridgeSockets } from './bridged/bridge-sockets.ts';
import { EarlyNumbers } from './early-numbers.ts';
import { EngineError } from './errors.ts';
import { factOf } from './fact-of-place.ts';
import type { FromProcess } from './ipc.ts';
import { MediaProcess } from './media-process.ts';
import { isOperation, tellUndone } from './operation.ts';
import { Places, type Place } from './places.ts';
import type { ConnectRequest, EngineCommand, EngineFacts, MediaEngine, MediaProcessHealth } from './port.ts';
import { RunningOperations } from './running-operations.ts';
import type { WebrtcSettings } from './webrtc-peer.ts';

/** A process is started again at once, then ever later while it keeps dying. */
const FIRST_BACK_OFF_MS = 100;
const LONGEST_BACK_OFF_MS = 10_000;
/** A process that has lived so long is sound, and the back-off begins anew. */
const SOUND_AFTER_MS = 60_000;

export type EngineHostOptions = {
  readonly clock: Clock;
  readonly log?: Log;
  /** How many media processes: one for each core that is to be given to media. */
  readonly processes?: number;
  /** Each process beyond the first takes the next ports, if one port is to serve it. */
  readonly webrtc?: WebrtcSettings;
};

export class EngineHost implements MediaEngine {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #webrtc: WebrtcSettings;
  readonly #facts: Facts<EngineFacts>;
  readonly #places: Places;
  readonly #running = new RunningOperations();
  /** Closes the sockets of those bots whose leg is not here. */
  readonly #homeless: BridgeSockets;
  readonly #early = new EarlyNumbers();
  #isClosed = false;

  constructor({ clock, log = silentLog, processes = 1, webrtc = {} }: EngineHostOptions) {
    this.#clock = clock;
    this.#log = log;
    this.#webrtc = webrtc;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of the engine failed', { error }) });
    this.#homeless = new BridgeSockets({ clock, log });
    this.#places = new Places(processes, { backOffMs: FIRST_BACK_OFF_MS });
    for (const place of this.#places.all) this.#start(place);
  }

  get facts(): FactSource<EngineFacts> {
    return this.#facts;
  }

  send(command: EngineCommand): void {
    if (this.#isClosed) return;
    if (command.kind === 'moveLeg') return this.#move(command);
    const place = this.#placeFor(command);
    if (!place && command.kind === 'identify') return this.#early.note(command.legId, command.sourceId);
    if (!place) return this.#refuse(command);
    if ((command.kind === 'addHosted' || command.kind === 'addBridged') && !this.#add(place, command)) return;
    if (command.kind === 'mute' || command.kind === 'identify') this.#note(place, command);
    if (isOperation(command)) this.#running.begin(command, place);
    if (command.kind === 'keepRoom') place.keepings.add(command.recordingId);
    place.process?.send(command);
    if (command.kind === 'addHosted' || command.kind === 'addBridged') this.#identifyEarly(command.legId);
    if (command.kind === 'removeLeg') place.legs.delete(command.legId);
    if (command.kind === 'closeRoom') this.#places.forgetRoom(command.roomId);
  }

  async connect(request: ConnectRequest, { signal }: Cancel = {}): Promise<{ readonly answer: string }> {
    signal?.throwIfAborted();
    const { roomId, legId } = request;
    const place = this.#places.ofRoom(roomId);
    if (this.#isClosed) throw new EngineError('engine/closed', 'the media engine is closed');
    if (!place?.process)
      throw new EngineError(
        'engine/no-room',
        `leg ${legId} was to join room ${roomId}, which is not open: open it first, or begin the call anew`,
      );
    if ((request.what ?? 'sound') !== 'sound') return orAborted(this.#pictures(place, request), signal);
    if (this.#places.ofLeg(legId)) throw new EngineError('engine/leg-taken', `there is a leg ${legId} already: give each its own id`);
    const leg = this.#places.addLeg(place, legId, { kind: 'peer', roomId });
    this.#identifyEarly(legId);
    try {
      return await orAborted(place.process.connect(request), signal);
    } catch (error) {
      // The process may have made the leg, or be making it still.
      if (place.legs.get(legId) === leg) this.send({ kind: 'removeLeg', legId });
      throw error;
    }
  }

  /** Takes connections of kind `upgrade` alone: a socket that is open already cannot be handed to another process. */
  attach(legId: string, connection: BridgeConnection): void {
    const process = this.#isClosed ? undefined : this.#places.ofLeg(legId)?.process;
    if (connection.kind === 'upgrade' && process) process.attach(legId, connection);
    else this.#homeless.attach(connection, () => undefined);
  }

  async health(): Promise<readonly MediaProcessHealth[]> {
    const answers = await Promise.allSettled(this.#places.all.map((place) => place.process?.health() ?? Promise.resolve([])));
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#homeless[Symbol.dispose]();
    for (const place of this.#places.all) place.restart?.[Symbol.dispose]();
    await Promise.all(this.#places.all.map((place) => place.process?.end() ?? Promise.resolve()));
  }

  /** Connections of pictures live where the leg is. */
  async #pictures({ process, legs }: Place, request: ConnectRequest): Promise<{ readonly answer: string }> {
    if (process && legs.has(request.legId)) return process.connect(request);
    throw new EngineError('engine/no-leg', `there is no leg ${request.legId} in room ${request.roomId}: connect its sound first`);
  }

  #start(place: Place): void {
    place.restart = undefined;
    place.startedMs = this.#clock.now();
    const { ports } = this.#webrtc;
    const shift = ports && ports.begin === ports.end ? place.number : 0;
    place.process = new MediaProcess({
      clock: this.#clock,
      log: this.#log,
      settings: { ...this.#webrtc, ports: ports && { begin: ports.begin + shift, end: ports.end + shift } },
      fact: (message) => this.#hear(place, message),
      died: (reason) => this.#bury(place, reason),
    });
  }

  #hear(place: Place, message: Extract<FromProcess, { kind: 'fact' }>): void {
    this.#running.notice(message);
    const told = factOf(this.#places, place, message);
    if (told) this.#facts.tell(told.name, told.fact);
  }

  #bury(place: Place, reason: string): void {
    const roomIds = [...place.rooms.keys()];
    place.process = undefined;
    for (const roomId of roomIds) this.#places.forgetRoom(roomId);
    place.legs.clear();
    place.keepings.clear();
    const lost = this.#running.drain(place);
    if (this.#isClosed) return;
    if (this.#clock.now() - place.startedMs > SOUND_AFTER_MS) place.backOffMs = FIRST_BACK_OFF_MS;
    this.#log.error('a media process died and is started again', { reason, rooms: roomIds.length, afterMs: place.backOffMs });
    place.restart = this.#clock.after(place.backOffMs, () => this.#start(place));
    place.backOffMs = Math.min(LONGEST_BACK_OFF_MS, place.backOffMs * 2);
    if (roomIds.length > 0) this.#facts.tell('roomsLost', { roomIds, reason });
    for (const operation of lost) tellUndone(this.#facts, operation, 'failed', reason);
  }

  /** Opens a room, in a dead process only if none lives: that is then started at once. */
  #open({ roomId, affinity }: Extract<EngineCommand, { kind: 'openRoom' }>): Place | undefined {
    const place = this.#places.ofRoom(roomId) ?? this.#places.put(roomId, affinity);
    if (place && !place.process) {
      place.restart?.[Symbol.dispose]();
      this.#start(place);
    }
    return place;
  }

  /** Within a process a leg is moved as it is; into another one it cannot be taken: what is hosted begins there anew. */
  #move(command: Extract<EngineCommand, { kind: 'moveLeg' }>): void {
    const { legId, roomId } = command;
    const from = this.#places.ofLeg(legId);
    const to = this.#places.ofRoom(roomId);
    const leg = from?.legs.get(legId);
    if (!from || !leg) return;
    if (!to) return this.#log.error('a leg was to be moved into a room that is not open, and stays', { legId, roomId });
    leg.roomId = roomId;
    if (from === to) return from.process?.send(command);
    from.legs.delete(legId);
    from.process?.giveUp(legId);
    if (leg.kind === 'peer') return queueMicrotask(() => this.#facts.tell('legDisplaced', { legId, roomId }));
    leg.keysBefore = leg.keys;
    to.legs.set(legId, leg);
    to.process?.send(leg.limits ? { kind: 'addBridged', roomId, legId, limits: leg.limits } : { kind: 'addHosted', roomId, legId });
    if (leg.isMuted) to.process?.send({ kind: 'mute', legId, isMuted: true });
    if (leg.sourceId !== 0) to.process?.send({ kind: 'identify', legId, sourceId: leg.sourceId });
  }

  #add(place: Place, command: Extract<EngineCommand, { kind: 'addHosted' | 'addBridged' }>): boolean {
    const { legId, roomId } = command;
    const isTaken = this.#places.ofLeg(legId) !== undefined;
    if (isTaken) this.#log.error('a leg was to be added under a name that is taken', { legId, roomId });
    else if (command.kind === 'addHosted') this.#places.addLeg(place, legId, { kind: 'hosted', roomId });
    else this.#places.addLeg(place, legId, { kind: 'bridged', roomId, limits: command.limits });
    return !isTaken;
  }

  /** What was said of the leg before it was there. */
  #identifyEarly(legId: string): void {
    const sourceId = this.#early.take(legId);
    if (sourceId !== 0) this.send({ kind: 'identify', legId, sourceId });
  }

  /** What must be said anew when the leg goes on in another process. */
  #note(place: Place, command: Extract<EngineCommand, { kind: 'mute' | 'identify' }>): void {
    const leg = place.legs.get(command.legId);
    if (!leg) return;
    if (command.kind === 'mute') leg.isMuted = command.isMuted;
    else leg.sourceId = command.sourceId;
  }

  #placeFor(command: EngineCommand): Place | undefined {
    if (command.kind === 'openRoom') return this.#open(command);
    if (command.kind === 'endKeeping') return this.#places.ofKeeping(command.recordingId);
    return 'roomId' in command ? this.#places.ofRoom(command.roomId) : this.#places.ofLeg(command.legId);
  }

  /** A command for what was lost: an operation, and a recording, must end all the same. */
  #refuse(command: EngineCommand): void {
    const message = 'the leg is gone (removed, or lost with its media process)';
    if (isOperation(command)) queueMicrotask(() => tellUndone(this.#facts, command, 'failed', message));
    if (command.kind !== 'keepRoom') return;
    const { recordingId } = command;
    queueMicrotask(() => this.#facts.tell('keepingEnded', { recordingId, outcome: 'failed', message: 'the room is not open' }));
  }
}
