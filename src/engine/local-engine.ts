/** The media engine within this process: rooms and legs on one clock. A media process runs one; tests use it as it is. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import { Facts, type FactSource } from '../base/facts.ts';
import { silentLog, type Log } from '../base/log.ts';
import type { CodecName } from '../media/codec.ts';
import { decoderFor, encoderFor } from '../media/codecs.ts';
import { EngineError } from './errors.ts';
import { HostedLeg } from './hosted-leg.ts';
import { MediaClock } from './media-clock.ts';
import { PeerLeg } from './peer-leg.ts';
import { PeerSignals } from './peer-signals.ts';
import type { PeerTransports } from './peer-transport.ts';
import type { ConnectRequest, EngineCommand, EngineFacts, Key, MediaEngine, MediaProcessHealth } from './port.ts';
import { Room } from './room.ts';
import { Rounds } from './rounds.ts';
import { SharedVoice } from './shared-voice.ts';

/** From so many peers of one codec on, those who hear the same share an encoder. */
const SHARE_FROM = 3;

export type LocalEngineOptions = {
  readonly clock: Clock;
  /** Where peers come from: `webrtcPeers(…)`, or `new MemoryPeers(…)` in tests. */
  readonly peers: PeerTransports;
  readonly log?: Log;
  /** False encodes for each listener alone: only to measure what sharing saves. */
  readonly sharesEncoding?: boolean;
};

export class LocalEngine implements MediaEngine {
  readonly #clock: Clock;
  readonly #peers: PeerTransports;
  readonly #log: Log;
  readonly #sharesEncoding: boolean;
  readonly #facts: Facts<EngineFacts>;
  readonly #rooms = new Map<string, Room>();
  readonly #roomOf = new Map<string, Room>();
  readonly #mediaClock: MediaClock;
  readonly #rounds: Rounds;
  /** Legs that are connecting, so that removing one stops it. */
  readonly #connecting = new Map<string, AbortController>();
  #isClosed = false;

