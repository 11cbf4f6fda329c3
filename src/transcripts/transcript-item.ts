/** What a transcript is made of, one after the other as it became known; each lies sealed with the key of its entry. */
import type { RedactedSpan } from '../speech/redaction/redaction.ts';
import type { Segment, TranslatedSegment } from '../speech/segment.ts';
import type { TranscriptAbout } from './port.ts';

export type TranscriptItem =
  /** Also when it is gone on with later. */
  | { readonly kind: 'begun'; readonly about: Omit<TranscriptAbout, 'recordingId'> }
  | { readonly kind: 'segment'; readonly segment: Segment }
  | { readonly kind: 'translated'; readonly translated: TranslatedSegment }
  | { readonly kind: 'speakerRenamed'; readonly speakerId: string; readonly name: string }
  | { readonly kind: 'redacted'; readonly span: RedactedSpan }
  /** What comes is all of it, written anew without what redaction took out late; all before is void. `durationMs` is that of all there was. */
  | { readonly kind: 'anew'; readonly durationMs: number }
  /** In what was written anew: the next revision of a segment, in its place and under its number. */
  | { readonly kind: 'kept'; readonly segment: Segment }
  /** In what was written anew: what the stream calls somebody. */
  | { readonly kind: 'named'; readonly speakerId: string; readonly name: string };
