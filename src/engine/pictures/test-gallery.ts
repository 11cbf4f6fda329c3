/** A room of people who show and see each other, in virtual time: for tests of pictures. */
import { seededRandom } from '../../base/random.ts';
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import { LocalEngine } from '../local-engine.ts';
import type { MemoryNetwork } from '../memory-network.ts';
import { MemoryPeers } from '../memory-peer.ts';
import type { PictureKind, SlotView } from '../port.ts';
import type { MemoryCamera } from './memory-camera.ts';
import { MemoryPictures, type MemoryCameraWish } from './memory-pictures.ts';
import type { MemoryViewer } from './memory-viewer.ts';

export class TestGallery implements AsyncDisposable {
  /** How often anything was asked of the clock. */
  timers = 0;
  readonly clock: VirtualClock = counted(virtualClock(), () => this.timers++);
  readonly pictures: MemoryPictures = new MemoryPictures({ clock: this.clock });
  readonly engine: LocalEngine = new LocalEngine({
    clock: this.clock,
    peers: new MemoryPeers({ clock: this.clock }),
    pictures: this.pictures,
  });
  /** `began ann camera`, `ended bob screen`, in their order; what is told anew stands in `sizes`. */
  readonly told: string[] = [];
  /** How often a size was told. */
  sizes = 0;

  constructor(...legIds: readonly string[]) {
    this.engine.facts.on('picturesBegan', ({ legId, of }) => {
      this.sizes++;
      const isAnew = this.told.findLast((told) => told.endsWith(` ${legId} ${of}`))?.startsWith('began') === true;
      if (!isAnew) this.told.push(`began ${legId} ${of}`);
    });
    this.engine.facts.on('picturesEnded', ({ legId, of }) => void this.told.push(`ended ${legId} ${of}`));
    this.engine.send({ kind: 'openRoom', roomId: 'room' });
    // Of the sound nothing is asked here: hosted legs stand for it.
    for (const legId of legIds) this.engine.send({ kind: 'addHosted', roomId: 'room', legId });
  }

  async camera(legId: string, wish: MemoryCameraWish = {}, roomId: string = 'room'): Promise<MemoryCamera> {
    const camera = this.pictures.camera(wish);
    await this.engine.connect({ roomId, legId, offer: camera.offer, what: 'camera' });
    return camera;
  }

  async screen(legId: string, wish: MemoryCameraWish = {}): Promise<MemoryCamera> {
    const screen = this.pictures.screen(wish);
    await this.engine.connect({ roomId: 'room', legId, offer: screen.offer, what: 'screen' });
    return screen;
  }

  async viewer(legId: string, options: { readonly slots?: number; readonly network?: MemoryNetwork } = {}): Promise<MemoryViewer> {
    const viewer = this.pictures.viewer(options);
    await this.engine.connect({ roomId: 'room', legId, offer: viewer.offer, what: 'view' });
    return viewer;
  }

  view(viewer: string, ...slots: readonly SlotView[]): void {
    this.engine.send({ kind: 'view', legId: viewer, slots });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.engine[Symbol.asyncDispose]();
  }
}

export function slotOf(slot: number, legId: string, height: number = 720, of: PictureKind = 'camera'): SlotView {
  return { slot, legId, of, height };
}

/** A network that loses that share both ways. */
export function lossy(loss: number, seed: number = 1): MemoryNetwork {
  return { loss, random: seededRandom(seed) };
}

function counted(clock: VirtualClock, count: () => void): VirtualClock {
  return {
    ...clock,
    after: (ms, task) => {
      count();
      return clock.after(ms, task);
    },
  };
}
