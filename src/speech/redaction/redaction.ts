/** Taking out what should not be kept: card, account and health numbers, and words one lists. By rules, whoever recognises. */
import type { Segment } from '../segment.ts';

export const REDACTION_RULES = ['card', 'account', 'health'] as const;

export type RedactionRule = (typeof REDACTION_RULES)[number];

export type RedactionOptions = {
  /** All of them unless told otherwise. */
  readonly rules?: readonly RedactionRule[] | undefined;
  /** Whole words or phrases, in any case. */
  readonly words?: readonly string[] | undefined;
};

/** What stands where something was taken out. */
export const REDACTED = '•••';

/** A stretch that was taken out of a speaker's text, on the time line of segments; by the times of words where there are any. */
export type RedactedSpan = {
  readonly speakerId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly rule: RedactionRule | 'word';
};

/** Of one transcript: numbers that are said in pieces, over several segments, are one number. */
export interface Redactor {
  /**
   * What may be shown and kept of this revision: itself without what was taken out, and further revisions of earlier segments where those turn
   * out to be part of a number, or harmless after all. Digits that may be the beginning of a number are covered until that is known.
   */
  take(segment: Segment): readonly Segment[];
  /** Nothing more comes of the speaker for a while: what was covered only in case is shown. */
  settle(nowMs: number): readonly Segment[];
  /** Taken out so far. */
  readonly spans: readonly RedactedSpan[];
}

/** A text that stands alone: a log line, a title, a chat message. */
export type RedactText = (text: string) => string;
