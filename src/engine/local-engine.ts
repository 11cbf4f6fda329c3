/** The media engine within this process: rooms and legs on one clock. A media process runs one; tests use it as it is. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { Facts, type FactSource } from '../base/facts.ts';
import { silentLog, type Log } from '../base/log.ts';
import type { BridgeConnection } from './bridge-connection.ts';
import { BridgeSockets } from './bridged/bridge-sockets.ts';
import { CodecPool } from './codec-pool.ts';
import { Deeds } from './deeds.ts';
import { EngineError } from './errors.ts';
import { Joining } from './joining.ts';
import { Keepings } from './keeping/keepings.ts';
import { segmentLogs, type OpenKeptLog } from './keeping/kept-log.ts';
import { MediaClock } from './media-clock.ts';
import { PeerSignals } from './peer-signals.ts';
import type { PeerTransports } from './peer-transport.ts';
import type { PictureTransports } from './pictures/picture-transport.ts';
import { Pictures } from './pictures/pictures.ts';
import type { ConnectRequest, EngineCommand, EngineFacts, Key, MediaEngine, MediaProcessHealth } from './port.ts';
import { Rooms } from './rooms.ts';
import { Rounds } from './rounds.ts';

export type LocalEngineOptions = {
  readonly clock: Clock;
  /** Where peers come from: `webrtcPeers(…)`, or `new MemoryPeers(…)` in tests. */
  readonly peers: PeerTransports;
  /** Where their pictures come from: `webrtcPictures(…)`, or `new MemoryPictures(…)` in tests; without it there are none. */
  readonly pictures?: PictureTransports | undefined;
  readonly log?: Log;
  /** Where recordings of rooms are written: segment logs on disk, unless given. */
  readonly keptLogs?: OpenKeptLog | undefined;
  /** False encodes for each listener alone: only to measure what sharing saves. */
  readonly sharesEncoding?: boolean;
  /** Mixes at most so many of those who speak at once in a room, those who lead; all by default. */
  readonly mostMixed?: number | undefined;
};

export class LocalEngine implements MediaEngine {
  readonly #clock: Clock;
  readonly #peers: PeerTransports;
  readonly #log: Log;
  readonly #facts: Facts<EngineFacts>;
  readonly #rooms: Rooms;
  readonly #mediaClock: MediaClock;
  readonly #rounds: Rounds;
  readonly #joining: Joining;
  readonly #deeds: Deeds;
  readonly #bridges: BridgeSockets;
  readonly #pictures: Pictures;
  readonly #codecs: CodecPool;
  readonly #keepings: Keepings;
  #isClosed = false;

