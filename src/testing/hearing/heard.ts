/** What was found in the sound that arrived at somebody's ear. Times are milliseconds of the lab's clock. */

export type Heard = {
  /** As far as it was heard: words that were cut off are left out, and `…` stands for them. */
  readonly text: string;
  /** The whole text of which the sound was made. */
  readonly full: string;
  /** Whose voice it is. */
  readonly by: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** It has come to its end, or was cut off; more of it will not be heard. */
  readonly isOver: boolean;
  /** All of it was heard, but for the gaps. */
  readonly isWhole: boolean;
  /** Against the sound that was made: 0 is as loud. */
  readonly gainDb: number;
  /** Places within it where it should have sounded and did not. */
  readonly gaps: readonly Span[];
  /** How like it is, 0 to 1. */
  readonly likeness: number;
};

export type Span = { readonly fromMs: number; readonly toMs: number };

/** A key heard as its two tones. */
export type HeardKey = Span & { readonly key: string };

/** Sound of any kind, with silence before and after. */
export type HeardSound = Span & { readonly levelDb: number };
