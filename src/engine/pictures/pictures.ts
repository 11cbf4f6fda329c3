/**
 * All pictures of an engine: who shows what, who sees what, and that nobody sees what is not for them. Legs are the engine's affair; what they
 * show and see goes with them from room to room, and ends with them.
 */
import { anyOf, type Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { Facts } from '../../base/facts.ts';
import { EngineError } from '../errors.ts';
import type { ConnectRequest, EngineCommand, EngineFacts, PictureKind, SlotView } from '../port.ts';
import { KeptPictures, type KeptPicturesOptions } from '../keeping/kept-pictures.ts';
import { BotSide } from './bot-side.ts';
import type { BridgedPictures, BridgedSink } from './bridged-pictures.ts';
import type { PictureConnection, PictureTransport, PictureTransports } from './picture-transport.ts';
import { Pulse } from './pulse.ts';
import { Sending } from './sending.ts';
import type { PictureSource } from './source.ts';
import { PictureView } from './view.ts';

/** Where legs are, and who may see whom there. */
type PictureRooms = {
  /** Undefined for a leg that is nowhere. */
  roomOf(legId: string): { readonly roomId: string; sees(viewer: string, shower: string): boolean } | undefined;
  /** The bridged leg of that name. */
  bridged(legId: string): { readonly pictures: { begin(forwarding: (sink: BridgedSink) => BridgedPictures): void } } | undefined;
};

export type PicturesOptions = {
  readonly clock: Clock;
  readonly rooms: PictureRooms;
  readonly facts: Facts<EngineFacts>;
  /** Without any, peers show and see nothing. */
  readonly transports?: PictureTransports | undefined;
};

/** What one peer has of pictures. */
type PeerSide = { camera?: Sending; screen?: Sending; view?: PictureView; wishes: readonly SlotView[] };
type Connection = { connected(): void; packet(bytes: Uint8Array): void; lost(): void };

const KINDS = ['camera', 'screen'] as const;

export class Pictures implements Disposable {
  readonly #options: PicturesOptions;
  readonly #peers = new Map<string, PeerSide>();
  readonly #bots = new Map<string, BotSide>();
  readonly #kept = new Set<KeptPictures>();
  readonly #connecting = new Map<string, AbortController>();
  readonly #pulse: Pulse;
  readonly #told = {
    began: ({ legId, of }: PictureSource): void => {
      this.#pulse.wake();
      this.#options.facts.tell('picturesBegan', { legId, of });
      this.#arrange();
    },
    layersChanged: (source: PictureSource): void => this.#chooseAnew(source),
    ended: ({ legId, of }: PictureSource): void => {
      this.#options.facts.tell('picturesEnded', { legId, of });
      this.#arrange();
    },
  };

  constructor(options: PicturesOptions) {
    this.#options = options;
    this.#pulse = new Pulse({
      clock: options.clock,
      pulse: (nowMs) => this.#forEachSource((source) => source.pulse(nowMs)),
      second: (nowMs, elapsedMs) => this.#second(nowMs, elapsedMs),
    });
  }

  /** Connects the camera, screen or view of a peer that is in that room. Rejects with an `EngineError` if it is not there, or the offer cannot be used. */
  async connect(
    { roomId, legId, offer, what }: ConnectRequest & { readonly what: PictureConnection },
    { signal }: Cancel,
  ): Promise<{ answer: string }> {
    const { transports } = this.#options;
    if (!transports) throw new EngineError('engine/bad-offer', 'the offer cannot be used: this engine has no pictures');
    this.#mustBeIn(roomId, legId);
    const name = `${what} ${legId}`;
    this.#connecting.get(name)?.abort(new EngineError('engine/no-room', `the ${what} of leg ${legId} was connected anew meanwhile`));
    const ending = new AbortController();
    this.#connecting.set(name, ending);
    const either = anyOf(signal, ending.signal);
    let connection: Connection | undefined;
    const handlers = {
      connected: () => connection?.connected(),
      packet: (bytes: Uint8Array) => connection?.packet(bytes),
      lost: () => connection?.lost(),
    };
    try {
      const { answer, transport } = await transports.accept(offer, what, handlers, { signal: either });
      try {
        either.throwIfAborted();
        this.#mustBe(legId);
      } catch (error) {
        transport.close();
        throw error;
      }
      connection = what === 'view' ? this.#addView(legId, transport) : this.#addSending(legId, what, transport);
      return { answer };
    } finally {
      if (this.#connecting.get(name) === ending) this.#connecting.delete(name);
    }
  }

  /** The engine obeyed a command: does what it means for pictures. */
  obeyed(command: EngineCommand): void {
    switch (command.kind) {
      case 'view':
        return this.#show(command.legId, command.slots);
      case 'endPictures':
        this.#bots.get(command.legId)?.stop(command.of);
        return this.#close(command.legId, command.of);
      case 'removeLeg':
        return this.removed(command.legId);
      case 'closeRoom':
        for (const legId of [...this.#peers.keys(), ...this.#bots.keys()]) if (!this.#options.rooms.roomOf(legId)) this.removed(legId);
        return;
      case 'addBridged':
        return this.#options.rooms.bridged(command.legId)?.pictures.begin((sink) => this.bridged(command.legId, sink));
      case 'route':
      case 'hold':
      case 'moveLeg':
        return this.#arrange();
      default:
        return;
    }
  }

  /** The leg is gone: so are its connections. */
  removed(legId: string): void {
    for (const what of [...KINDS, 'view'] as const) {
      this.#connecting
        .get(`${what} ${legId}`)
        ?.abort(new EngineError('engine/no-room', `leg ${legId} was removed while its ${what} connected`));
      this.#close(legId, what);
    }
    this.#peers.delete(legId);
    this.#bots.get(legId)?.close();
  }

  /** The pictures of a bridged leg, which is in a room. */
  bridged(legId: string, sink: BridgedSink): BridgedPictures {
    this.#bots.get(legId)?.close();
    const { clock } = this.#options;
    const find = (other: string, of: PictureKind): PictureSource | undefined => this.#seen(legId, other, of);
    const all = (): PictureSource[] => this.#sources().filter((source) => source.isOn && this.#mayBeSeen(legId, source.legId));
    const bot = new BotSide({
      ...this.#told,
      legId,
      sink,
      clock,
      find,
      all,
      closed: () => this.#bots.get(legId) === bot && this.#bots.delete(legId),
    });
    this.#bots.set(legId, bot);
    this.#pulse.wake();
    // What there is is told when the caller has what it asked for.
    queueMicrotask(() => bot.choose());
    return bot;
  }

  /** Hands over whole frames of all that `keeps` allows, until it is disposed of. */
  keep({ keeps, ...options }: Pick<KeptPicturesOptions, 'frame' | 'over'> & { readonly keeps: (legId: string) => boolean }): KeptPictures {
    const all = (): PictureSource[] => this.#sources().filter((source) => source.isOn && keeps(source.legId));
    const kept = new KeptPictures({ ...options, clock: this.#options.clock, all, closed: () => this.#kept.delete(kept) });
    this.#kept.add(kept);
    return kept;
  }

  [Symbol.dispose](): void {
    this.#pulse[Symbol.dispose]();
    for (const ending of this.#connecting.values()) ending.abort(new EngineError('engine/closed', 'the media engine is closed'));
    for (const legId of [...this.#peers.keys(), ...this.#bots.keys()]) this.removed(legId);
    this.#options.transports?.close();
  }

  #addView(legId: string, transport: PictureTransport): Connection {
    const { clock } = this.#options;
    this.#close(legId, 'view');
    const side = this.#side(legId);
    const view = new PictureView({ legId, transport, find: (other, of) => this.#seen(legId, other, of) });
    side.view = view;
    view.show(side.wishes, clock.now());
    return {
      connected: () => view.connected(clock.now()),
      packet: (bytes) => view.packet(bytes, clock.now()),
      lost: () => side.view === view && this.#close(legId, 'view'),
    };
  }

  #addSending(legId: string, of: PictureKind, transport: PictureTransport): Connection {
    const { clock } = this.#options;
    this.#close(legId, of);
    const side = this.#side(legId);
    const sending = new Sending({ ...this.#told, legId, of, transport });
    side[of] = sending;
    return {
      connected: () => undefined,
      packet: (bytes) => {
        sending.packet(bytes, clock.now());
        this.#pulse.wake();
      },
      lost: () => side[of] === sending && this.#close(legId, of),
    };
  }

  #show(legId: string, wishes: readonly SlotView[]): void {
    if (!this.#options.rooms.roomOf(legId)) return;
    const side = this.#side(legId);
    side.wishes = wishes;
    side.view?.show(wishes, this.#options.clock.now());
  }

  #close(legId: string, what: PictureConnection): void {
    const side = this.#peers.get(legId);
    const open = side?.[what];
    if (!side || !open) return;
    // It is taken away first: whoever is told that it ended finds it gone.
    delete side[what];
    open.close();
  }

  #second(nowMs: number, elapsedMs: number): boolean {
    const wallMs = this.#options.clock.wallMs();
    for (const { camera, screen } of this.#peers.values()) {
      for (const sending of [camera, screen]) {
        sending?.source.second(nowMs, elapsedMs);
        sending?.second(nowMs);
      }
    }
    for (const bot of this.#bots.values()) bot.second(nowMs, elapsedMs);
    for (const { view } of this.#peers.values()) view?.second(nowMs, wallMs, elapsedMs);
    for (const kept of this.#kept) kept.choose();
    return this.#sources().some((source) => source.isOn);
  }

  /** Everybody looks anew at what may be seen. */
  #arrange(): void {
    const nowMs = this.#options.clock.now();
    for (const { view } of this.#peers.values()) view?.choose(nowMs);
    for (const bot of this.#bots.values()) bot.choose();
    for (const kept of this.#kept) kept.choose();
  }

  #chooseAnew(source: PictureSource): void {
    const nowMs = this.#options.clock.now();
    for (const { view } of this.#peers.values()) if (view?.wants(source)) view.choose(nowMs);
    for (const bot of this.#bots.values()) bot.choose();
    for (const kept of this.#kept) kept.choose();
  }

  #seen(viewer: string, legId: string, of: PictureKind): PictureSource | undefined {
    if (!this.#mayBeSeen(viewer, legId)) return undefined;
    return this.#peers.get(legId)?.[of]?.source ?? this.#bots.get(legId)?.source(of);
  }

  #mayBeSeen(viewer: string, legId: string): boolean {
    const room = this.#options.rooms.roomOf(viewer);
    return room !== undefined && room === this.#options.rooms.roomOf(legId) && viewer !== legId && room.sees(viewer, legId);
  }

  #sources(): PictureSource[] {
    const sources: PictureSource[] = [];
    this.#forEachSource((source) => sources.push(source));
    return sources;
  }

  #forEachSource(visit: (source: PictureSource) => void): void {
    for (const { camera, screen } of this.#peers.values()) {
      if (camera) visit(camera.source);
      if (screen) visit(screen.source);
    }
    for (const bot of this.#bots.values()) {
      for (const of of KINDS) {
        const source = bot.source(of);
        if (source) visit(source);
      }
    }
  }

  #side(legId: string): PeerSide {
    let side = this.#peers.get(legId);
    if (!side) this.#peers.set(legId, (side = { wishes: [] }));
    return side;
  }

  #mustBe(legId: string): void {
    if (!this.#options.rooms.roomOf(legId)) throw new EngineError('engine/no-leg', `there is no leg ${legId}: connect its sound first`);
  }

  #mustBeIn(roomId: string, legId: string): void {
    this.#mustBe(legId);
    if (this.#options.rooms.roomOf(legId)?.roomId === roomId) return;
    throw new EngineError('engine/no-room', `leg ${legId} is not in room ${roomId}, where its pictures were to be connected`);
  }
}
