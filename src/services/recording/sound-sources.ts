/** Pulls the sound of those who may be recorded, and of nobody else: a stream is open exactly as long as that holds. */
import type { Log } from '../../base/log.ts';
import type { CarrierMedia, FrameStream, ListenOptions, SoundFrame } from '../../call/media.ts';
import { nameOf, type Pulled } from './heard.ts';
import type { MediaTimeline } from '../../call/media-timeline.ts';
import { ownerOf } from './people.ts';
import type { SoundMixdown } from './sound-mixdown.ts';
import { SoundQueue } from './sound-queue.ts';
import type { Tracks } from './tracks.ts';
import { isWhole, type VoiceLane } from './voice-lane.ts';

export type SoundSourcesOptions = {
  readonly media: Pick<CarrierMedia, 'hear' | 'hearOne'>;
  readonly timeline: MediaTimeline;
  readonly mixdown: SoundMixdown;
  readonly tracks: Tracks;
  readonly log: Log;
};

type Source = { readonly pulled: Pulled; readonly lane: VoiceLane; readonly stop: AbortController };
type Running = {
  readonly stream: FrameStream<SoundFrame>;
  readonly lane: VoiceLane;
  readonly queue: SoundQueue;
  readonly signal: AbortSignal;
};

export class SoundSources {
  readonly #options: SoundSourcesOptions;
  readonly #open = new Map<string, Source>();
  readonly #running = new Set<Running>();
  #lost = 0;
  readonly #onLost = (): void => void this.#lost++;

  constructor(options: SoundSourcesOptions) {
    this.#options = options;
  }

  /** Frames that were not kept, because nothing read them in time or their time was taken. */
  get lostFrames(): number {
    let lost = this.#lost;
    for (const { stream } of this.#running) lost += stream.lostFrames;
    return lost;
  }

  /**
   * From now on these and no others. `mixIsTainted`: somebody is there who has not agreed, and may be heard already in what waits of the
   * carrier's mix.
   */
  follow(pulled: readonly Pulled[], { mixIsTainted = false }: { readonly mixIsTainted?: boolean } = {}): void {
    if (mixIsTainted) for (const { pulled: open, lane } of this.#open.values()) if (open.from === 'mix') lane.clear();
    const wanted = new Map(pulled.map((each) => [nameOf(each), each]));
    for (const [name, source] of this.#open) if (!wanted.has(name)) this.#close(name, source);
    for (const [name, each] of wanted) if (!this.#open.has(name)) this.#begin(name, each);
  }

  /** What the bot itself says, as long as the recording goes on. */
  followSelf(hear: (options: ListenOptions) => FrameStream<SoundFrame> | undefined, lane: VoiceLane): Disposable {
    const stop = new AbortController();
    const stream = hear({ gaps: 'left', signal: stop.signal });
    if (stream) this.#run(stream, lane, stop.signal, () => undefined);
    return { [Symbol.dispose]: () => stop.abort() };
  }

  #begin(name: string, pulled: Pulled): void {
    const { media, tracks, log } = this.#options;
    const stop = new AbortController();
    const options = { gaps: 'left', signal: stop.signal } as const;
    try {
      const stream = pulled.from === 'apart' && pulled.who ? media.hearOne(pulled.who.participantId, options) : media.hear(options);
      const lane = tracks.laneOf(pulled.who && ownerOf(pulled.who));
      const source = { pulled, lane, stop };
      this.#open.set(name, source);
      this.#run(stream, lane, stop.signal, () => {
        if (this.#open.get(name) === source) this.#open.delete(name);
      });
    } catch (error) {
      log.warn('somebody who agreed to be recorded cannot be heard', { participantId: pulled.who?.participantId, error });
    }
  }

  #close(name: string, { stop }: Source): void {
    this.#open.delete(name);
    stop.abort();
  }

  #run(stream: FrameStream<SoundFrame>, lane: VoiceLane, signal: AbortSignal, onEnd: () => void): void {
    const queue = new SoundQueue({ fromMs: this.#options.timeline.nowMs, onLost: this.#onLost });
    lane.add(queue);
    const running = { stream, lane, queue, signal };
    this.#running.add(running);
    void this.#pump(running)
      .catch((error: unknown) => {
        if (!signal.aborted) this.#brokeOff(error);
      })
      .finally(() => {
        queue.isOver = true;
        this.#running.delete(running);
        this.#lost += stream.lostFrames;
        onEnd();
      });
  }

  async #pump({ stream, lane, queue, signal }: Running): Promise<void> {
    const { timeline, mixdown } = this.#options;
    let isFirst = true;
    for await (const frame of stream) {
      if (signal.aborted) return;
      const { samples, atMs } = frame;
      if (frame.isGap || !isWhole(samples)) continue;
      if (isFirst) lane.track?.prepare().catch((error: unknown) => this.#brokeOff(error));
      isFirst = false;
      const reading = timeline.read(queue.place, atMs);
      if (queue.isFull) await queue.room();
      if (signal.aborted as boolean) return;
      mixdown.put(queue, samples, atMs, reading);
    }
  }

  #brokeOff(error: unknown): void {
    this.#options.log.warn('the sound of somebody who is recorded broke off', { error });
  }
}
