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
  | { readonly kind: 'redacted'; readonly span: RedactedSpan };