  constructor({ clock, peers, log = silentLog, sharesEncoding = true }: LocalEngineOptions) {
    this.#clock = clock;
    this.#peers = peers;
    this.#log = log;
    this.#sharesEncoding = sharesEncoding;
    this.#facts = new Facts({ onError: (error) => log.error('a listener of the engine failed', { error }) });
    this.#mediaClock = new MediaClock({ clock, tick: (number) => this.#tick(number), nextTick: (after) => this.#nextTick(after) });
    this.#rounds = new Rounds({
      clock,
      rooms: this.#rooms,
      tick: () => this.#mediaClock.now,
      lose: (legId, reason) => this.#lose(legId, reason),
    });
  }

  get facts(): FactSource<EngineFacts> {
    return this.#facts;
  }

  send(command: EngineCommand): void {
    if (this.#isClosed) return;
    try {
      this.#obey(command);
    } catch (error) {
      this.#log.error('the engine could not obey', { kind: command.kind, error });
    }
    this.#mediaClock.wake();
  }

  async connect({ roomId, legId, offer }: ConnectRequest, { signal }: Cancel = {}): Promise<{ readonly answer: string }> {
    signal?.throwIfAborted();
    this.#roomToJoin(roomId, legId);
    if (this.#connecting.has(legId)) throw taken(legId);
    const connecting = new AbortController();
    const either = signal ? AbortSignal.any([signal, connecting.signal]) : connecting.signal;
    this.#connecting.set(legId, connecting);
    try {
      return await this.#join({ roomId, legId, offer }, either);
    } finally {
      this.#connecting.delete(legId);
    }
  }

  async #join({ roomId, legId, offer }: ConnectRequest, signal: AbortSignal): Promise<{ readonly answer: string }> {
    const signals = this.#signalsOf(legId);
    const { answer, transport } = await this.#peers.accept(offer, signals, { signal });
    const { codec } = transport.sound;
    const [encoder, decoder] = await this.#clock.hold(() => Promise.all([encoderFor(codec), decoderFor(codec)]));
    const pressed = (key: Key, sequence: number): void => this.#pressed(legId, key, sequence);
    const leg = new PeerLeg({ legId, transport, encoder, decoder, pressed }, this.#clock.now());
    try {
      signal.throwIfAborted();
      const room = this.#roomToJoin(roomId, legId);
      await this.#share(room, codec);
      signal.throwIfAborted();
      this.#roomToJoin(roomId, legId).peers.set(legId, leg);
      this.#roomOf.set(legId, room);
    } catch (error) {
      leg.close();
      throw error;
    }
    this.#rounds.begin();
    signals.begin(leg);
    return { answer };
  }

  async health(): Promise<readonly MediaProcessHealth[]> {
    const cpu = process.cpuUsage();
    return [
      {
        pid: process.pid,
        rooms: this.#rooms.size,
        legs: this.#roomOf.size,
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
    for (const legId of this.#connecting.keys()) this.#removeLeg(legId);
    for (const room of this.#rooms.values()) room.close();
    this.#rooms.clear();
    this.#roomOf.clear();
    this.#peers.close();
  }

  #obey(command: EngineCommand): void {
    switch (command.kind) {
      case 'openRoom':
        if (!this.#rooms.has(command.roomId)) this.#rooms.set(command.roomId, new Room(command.roomId));
        return;
      case 'closeRoom':
        return this.#closeRoom(command.roomId);
      case 'addHosted':
        return this.#addHosted(command.roomId, command.legId);
      case 'removeLeg':
        return this.#removeLeg(command.legId);
      case 'mute': {
        const leg = this.#peer(command.legId);
        if (leg) leg.isMuted = command.isMuted;
        return;
      }
      case 'press':
        return this.#peer(command.legId)?.press(command.key);
      case 'progress':
        return this.#peer(command.legId)?.progress(command.tone);
      case 'play':
        return this.#play(command);
      case 'record':
        return this.#record(command);
      case 'cancel':
        return this.#hosted(command.legId)?.cancel(command.operationId);
    }
  }

  #addHosted(roomId: string, legId: string): void {
    const room = this.#roomToJoin(roomId, legId);
    const leg = new HostedLeg({
      legId,
      playEnded: (fact) => this.#facts.tell('playEnded', fact),
      recordEnded: (fact) => this.#facts.tell('recordEnded', fact),
    });
    room.hosted.set(legId, leg);
    this.#roomOf.set(legId, room);
    this.#facts.tell('legConnected', { legId });
  }

  #play(command: Extract<EngineCommand, { kind: 'play' }>): void {
    const { legId, operationId } = command;
    const leg = this.#hosted(legId);
    if (leg) leg.play(command);
    else this.#facts.tell('playEnded', { legId, operationId, outcome: 'failed', message: noLeg(legId) });
  }

  #record(command: Extract<EngineCommand, { kind: 'record' }>): void {
    const { legId, operationId } = command;
    const leg = this.#hosted(legId);
    if (leg) leg.record(command);
    else this.#facts.tell('recordEnded', { legId, operationId, outcome: 'failed', durationMs: 0, message: noLeg(legId) });
  }

  #peer(legId: string): PeerLeg | undefined {
    return this.#roomOf.get(legId)?.peers.get(legId);
  }

  #hosted(legId: string): HostedLeg | undefined {
    return this.#roomOf.get(legId)?.hosted.get(legId);
  }

  #roomToJoin(roomId: string, legId: string): Room {
    const room = this.#rooms.get(roomId);
    if (this.#isClosed) throw new EngineError('engine/closed', 'the media engine is closed');
    if (!room) throw noRoom(roomId, legId);
    if (this.#roomOf.has(legId)) throw taken(legId);
    return room;
  }

  /** The room gets a shared encoder when one more peer makes it worth while. */
  async #share(room: Room, codec: CodecName): Promise<void> {
    if (!this.#sharesEncoding || room.voices.has(codec) || room.peersOf(codec) + 1 < SHARE_FROM) return;
    const encoder = await this.#clock.hold(() => encoderFor(codec));
    if (room.voices.has(codec) || room.isClosed) encoder.free();
    else room.voices.set(codec, new SharedVoice(encoder));
  }

  #signalsOf(legId: string): PeerSignals {
    return new PeerSignals({
      isThere: (leg) => this.#peer(legId) === leg,
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
    this.#roomOf.get(legId)?.key(key, this.#mediaClock.now);
  }

  #lose(legId: string, reason: string): void {
    this.#removeLeg(legId);
    this.#facts.tell('legLost', { legId, reason });
  }

  #removeLeg(legId: string): void {
    this.#connecting.get(legId)?.abort(new EngineError('engine/no-room', `leg ${legId} was removed while it connected`));
    const room = this.#roomOf.get(legId);
    this.#roomOf.delete(legId);
    const peer = room?.peers.get(legId);
    room?.peers.delete(legId);
    peer?.close();
    const hosted = room?.hosted.get(legId);
    room?.hosted.delete(legId);
    hosted?.cancel();
  }

  #closeRoom(roomId: string): void {
    const room = this.#rooms.get(roomId);
    if (!room) return;
    for (const legId of [...room.peers.keys(), ...room.hosted.keys()]) this.#removeLeg(legId);
    room.close();
    this.#rooms.delete(roomId);
  }

  #tick(number: number): void {
    for (const room of this.#rooms.values()) {
      if (room.nextTick(number) > number) continue;
      try {
        room.tick(number);
      } catch (error) {
        this.#log.error('a room failed and was closed', { roomId: room.roomId, error });
        this.#closeRoom(room.roomId);
        this.#facts.tell('roomsLost', { roomIds: [room.roomId], reason: `the room failed: ${String(error)}` });
      }
    }
  }

  #nextTick(after: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const room of this.#rooms.values()) {
      next = Math.min(next, room.nextTick(after));
      if (next <= after) return after;
    }
    return next;
  }
}

function taken(legId: string): EngineError {
  return new EngineError('engine/leg-taken', `there is a leg ${legId} already: give each its own id`);
}

function noRoom(roomId: string, legId: string): EngineError {
  const message = `leg ${legId} was to join room ${roomId}, which is not open: open it first, or begin the call anew`;
  return new EngineError('engine/no-room', message);
}

function noLeg(legId: string): string {
  return `there is no hosted leg ${legId} (removed, or lost with its room)`;
}
