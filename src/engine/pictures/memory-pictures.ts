/**
 * Cameras, screens and viewers without a browser, for tests and the lab.
 *
 *     const pictures = new MemoryPictures({ clock });
 *     const engine = new LocalEngine({ clock, peers, pictures });
 *     const camera = pictures.camera({ tag: 7 });
 *     await engine.connect({ roomId, legId: 'ann', offer: camera.offer, what: 'camera' });
 */
import type { Clock } from '../../base/clock.ts';
import { EngineError } from '../errors.ts';
import type { MemoryNetwork } from '../memory-network.ts';
import { MemoryBeat } from './memory-beat.ts';
import { MemoryCamera, type MemorySize } from './memory-camera.ts';
import { MemoryViewer } from './memory-viewer.ts';
import type { PictureTransport, PictureTransports } from './picture-transport.ts';

export type MemoryCameraWish = {
  /** By which whoever sees it knows it; by default a number of its own. */
  readonly tag?: number;
  /** Ten by default. */
  readonly framesPerSecond?: number;
  /** One short packet by default. */
  readonly packetsPerFrame?: number;
  readonly packetBytes?: number;
  readonly network?: MemoryNetwork;
};

const CAMERA: readonly MemorySize[] = [
  { rid: 'q', width: 320, height: 180 },
  { rid: 'h', width: 640, height: 360 },
  { rid: 'f', width: 1280, height: 720 },
];
const SCREEN: readonly MemorySize[] = [{ rid: '', width: 1920, height: 1080 }];
const PREFIX = 'memory-pictures:';
/** Each has so many numbers for its streams. */
const STREAMS = 64;

export class MemoryPictures implements PictureTransports {
  readonly #clock: Clock;
  readonly #beat: MemoryBeat;
  readonly #waiting = new Map<string, MemoryCamera | MemoryViewer>();
  #count = 0;

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
    this.#beat = new MemoryBeat(clock);
  }

  /** A camera in three layers of 180, 360 and 720 lines, with an `offer` that the engine can connect, once. */
  camera(wish: MemoryCameraWish = {}): MemoryCamera {
    return this.#camera(CAMERA, wish);
  }

  /** A screen of 1,080 lines, in one layer. */
  screen(wish: MemoryCameraWish = {}): MemoryCamera {
    return this.#camera(SCREEN, wish);
  }

  /** Somebody who sees others in so many slots; nine by default. */
  viewer({ slots = 9, network = {} }: { readonly slots?: number; readonly network?: MemoryNetwork } = {}): MemoryViewer {
    const viewer = new MemoryViewer({ clock: this.#clock, beat: this.#beat, ...this.#next(), slots, network });
    this.#waiting.set(viewer.offer, viewer);
    return viewer;
  }

  async accept(
    offer: string,
    what: Parameters<PictureTransports['accept']>[1],
    handlers: Parameters<PictureTransports['accept']>[2],
  ): Promise<{ readonly answer: string; readonly transport: PictureTransport }> {
    const waiting = this.#waiting.get(offer);
    if (!waiting || waiting instanceof MemoryViewer !== (what === 'view')) {
      throw new EngineError('engine/bad-offer', `“${offer.slice(0, 40)}” is no offer of a ${what} in memory, or was used before`);
    }
    this.#waiting.delete(offer);
    return { answer: `${offer} accepted`, transport: waiting.meet(handlers) };
  }

  close(): void {
    this.#waiting.clear();
  }

  #camera(sizes: readonly MemorySize[], wish: MemoryCameraWish): MemoryCamera {
    const { framesPerSecond = 10, packetsPerFrame = 1, packetBytes = 0, network = {} } = wish;
    const next = this.#next();
    const tag = wish.tag ?? next.ssrc;
    const camera = new MemoryCamera({
      clock: this.#clock,
      beat: this.#beat,
      ...next,
      tag,
      sizes,
      framesPerSecond,
      packetsPerFrame,
      packetBytes,
      network,
    });
    this.#waiting.set(camera.offer, camera);
    return camera;
  }

  #next(): { readonly offer: string; readonly ssrc: number } {
    const number = ++this.#count;
    return { offer: `${PREFIX}${String(number)}`, ssrc: number * STREAMS };
  }
}
