/**
 * What was said: the unit of transcripts and captions. A segment keeps its id for ever; whatever becomes known later of it (the rest of the
 * sentence, a better reading, a correction, who it was) is a further revision under the same id, and replaces the one before.
 */

/** Times are whole milliseconds on the time line of the transcript that it belongs to. */
export type Segment = {
  readonly segmentId: string;
  /** Counts up from 1; the highest is what holds. */
  readonly revision: number;
  /**
   * `interim` may still change in every word · `final` is what the recogniser stands by · `unheard` was speech that nobody could turn into text
   * (`problem` says why): a gap that is shown, and may be filled later · `removed` is taken back, its text is empty.
   */
  readonly state: 'interim' | 'final' | 'unheard' | 'removed';
  readonly speaker: Speaker;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  /** BCP 47; `und` where it is unknown. */
  readonly language: string;
  /** 0 … 1, where the provider tells. */
  readonly confidence?: number | undefined;
  /** Where the provider tells. They make up `text`, but for capitals and punctuation. */
  readonly words?: readonly SpokenWord[] | undefined;
  readonly made: SegmentOrigin;
  /** Something was taken out of it by rules of redaction. */
  readonly isRedacted?: boolean | undefined;
  readonly problem?: string | undefined;
};

export type SpokenWord = {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly confidence?: number | undefined;
};

/**
 * Comes from the stream that was heard, never from a guess. `speakerId` is the person's or app's id, the same in all their visits; for whom the
 * carrier does not name, `participant:` and the id of the visit. `name` is absent where it is unknown; `isUnknown` where even the stream may be
 * of several (a carrier's mix).
 */
export type Speaker = { readonly speakerId: string; readonly name?: string | undefined; readonly isUnknown?: boolean | undefined };

export const UNKNOWN_SPEAKER: Speaker = { speakerId: '', isUnknown: true };

/** Whence a revision came. `leftMachine`: its sound was sent to somebody else's. */
export type SegmentOrigin =
  | { readonly by: 'recogniser'; readonly provider: string; readonly pass: 'live' | 'second'; readonly leftMachine: boolean }
  | { readonly by: 'person'; readonly personId: string; readonly name: string };

/** A segment in another language; goes with the revision that it was made of. */
export type TranslatedSegment = {
  readonly segmentId: string;
  readonly revision: number;
  /** BCP 47 of this text. */
  readonly language: string;
  readonly text: string;
  readonly isFinal: boolean;
  readonly provider: string;
  readonly leftMachine: boolean;
};
