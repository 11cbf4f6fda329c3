/** What the bot itself says, as frames on the carrier's media clock: each when it has been heard, and what was thrown away before that never. */
import type { Clock, Timer } from '../../../base/clock.ts';
import type { ListenOptions, SoundFrame } from '../../../call/media.ts';
import { SoundStream } from '../../../call/sound-stream.ts';
import { FRAME_MS, FRAME_SAMPLES } from '../../../media/frame.ts';
import type { BridgeTime } from './media-time.ts';

export type SelfSoundOptions = {
  readonly clock: Clock;
  readonly time: BridgeTime;
  /** Whether the others hear the bot: not while it is muted. */
  readonly isHeard: () => boolean;
};

/** More than is ever sent ahead. */
const MOST_PENDING = 100;

type Pending = { readonly samples: Int16Array; readonly fromMs: number };

export class SelfSound {
  readonly #options: SelfSoundOptions;
  readonly #streams = new Set<SoundStream>();
  /** What was sent and has not been heard to its end, oldest first; `fromMs` is a time of the clock that is here. */
  #pending: Pending[] = [];
  #timer: Timer | undefined;
  #isOver = false;

  constructor(options: SelfSoundOptions) {
    this.#options = options;
  }

  stream(options: ListenOptions = {}): SoundStream {
    options.signal?.throwIfAborted();
    const stream: SoundStream = new SoundStream({ ...options, ...this.#options, onLeft: () => this.#streams.delete(stream) });
    if (this.#isOver) stream.end();
    else this.#streams.add(stream);
    return stream;
  }

  /** It will be heard from then on. */
  sent(samples: Int16Array, fromMs: number): void {
    if (this.#streams.size === 0 || this.#isOver) return;
    if (this.#pending.length === MOST_PENDING) this.#pending.shift();
    this.#pending.push({ samples, fromMs });
    this.#arm();
  }

  /** So many of what was sent last will not be heard. */
  dropped(frames: number): void {
    this.#pending.length = Math.max(0, this.#pending.length - frames);
  }

  end(): void {
    this.#isOver = true;
    this.#timer?.[Symbol.dispose]();
    for (const stream of this.#streams) stream.end();
    this.#streams.clear();
  }

  readonly #heard = (): void => {
    this.#timer = undefined;
    const { clock, time, isHeard } = this.#options;
    const nowMs = clock.now();
    const mediaNowMs = time.nowMs();
    while (this.#pending[0] && this.#pending[0].fromMs + FRAME_MS <= nowMs) {
      const [{ samples, fromMs }] = this.#pending.splice(0, 1) as [Pending];
      if (mediaNowMs === undefined || !isHeard()) continue;
      const frame: SoundFrame = { samples: whole(samples), atMs: mediaNowMs - (nowMs - fromMs), isSpeech: true, isGap: false };
      for (const stream of this.#streams) stream.push(frame);
    }
    this.#arm();
  };

  #arm(): void {
    const [next] = this.#pending;
    if (next && !this.#timer)
      this.#timer = this.#options.clock.after(Math.max(0, next.fromMs + FRAME_MS - this.#options.clock.now()), this.#heard);
  }
}

/** The last piece of what is said may be less than a frame. */
function whole(samples: Int16Array): Int16Array {
  if (samples.length === FRAME_SAMPLES) return samples;
  const frame = new Int16Array(FRAME_SAMPLES);
  frame.set(samples);
  return frame;
}
