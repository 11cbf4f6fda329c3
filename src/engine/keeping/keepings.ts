/** The recordings of an engine: which room is kept, and where it is written. They end with their room, and with the engine. */
import type { Clock } from '../../base/clock.ts';
import type { Facts } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import { FRAME_MS } from '../../media/frame.ts';
import type { CodecPool } from '../codec-pool.ts';
import type { Pictures } from '../pictures/pictures.ts';
import type { EngineCommand, EngineFacts } from '../port.ts';
import type { Rooms } from '../rooms.ts';
import type { OpenKeptLog } from './kept-log.ts';
import { RoomKeeper } from './room-keeper.ts';

type Keep = Extract<EngineCommand, { kind: 'keepRoom' }>;
type Kept = { readonly keeper: RoomKeeper; readonly pictures: { choose(): void } & Disposable };

export type KeepingsOptions = {
  readonly rooms: Rooms;
  readonly pictures: Pictures;
  readonly codecs: CodecPool;
  readonly facts: Facts<EngineFacts>;
  readonly clock: Clock;
  readonly log: Log;
  /** The tick that is due by now. */
  readonly tick: () => number;
  readonly open: OpenKeptLog;
};

export class Keepings implements AsyncDisposable {
  readonly #options: KeepingsOptions;
  readonly #kept = new Map<string, Kept>();
  readonly #ending = new Set<Promise<void>>();

  constructor(options: KeepingsOptions) {
    this.#options = options;
  }

  /** The engine obeyed a command: does what it means for recordings. */
  obeyed(command: EngineCommand): void {
    switch (command.kind) {
      case 'keepRoom':
        return this.#keep(command);
      case 'endKeeping':
        return this.#end(command.recordingId, command.why);
      case 'closeRoom':
        for (const [recordingId, { keeper }] of this.#kept)
          if (keeper.roomId === command.roomId) this.#end(recordingId, 'the call is over');
        return;
      default:
        return;
    }
  }

  /** Does it once all that is being ended is written: at once if nothing is. */
  whenWritten(task: () => void): void {
    if (this.#ending.size === 0) task();
    else void Promise.all(this.#ending).then(task);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const recordingId of this.#kept.keys()) this.#end(recordingId, 'the media engine was closed');
    await Promise.all(this.#ending);
  }

  #keep(command: Keep): void {
    const { rooms, tick } = this.#options;
    const { recordingId, roomId } = command;
    const kept = this.#kept.get(recordingId) ?? this.#begin(command);
    if (!kept) return;
    kept.keeper.change(command, tick());
    kept.pictures.choose();
    rooms.all.get(roomId)?.keep(recordingId, kept.keeper);
  }

  #begin(command: Keep): Kept | undefined {
    const { rooms, codecs, clock, tick, open, log, pictures } = this.#options;
    const { recordingId, roomId, place } = command;
    const room = rooms.all.get(roomId);
    if (!room) return this.#failed(recordingId, `room ${roomId} is not open`);
    try {
      const written = open(place);
      codecs.ready('opus').catch((error: unknown) => log.error('a recording has no sound: Opus cannot be loaded', { recordingId, error }));
      const startTick = tick() - Math.max(0, Math.round((clock.wallMs() - place.startedMs) / FRAME_MS));
      const startMs = startTick * FRAME_MS;
      const keeper = new RoomKeeper({ command, log: written, startTick, startMs, encoder: () => codecs.encoder('opus') });
      written.signal.addEventListener('abort', () => this.#lost(recordingId, written.signal.reason), { once: true });
      const shown = pictures.keep({
        keeps: (legId) => keeper.keeps(legId) && rooms.roomOf(legId) === room && room.isForAll(legId),
        frame: (frame, bytes) => keeper.show(frame, bytes),
        over: (legId, of) => keeper.pictureOver(legId, of, tick()),
      });
      const kept = { keeper, pictures: shown };
      this.#kept.set(recordingId, kept);
      return kept;
    } catch (error) {
      return this.#failed(recordingId, error);
    }
  }

  #end(recordingId: string, why: string): void {
    const { facts, tick } = this.#options;
    const kept = this.#take(recordingId);
    if (!kept) return;
    const ending = kept.keeper
      .end(why, tick())
      .then(() => facts.tell('keepingEnded', { recordingId, outcome: 'ended' }))
      .catch((error: unknown) => this.#failed(recordingId, error))
      .finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  /** Nothing more can be written. */
  #lost(recordingId: string, reason: unknown): void {
    const kept = this.#take(recordingId);
    if (!kept) return;
    kept.keeper.free();
    this.#failed(recordingId, reason);
  }

  #take(recordingId: string): Kept | undefined {
    const kept = this.#kept.get(recordingId);
    if (!kept) return undefined;
    this.#kept.delete(recordingId);
    this.#options.rooms.all.get(kept.keeper.roomId)?.keep(recordingId, undefined);
    kept.pictures[Symbol.dispose]();
    return kept;
  }

  #failed(recordingId: string, reason: unknown): undefined {
    const message = reason instanceof Error ? reason.message : String(reason);
    this.#options.log.error('a recording of a room ends: it cannot be written', { recordingId, error: reason });
    this.#options.facts.tell('keepingEnded', { recordingId, outcome: 'failed', message });
    return undefined;
  }
}
