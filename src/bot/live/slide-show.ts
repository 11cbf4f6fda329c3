/** Slides in a call: each one key frame, sent again every two seconds and to whoever has just come, which costs next to nothing. */
import type { Clock } from '../../base/clock.ts';
import type { FactSource } from '../../base/facts.ts';
import type { CarrierMedia, PictureKind } from '../../call/media.ts';
import type { CallFacts } from '../../call/platform.ts';
import { pictureOfImage, type EncodedPicture } from '../../media/ffmpeg/pictures-of-file.ts';

const AGAIN_MS = 2_000;
/** Several who come at once are served by one. */
const SOONEST_MS = 300;

export type SlideShowOptions = {
  readonly files: readonly string[];
  readonly of: PictureKind;
  readonly media: CarrierMedia;
  readonly facts: FactSource<CallFacts>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

export class SlideShow {
  readonly #options: SlideShowOptions;
  readonly #pictures = new Map<number, Promise<EncodedPicture>>();
  #slide = 1;
  #turned: (() => void) | undefined;

  /** Throws `TypeError` where there are no slides. */
  constructor(options: SlideShowOptions) {
    if (options.files.length === 0) throw new TypeError('there is no slide to show: { slides: ["first.png"] }');
    this.#options = options;
  }

  get slide(): number {
    return this.#slide;
  }

  show(slide: number): void {
    const { length } = this.#options.files;
    if (!Number.isInteger(slide) || slide < 1 || slide > length)
      throw new RangeError(`there are slides 1 to ${String(length)}, and no ${String(slide)}`);
    this.#slide = slide;
    this.#turned?.();
  }

  next(): boolean {
    if (this.#slide >= this.#options.files.length) return false;
    this.show(this.#slide + 1);
    return true;
  }

  /** Goes on until the signal aborts. */
  async run(): Promise<void> {
    const { of, media, facts, clock, signal } = this.#options;
    const wanted = new AbortController();
    let isWanted = false;
    facts.on('keyFrameWanted', (fact) => fact.of === of && ((isWanted = true), this.#turned?.()), {
      signal: AbortSignal.any([signal, wanted.signal]),
    });
    try {
      for (;;) {
        const slide = this.#slide;
        const { data, width, height } = await this.#picture(slide);
        signal.throwIfAborted();
        if (slide !== this.#slide) continue;
        isWanted = false;
        const isShown = media.show(of, { codec: 'vp8', data, isKeyFrame: true, width, height, atMs: clock.now() });
        void this.#picture(slide + 1).catch(() => undefined);
        await clock.sleep(SOONEST_MS, { signal });
        if (isShown && !isWanted && slide === this.#slide) await this.#news(AGAIN_MS - SOONEST_MS);
      }
    } finally {
      wanted.abort();
    }
  }

  /** Encoded once; the next is made while this one is shown. */
  #picture(slide: number): Promise<EncodedPicture> {
    const { files, clock, signal } = this.#options;
    const file = files[slide - 1];
    if (file === undefined) return Promise.reject(new RangeError('there is no such slide'));
    const known = this.#pictures.get(slide);
    if (known) return known;
    const made = pictureOfImage(file, { clock, signal });
    this.#pictures.set(slide, made);
    return made;
  }

  /** The time is over, another slide is to be shown, or somebody has come. */
  async #news(ms: number): Promise<void> {
    const { clock, signal } = this.#options;
    const turned = new AbortController();
    this.#turned = () => turned.abort();
    await clock.sleep(ms, { signal: AbortSignal.any([signal, turned.signal]) }).catch(() => undefined);
    this.#turned = undefined;
    signal.throwIfAborted();
  }
}