  constructor({ clock, peers, pictures, log = silentLog, sharesEncoding = true, mostMixed, keptLogs }: LocalEngineOptions) {
    this.#clock = clock;
    this.#peers = peers;
    this.#log = log;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of the engine failed', { error }) });
    this.#rooms = new Rooms({
      mostMixed,
      speakers: (fact) => this.#facts.tell('speakers', fact),
      heard: (fact) => this.#facts.tell('heard', fact),
    });
    this.#mediaClock = new MediaClock({ clock, tick: (number) => this.#tick(number), nextTick: (after) => this.#nextTick(after) });
    this.#rounds = new Rounds({
      clock,
      rooms: this.#rooms.all,
      tick: () => this.#mediaClock.now,
      lose: (legId, reason) => this.#lose(legId, reason),
      quality: (legId, quality) => this.#facts.tell('quality', { legId, ...quality }),
    });
    const pressed = (legId: string, key: Key, sequence: number): void => this.#pressed(legId, key, sequence);
    const signalsOf = (legId: string): PeerSignals => this.#signalsOf(legId);
    this.#codecs = new CodecPool({ clock, log });
    this.#joining = new Joining({ clock, peers, rooms: this.#rooms, codecs: this.#codecs, sharesEncoding, pressed, signalsOf });
    this.#bridges = new BridgeSockets({ clock, log });
    this.#pictures = new Pictures({ clock, rooms: this.#rooms, facts: this.#facts, transports: pictures });
    this.#keepings = new Keepings({
      rooms: this.#rooms,
      pictures: this.#pictures,
      codecs: this.#codecs,
      facts: this.#facts,
      clock,
      log,
      tick: () => this.#mediaClock.now,
      open: keptLogs ?? segmentLogs({ clock }),
    });
    this.#deeds = new Deeds({
      rooms: this.#rooms,
      joining: this.#joining,
      facts: this.#facts,
      log,
      pressed,
      clock,
      tick: () => this.#mediaClock.now,
      wake: () => this.#mediaClock.wake(),
      lose: (legId, reason) => this.#lose(legId, reason),
    });
  }

  get facts(): FactSource<EngineFacts> {
    return this.#facts;
  }

  send(command: EngineCommand): void {
    if (this.#isClosed) return;
    try {
      this.#deeds.obey(command);
      this.#pictures.obeyed(command);
      this.#keepings.obeyed(command);
    } catch (error) {
      this.#log.error('the engine could not obey', { kind: command.kind, error });
    }
    this.#mediaClock.wake();
    if (command.kind === 'addBridged') this.#rounds.begin();
  }

  async connect(request: ConnectRequest, options: Cancel = {}): Promise<{ readonly answer: string }> {
    if (this.#isClosed) throw new EngineError('engine/closed', 'the media engine is closed');
    const { what = 'sound' } = request;
    if (what !== 'sound') return this.#pictures.connect({ ...request, what }, options);
    const answer = await this.#joining.connect(request, options);
    if (!this.#isClosed) this.#rounds.begin();
    return answer;
  }

  attach(legId: string, connection: BridgeConnection): void {
    this.#bridges.attach(connection, () => this.#rooms.bridged(legId));
  }

  /** The leg goes on in another process: a bot is told to connect again, nobody else hears of it. */
  giveUp(legId: string): void {
    this.#deeds.remove(legId, 'moved');
    this.#pictures.removed(legId);
  }

  async health(): Promise<readonly MediaProcessHealth[]> {
    const cpu = process.cpuUsage();
    return [
      {
        pid: process.pid,
        rooms: this.#rooms.all.size,
        legs: this.#rooms.legs,
        lateness: this.#mediaClock.lateness(),
        cpuMs: (cpu.user + cpu.system) / 1000,
        memoryBytes: process.memoryUsage.rss(),
        ticks: this.#mediaClock.ticks,
      },
    ];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#mediaClock[Symbol.dispose]();
    this.#rounds[Symbol.dispose]();
    this.#joining.stopAll();
    const kept = this.#keepings[Symbol.asyncDispose]();
    this.#pictures[Symbol.dispose]();
    this.#rooms.closeAll();
    this.#bridges[Symbol.dispose]();
    this.#codecs[Symbol.dispose]();
    this.#peers.close();
    await kept;
  }

  #signalsOf(legId: string): PeerSignals {
    return new PeerSignals({
      isThere: (leg) => this.#rooms.peer(legId) === leg,
      connected: (leg) => {
        leg.isConnected = true;
        leg.lastPacketMs = this.#clock.now();
        this.#facts.tell('legConnected', { legId });
      },
      packet: (leg, bytes) => {
        leg.packet(bytes, this.#clock.now());
        if (leg.isBusy) this.#mediaClock.wake();
      },
      lost: (_, reason) => this.#lose(legId, reason),
    });
  }

  #pressed(legId: string, key: Key, sequence: number): void {
    this.#facts.tell('keyPressed', { legId, key, sequence });
    const leg = this.#rooms.leg(legId);
    if (leg) this.#rooms.roomOf(legId)?.key(leg, key, this.#mediaClock.now);
  }

  #lose(legId: string, reason: string): void {
    this.#deeds.remove(legId);
    this.#pictures.removed(legId);
    this.#facts.tell('legLost', { legId, reason });
  }

  #tick(number: number): void {
    for (const room of this.#rooms.all.values()) {
      if (room.nextTick(number) > number) continue;
      try {
        room.tick(number);
      } catch (error) {
        this.#log.error('a room failed and was closed', { roomId: room.roomId, error });
        this.#rooms.close(room.roomId);
        this.#pictures.obeyed({ kind: 'closeRoom', roomId: room.roomId });
        this.#keepings.obeyed({ kind: 'closeRoom', roomId: room.roomId });
        const lost = { roomIds: [room.roomId], reason: `the room failed: ${String(error)}` };
        this.#keepings.whenWritten(() => this.#facts.tell('roomsLost', lost));
      }
    }
  }

  #nextTick(after: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const room of this.#rooms.all.values()) {
      next = Math.min(next, room.nextTick(after));
      if (next <= after) return after;
    }
    return next;
  }
}
