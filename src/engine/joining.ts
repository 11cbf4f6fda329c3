/** How a peer comes into a room: its offer is answered, its codecs are made, and what it tells is taken down from then on. */
import { anyOf, type Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { CodecName } from '../media/codec.ts';
import { encoderFor } from '../media/codecs.ts';
import type { CodecPool } from './codec-pool.ts';
import { EngineError } from './errors.ts';
import { PeerLeg } from './peer-leg.ts';
import type { PeerSignals } from './peer-signals.ts';
import type { PeerTransports } from './peer-transport.ts';
import type { ConnectRequest, Key } from './port.ts';
import type { Room } from './room.ts';
import { legTaken, type Rooms } from './rooms.ts';
import { SharedVoice } from './shared-voice.ts';

/** From so many peers of one codec on, those who hear the same share an encoder. */
const SHARE_FROM = 3;

export type JoiningOptions = {
  readonly clock: Clock;
  readonly peers: PeerTransports;
  readonly rooms: Rooms;
  readonly codecs: CodecPool;
  readonly sharesEncoding: boolean;
  readonly pressed: (legId: string, key: Key, sequence: number) => void;
  /** What listens to the peer of that leg. */
  readonly signalsOf: (legId: string) => PeerSignals;
};

type Answer = { readonly answer: string };
type Connecting = { roomId: string; readonly ending: AbortController };

export class Joining {
  readonly #options: JoiningOptions;
  /** Legs that are connecting, so that removing one stops it. */
  readonly #connecting = new Map<string, Connecting>();

  constructor(options: JoiningOptions) {
    this.#options = options;
  }

  async connect({ roomId, legId, offer }: ConnectRequest, { signal }: Cancel): Promise<Answer> {
    signal?.throwIfAborted();
    this.#options.rooms.toJoin(roomId, legId);
    if (this.#connecting.has(legId)) throw legTaken(legId);
    const connecting = { roomId, ending: new AbortController() };
    const either = anyOf(signal, connecting.ending.signal);
    this.#connecting.set(legId, connecting);
    try {
      return await this.#join(legId, offer, connecting, either);
    } finally {
      this.#connecting.delete(legId);
    }
  }

  /** A leg that connects will come into that room instead. */
  redirect(legId: string, roomId: string): void {
    const connecting = this.#connecting.get(legId);
    if (!connecting) return;
    this.#options.rooms.toJoin(roomId, legId);
    connecting.roomId = roomId;
  }

  /** A leg that connects is to do so no longer. */
  stop(legId: string): void {
    this.#connecting.get(legId)?.ending.abort(new EngineError('engine/no-room', `leg ${legId} was removed while it connected`));
  }

  stopAll(): void {
    for (const legId of this.#connecting.keys()) this.stop(legId);
  }

  /** The room gets a shared encoder when its peers, and the `coming` one, make it worth while. */
  async share(room: Room, codec: CodecName, { coming }: { readonly coming: number }): Promise<void> {
    const { clock, sharesEncoding } = this.#options;
    if (!sharesEncoding || room.voices.has(codec) || room.peersOf(codec) + coming < SHARE_FROM) return;
    const encoder = await clock.hold(() => encoderFor(codec));
    if (room.voices.has(codec) || room.isClosed) encoder.free();
    else room.voices.set(codec, new SharedVoice(encoder));
  }

  async #join(legId: string, offer: string, connecting: Connecting, signal: AbortSignal): Promise<Answer> {
    const { clock, peers, rooms, codecs, pressed, signalsOf } = this.#options;
    const signals = signalsOf(legId);
    const { answer, transport } = await peers.accept(offer, signals, { signal });
    const { codec } = transport.sound;
    const leg = new PeerLeg({ legId, transport, codecs, pressed: (key, sequence) => pressed(legId, key, sequence) }, clock.now());
    try {
      await codecs.ready(codec);
      signal.throwIfAborted();
      await this.share(rooms.toJoin(connecting.roomId, legId), codec, { coming: 1 });
      signal.throwIfAborted();
      // Where few are, everybody is encoded for alone; in a crowd most only listen.
      if (!rooms.toJoin(connecting.roomId, legId).voices.has(codec)) leg.prepare();
      rooms.add(connecting.roomId, leg);
    } catch (error) {
      leg.close();
      throw error;
    }
    signals.begin(leg);
    return { answer };
  }
}
