/** All that is shown by those who are kept, each in its best layer, put together into whole frames. */
import type { Clock } from '../../base/clock.ts';
import type { BridgedSink } from '../pictures/bridged-pictures.ts';
import { FrameWatch } from '../pictures/frame-watch.ts';
import type { PictureSource } from '../pictures/source.ts';
import type { PictureKind } from '../port.ts';

/** Whoever jumps about in a recording waits for a key frame: there is one at least so often. */
const KEY_FRAME_EVERY_MS = 10_000;

export type KeptPicturesOptions = {
  readonly clock: Clock;
  readonly frame: BridgedSink['frame'];
  readonly over: (legId: string, of: PictureKind) => void;
  /** All that is to be kept now. */
  readonly all: () => readonly PictureSource[];
  readonly closed: () => void;
};

type Watched = { readonly watch: FrameWatch; keyFrameMs: number };

export class KeptPictures implements Disposable {
  readonly #options: KeptPicturesOptions;
  readonly #watched = new Map<PictureSource, Watched>();

  constructor(options: KeptPicturesOptions) {
    this.#options = options;
  }

  /** What there is to be kept, or in which layers it comes, has changed; also every second. */
  choose(): void {
    const { all, clock } = this.#options;
    const nowMs = clock.now();
    const kept = all();
    for (const source of this.#watched.keys()) if (!kept.includes(source)) this.#stop(source);
    for (const source of kept) {
      const watched = this.#watched.get(source) ?? this.#begin(source, nowMs);
      watched.watch.aim(source, nowMs);
      if (nowMs - watched.keyFrameMs < KEY_FRAME_EVERY_MS) continue;
      watched.keyFrameMs = nowMs;
      watched.watch.askKeyFrame(nowMs);
    }
  }

  [Symbol.dispose](): void {
    for (const source of this.#watched.keys()) this.#stop(source);
    this.#options.closed();
  }

  #begin(source: PictureSource, nowMs: number): Watched {
    const { frame, clock } = this.#options;
    const watched: Watched = {
      watch: new FrameWatch({
        legId: source.legId,
        of: source.of,
        sink: {
          bufferedBytes: () => 0,
          frame: (shown, bytes) => {
            if (shown.isKeyFrame) watched.keyFrameMs = clock.now();
            return frame(shown, bytes);
          },
        },
      }),
      keyFrameMs: nowMs,
    };
    this.#watched.set(source, watched);
    return watched;
  }

  #stop(source: PictureSource): void {
    this.#watched.get(source)?.watch.stop();
    this.#watched.delete(source);
    this.#options.over(source.legId, source.of);
  }
}
