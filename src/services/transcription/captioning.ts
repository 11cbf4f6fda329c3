/** Shows what is said as captions, with whoever says it, as the carrier takes them. */
import type { Clock } from '../../base/clock.ts';
import type { Caption, CarrierMedia } from '../../call/media.ts';
import { captionOf, PacedCaptions, translatedCaption, type PacedCaption } from '../../speech/paced-captions.ts';
import type { Segment, TranslatedSegment } from '../../speech/segment.ts';

export type CaptioningOptions = {
  readonly media: Pick<CarrierMedia, 'caption' | 'wants'>;
  readonly clock: Pick<Clock, 'after'>;
};

/** Carriers take no longer ones: the bridge's own limit. */
const LONGEST = 2_000;

export class Captioning {
  readonly #media: CaptioningOptions['media'];
  readonly #paced: PacedCaptions<Caption>;

  constructor({ media, clock }: CaptioningOptions) {
    this.#media = media;
    this.#paced = new PacedCaptions(clock, (caption) => media.caption(caption));
  }

  show(segment: Segment, participantId: string | undefined): void {
    this.#put(captionOf(segment), participantId);
  }

  translated(translated: TranslatedSegment, participantId: string | undefined): void {
    this.#put(translatedCaption(translated), participantId);
  }

  /** What waits is shown now. */
  end(): void {
    this.#paced.end();
  }

  #put(caption: PacedCaption, participantId: string | undefined): void {
    // Nobody looks: what is final is shown all the same, for those who scroll back.
    if (!caption.isFinal && this.#media.wants?.hasCaptions === false) return;
    this.#paced.put({ ...caption, participantId, text: cut(caption.text) });
  }
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
