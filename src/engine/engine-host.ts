/** The media engine in processes of its own: rooms are spread over them by load, and a process that dies is started again. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock, Timer } from '../base/clock.ts';
import { Facts, type FactSource } from '../base/facts.ts';
import { silentLog, type Log } from '../base/log.ts';
import { EngineError } from './errors.ts';
import { MediaProcess } from './media-process.ts';
import type { ConnectRequest, EngineCommand, EngineFacts, MediaEngine, MediaProcessHealth } from './port.ts';
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

type Place = {
  readonly number: number;
  readonly rooms: Set<string>;
  readonly legs: Map<string, string>;
  process: MediaProcess | undefined;
  startedMs: number;
  backOffMs: number;
  restart: Timer | undefined;
};

export class EngineHost implements MediaEngine {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #webrtc: WebrtcSettings;
  readonly #facts: Facts<EngineFacts>;
  readonly #places: readonly Place[];
  readonly #placeOf = new Map<string, Place>();
  #isClosed = false;

  constructor({ clock, log = silentLog, processes = 1, webrtc = {} }: EngineHostOptions) {
    this.#clock = clock;
    this.#log = log;
    this.#webrtc = webrtc;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of the engine failed', { error }) });
    this.#places = Array.from({ length: Math.max(1, processes) }, (_, number) => ({
      number,
      rooms: new Set<string>(),
      legs: new Map<string, string>(),
      process: undefined,
      startedMs: 0,
      backOffMs: FIRST_BACK_OFF_MS,
      restart: undefined,
    }));
    for (const place of this.#places) this.#start(place);
  }

  get facts(): FactSource<EngineFacts> {
    return this.#facts;
  }

  send(command: EngineCommand): void {
    if (this.#isClosed) return;
    const place = command.kind === 'openRoom' ? this.#open(command.roomId) : this.#placeFor(command);
    if (!place) return this.#refuse(command);
    if (command.kind === 'addHosted') place.legs.set(command.legId, command.roomId);
    place.process?.send(command);
    if (command.kind === 'removeLeg') place.legs.delete(command.legId);
    if (command.kind === 'closeRoom') this.#forget(place, command.roomId);
  }

  async connect(request: ConnectRequest, { signal }: Cancel = {}): Promise<{ readonly answer: string }> {
    signal?.throwIfAborted();
    const { roomId, legId } = request;
    const place = this.#placeOf.get(roomId);
    if (this.#isClosed) throw new EngineError('engine/closed', 'the media engine is closed');
    if (!place?.process)
      throw new EngineError(
        'engine/no-room',
        `leg ${legId} was to join room ${roomId}, which is not open: open it first, or begin the call anew`,
      );
    if (this.#placeWithLeg(legId)) throw new EngineError('engine/leg-taken', `there is a leg ${legId} already: give each its own id`);
    place.legs.set(legId, roomId);
    try {
      return await orAborted(place.process.connect(request), signal);
    } catch (error) {
      // The process may have made the leg, or be making it still.
      if (place.legs.get(legId) === roomId) this.send({ kind: 'removeLeg', legId });
      throw error;
    }
  }

  async health(): Promise<readonly MediaProcessHealth[]> {
    const answers = await Promise.allSettled(this.#places.map((place) => place.process?.health() ?? Promise.resolve([])));
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const place of this.#places) place.restart?.[Symbol.dispose]();
    await Promise.all(this.#places.map((place) => place.process?.end() ?? Promise.resolve()));
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
      fact: (message) => {
        if (message.name === 'legLost') place.legs.delete(message.fact.legId);
        if (message.name === 'roomsLost') for (const roomId of message.fact.roomIds) this.#forget(place, roomId);
        this.#facts.tell(message.name, message.fact);
      },
      died: (reason) => this.#bury(place, reason),
    });
  }

  #bury(place: Place, reason: string): void {
    const roomIds = [...place.rooms];
    place.process = undefined;
    for (const roomId of roomIds) this.#forget(place, roomId);
    place.legs.clear();
    if (this.#isClosed) return;
    if (this.#clock.now() - place.startedMs > SOUND_AFTER_MS) place.backOffMs = FIRST_BACK_OFF_MS;
    this.#log.error('a media process died and is started again', { reason, rooms: roomIds.length, afterMs: place.backOffMs });
    place.restart = this.#clock.after(place.backOffMs, () => this.#start(place));
    place.backOffMs = Math.min(LONGEST_BACK_OFF_MS, place.backOffMs * 2);
    if (roomIds.length > 0) this.#facts.tell('roomsLost', { roomIds, reason });
  }

  /** The living process with the fewest legs, then with the fewest rooms; if none lives, a dead one is started at once. */
  #open(roomId: string): Place | undefined {
    const known = this.#placeOf.get(roomId);
    if (known) return known;
    const living = this.#places.filter((place) => place.process);
    const [best] = (living.length > 0 ? living : this.#places).toSorted((a, b) => a.legs.size - b.legs.size || a.rooms.size - b.rooms.size);
    if (!best) return undefined;
    if (!best.process) {
      best.restart?.[Symbol.dispose]();
      this.#start(best);
    }
    best.rooms.add(roomId);
    this.#placeOf.set(roomId, best);
    return best;
  }

  #placeFor(command: EngineCommand): Place | undefined {
    return 'roomId' in command ? this.#placeOf.get(command.roomId) : this.#placeWithLeg(command.legId);
  }

  #placeWithLeg(legId: string): Place | undefined {
    return this.#places.find((place) => place.legs.has(legId));
  }

  #forget(place: Place, roomId: string): void {
    place.rooms.delete(roomId);
    this.#placeOf.delete(roomId);
    for (const [legId, room] of place.legs) if (room === roomId) place.legs.delete(legId);
  }

  /** A command for what was lost: an operation must end all the same. */
  #refuse(command: EngineCommand): void {
    const message = 'the leg is gone (removed, or lost with its media process)';
    if (command.kind !== 'play' && command.kind !== 'record') return;
    const { legId, operationId } = command;
    queueMicrotask(() => {
      if (command.kind === 'play') this.#facts.tell('playEnded', { legId, operationId, outcome: 'failed', message });
      else this.#facts.tell('recordEnded', { legId, operationId, outcome: 'failed', durationMs: 0, message });
    });
  }
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}
