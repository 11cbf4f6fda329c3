/** Shows what is said as captions: what may still change at a pace that can be read, what is final at once. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { Caption, CarrierMedia } from '../../call/media.ts';
import type { Segment, TranslatedSegment } from '../../speech/segment.ts';

export type CaptioningOptions = {
  readonly media: Pick<CarrierMedia, 'caption' | 'wants'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
};

/** One caption changes so often at most, in each of its languages. */
const PACE_MS = 200;
/** Carriers take no longer ones: the bridge's own limit. */
const LONGEST = 2_000;
/** Speech that nobody could turn into text is seen to be missing. */
const UNHEARD = '[…]';

type Pending = { shownMs: number; waiting: Caption | undefined; timer: Timer | undefined };

export class Captioning {
  readonly #options: CaptioningOptions;
  /** Of captions that may still change, by id and language. */
  readonly #pending = new Map<string, Pending>();

  constructor(options: CaptioningOptions) {
    this.#options = options;
  }

  show({ segmentId, state, text, language }: Segment, participantId: string | undefined): void {
    const isFinal = state !== 'interim';
    const shown = state === 'unheard' ? UNHEARD : text;
    this.#put(`${segmentId} `, { captionId: segmentId, participantId, text: cut(shown), isFinal, language });
  }

  translated({ segmentId, language, text, isFinal }: TranslatedSegment, participantId: string | undefined): void {
    const caption = { captionId: segmentId, participantId, text: cut(text), isFinal, language, isTranslation: true };
    this.#put(`${segmentId} ${language}`, caption);
  }

  /** What waits is shown now. */
  end(): void {
    for (const [key, { waiting }] of this.#pending) {
      this.#forget(key);
      if (waiting) this.#options.media.caption(waiting);
    }
  }

  #put(key: string, caption: Caption): void {
    const { media, clock } = this.#options;
    if (caption.isFinal) {
      this.#forget(key);
      return media.caption(caption);
    }
    // Nobody looks: what is final is shown all the same, for those who scroll back.
    if (media.wants?.hasCaptions === false) return;
    const pending = this.#pending.get(key) ?? { shownMs: Number.NEGATIVE_INFINITY, waiting: undefined, timer: undefined };
    this.#pending.set(key, pending);
    pending.waiting = caption;
    const inMs = pending.shownMs + PACE_MS - clock.now();
    if (inMs <= 0) this.#showWaiting(pending);
    else pending.timer ??= clock.after(inMs, () => this.#showWaiting(pending));
  }

  #showWaiting(pending: Pending): void {
    const { media, clock } = this.#options;
    pending.timer = undefined;
    const { waiting } = pending;
    if (!waiting) return;
    pending.waiting = undefined;
    pending.shownMs = clock.now();
    media.caption(waiting);
  }

  #forget(key: string): void {
    this.#pending.get(key)?.timer?.[Symbol.dispose]();
    this.#pending.delete(key);
  }
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
