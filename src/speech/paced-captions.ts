/** What is said as captions: what may still change at a pace that can be read, what is final at once. */
import type { Clock, Timer } from '../base/clock.ts';
import type { Segment, TranslatedSegment } from './segment.ts';

/** `captionId` is the same for all revisions and languages. */
export type PacedCaption = {
  readonly captionId: string;
  readonly text: string;
  readonly isFinal: boolean;
  readonly language?: string | undefined;
  readonly isTranslation?: boolean | undefined;
};

/** One caption changes so often at most, in each of its languages. */
const PACE_MS = 200;
/** Speech that nobody could turn into text is seen to be missing. */
const UNHEARD = '[…]';

/** The last of those that came since one was shown; the timer is until the next may be. */
type Paced<C> = { waiting: C | undefined; readonly timer: Timer };

export class PacedCaptions<C extends PacedCaption> {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #show: (caption: C) => void;
  /** Captions that were changed a moment ago, by id and language. */
  readonly #paced = new Map<string, Paced<C>>();

  constructor(clock: Pick<Clock, 'after'>, show: (caption: C) => void) {
    this.#clock = clock;
    this.#show = show;
  }

  put(caption: C): void {
    const { captionId, language = '', isFinal, isTranslation = false } = caption;
    const key = `${captionId} ${isTranslation ? language : ''}`;
    const paced = this.#paced.get(key);
    if (paced && !isFinal) {
      paced.waiting = caption;
      return;
    }
    paced?.timer[Symbol.dispose]();
    this.#paced.delete(key);
    if (!isFinal) this.#paced.set(key, { waiting: undefined, timer: this.#clock.after(PACE_MS, () => this.#showWaiting(key)) });
    this.#show(caption);
  }

  /** What waits is shown now. */
  end(): void {
    for (const { waiting, timer } of this.#paced.values()) {
      timer[Symbol.dispose]();
      if (waiting) this.#show(waiting);
    }
    this.#paced.clear();
  }

  #showWaiting(key: string): void {
    const waiting = this.#paced.get(key)?.waiting;
    this.#paced.delete(key);
    if (waiting) this.put(waiting);
  }
}

export function captionOf({ segmentId, state, text, language }: Segment): PacedCaption {
  return { captionId: segmentId, text: state === 'unheard' ? UNHEARD : text, isFinal: state !== 'interim', language };
}

export function translatedCaption({ segmentId, language, text, isFinal }: TranslatedSegment): PacedCaption {
  return { captionId: segmentId, text, isFinal, language, isTranslation: true };
}
