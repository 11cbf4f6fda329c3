/** A camera, or a screen, in memory: sends frames at the pace of the clock, and does what it is asked for (PLI, NACK). */
import type { Clock, Timer } from '../../base/clock.ts';
import { readFeedback, type FeedbackListener } from '../../wire/rtp/feedback.ts';
import type { MemoryNetwork } from '../memory-network.ts';
import { NetworkPath } from '../memory-network.ts';
import type { PeerHandlers } from '../peer-transport.ts';
import type { MemoryBeat } from './memory-beat.ts';
import { MemoryLayer } from './memory-layer.ts';
import type { PictureTransport } from './picture-transport.ts';

const PAYLOAD_TYPE = 96;
const RID_ID = 10;

export type MemorySize = { readonly rid: string; readonly width: number; readonly height: number };

export type MemoryCameraOptions = {
  readonly clock: Clock;
  readonly beat: MemoryBeat;
  readonly offer: string;
  readonly ssrc: number;
  /** By which whoever sees it knows it. */
  readonly tag: number;
  /** Layers, smallest first; one without a name is no simulcast. */
  readonly sizes: readonly MemorySize[];
  readonly framesPerSecond: number;
  /** Of the largest layer. */
  readonly packetsPerFrame: number;
  readonly packetBytes: number;
  readonly network: MemoryNetwork;
};

export class MemoryCamera {
  /** What `engine.connect` wants. */
  readonly offer: string;
  readonly tag: number;
  readonly layers: readonly MemoryLayer[];
  readonly transport: PictureTransport;
  /** How often it was asked for a key frame, and what it may send (REMB), in bits per second. */
  keyFramesAsked = 0;
  allowedBps = 0;
  readonly #options: MemoryCameraOptions;
  readonly #up: NetworkPath;
  readonly #sendUp = (packet: Uint8Array): void => this.#up.send(packet);
  #handlers: PeerHandlers | undefined;
  #timer: Timer | undefined;
  #isOn = true;

  constructor(options: MemoryCameraOptions) {
    this.#options = options;
    const { clock, network, offer, tag, sizes, ssrc, packetsPerFrame, packetBytes: bytes } = options;
    this.offer = offer;
    this.tag = tag;
    this.layers = sizes.map((size, number) => {
      // Each layer has half the packets of the one above it.
      const packets = Math.max(1, Math.round(packetsPerFrame / 2 ** (sizes.length - 1 - number)));
      return new MemoryLayer({ ...size, tag, number, ssrc: ssrc + 1 + number, payloadType: PAYLOAD_TYPE, ridId: RID_ID, packets, bytes });
    });
    this.#up = new NetworkPath({ clock, network, direction: 'up', deliver: (packet) => this.#handlers?.packet(packet) });
    const down = new NetworkPath({ clock, network, direction: 'down', deliver: (packet) => readFeedback(packet, this.#listener) });
    this.transport = {
      sections: [{ payloadType: PAYLOAD_TYPE, ssrc }],
      rids: sizes.map(({ rid }) => rid).filter((rid) => rid !== ''),
      ridId: RID_ID,
      send: (_, packet) => down.send(packet),
      close: () => this.#leave(),
    };
  }

  /** For `MemoryPictures`: joins the engine's side. */
  meet(handlers: PeerHandlers): PictureTransport {
    this.#handlers = handlers;
    const { clock, beat, framesPerSecond } = this.#options;
    this.#timer = clock.after(0, () => {
      this.#timer = beat.every(1_000 / framesPerSecond, this.#frame);
      handlers.connected();
      this.#frame();
    });
    return this.transport;
  }

  /** Covers the lens: nothing is sent until it is uncovered. A browser does so when its track is disabled. */
  cover(isCovered: boolean): void {
    this.#isOn = !isCovered;
    if (!isCovered) for (const layer of this.layers) layer.isKeyFrameWanted = true;
  }

  /** Goes without a word, as a browser does whose page is closed. */
  vanish(reason: string = 'the camera vanished'): void {
    const handlers = this.#handlers;
    this.#leave();
    handlers?.lost(reason);
  }

  #leave(): void {
    this.#handlers = undefined;
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  readonly #frame = (): void => {
    if (!this.#handlers || !this.#isOn) return;
    const timestamp = Math.round(this.#options.clock.now() * 90) % 2 ** 32;
    for (const layer of this.layers) layer.sendFrame(timestamp, this.#sendUp);
  };

  #layer(ssrc: number): MemoryLayer | undefined {
    return this.layers.find((layer) => layer.ssrc === ssrc);
  }

  readonly #listener: FeedbackListener = {
    lost: (ssrc, sequence) => this.#layer(ssrc)?.repair(sequence, this.#sendUp),
    keyFrameWanted: (ssrc) => {
      this.keyFramesAsked++;
      const layer = this.#layer(ssrc);
      if (layer) layer.isKeyFrameWanted = true;
    },
    canTake: (bitsPerSecond) => {
      this.allowedBps = bitsPerSecond;
    },
    received: () => undefined,
    sent: () => undefined,
  };
}
