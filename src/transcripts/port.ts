/**
 * Transcripts as they are kept: each belongs to an entry of the archive (a recording, or one of kind `transcript` where no sound is kept), whose
 * people, grants, retention, hold and erasure hold for it too. Texts lie sealed with that entry's key.
 */
import type { FactSource } from '../base/facts.ts';
import type { Person, Viewer } from '../archive/port.ts';
import type { RedactedSpan, RedactionOptions } from '../speech/redaction/redaction.ts';
import type { Segment, TranslatedSegment } from '../speech/segment.ts';

export type TranscriptAbout = {
  /** Of the entry in the archive. A recording has one transcript at most. */
  readonly recordingId: string;
  /** BCP 47 of what is mostly spoken, where that was said. */
  readonly language?: string | undefined;
  readonly madeBy: Person;
  /** What is taken out of it, so that a second pass takes out as much; absent: as the house does. Gone on with, the stricter holds. */
  readonly redact?: RedactionOptions | false | undefined;
};

export type KeptTranscript = TranscriptAbout & {
  readonly state: 'open' | 'done';
  /** Milliseconds since 1970 UTC at which its time line begins. */
  readonly startedMs: number;
  readonly durationMs: number;
  /** Those who spoke, under the names that they have now. */
  readonly speakers: readonly { readonly speakerId: string; readonly name: string; readonly spokenMs: number; readonly words: number }[];
  /** The latest revision of each, without those removed; by `startMs`. */
  readonly segments: readonly Segment[];
  /** Languages in which there are translations; after a correction some lines of them may be missing for a while. */
  readonly translations: readonly string[];
};

/** One that is being made. */
export interface OpenTranscript {
  readonly recordingId: string;
  /** Interim revisions are told and not kept. Others are on disk within a second. Never waits. */
  write(segment: Segment): void;
  /** Interim ones are told and not kept, as with segments. */
  writeTranslation(translated: TranslatedSegment): void;
  /** What was taken out so far (`Redactor.spans`), so that it can be taken out of the sound as well; those that are known are passed over. */
  writeSpans(spans: readonly RedactedSpan[]): void;
  flush(): Promise<void>;
  finish(): Promise<void>;
}

export type TranscriptHit = {
  readonly recordingId: string;
  readonly subject: string;
  readonly startedMs: number;
  readonly segmentId: string;
  readonly startMs: number;
  readonly speaker: string;
  /** The segment's text; `marks` are the stretches of it that were looked for, as [from, to) of UTF-16 units. */
  readonly text: string;
  readonly marks: readonly (readonly [number, number])[];
  /** `TranscriptQuery.after` for what comes after it. */
  readonly after: string;
};

export type TranscriptQuery = {
  /** All words must be in one segment, in any case and without regard to accents; the last may be a beginning. `"…"` are words in a row. */
  readonly text: string;
  readonly recordingId?: string | undefined;
  /** Said by them. */
  readonly speakerId?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly atMost?: number | undefined;
  /** As `next` of the page before had it. */
  readonly after?: string | undefined;
};

export type TranscriptFacts = {
  /** Of those that are open, interims too; and what is corrected later. */
  segment: { readonly recordingId: string; readonly segment: Segment };
  translated: { readonly recordingId: string; readonly translated: TranslatedSegment };
  speakerRenamed: { readonly recordingId: string; readonly speakerId: string; readonly name: string };
  done: { readonly recordingId: string };
};

export type ExportFormat = 'vtt' | 'srt' | 'json' | 'txt';

/** All that take a viewer reject with `archive/unknown` as the archive does. */
export interface TranscriptArchive extends AsyncDisposable {
  readonly facts: FactSource<TranscriptFacts>;
  begin(about: TranscriptAbout): Promise<OpenTranscript>;
  /** Whether there is one, for lists; nothing is noted by it. */
  has(recordingId: string): boolean;
  /** Undefined where the entry has none. */
  get(viewer: Viewer, recordingId: string): Promise<KeptTranscript | undefined>;
  /** Those alone that are of what the segments say now. */
  translation(viewer: Viewer, recordingId: string, language: string): Promise<readonly TranslatedSegment[]>;
  /** Every revision of one segment, oldest first. */
  revisions(viewer: Viewer, recordingId: string, segmentId: string): Promise<readonly Segment[]>;
  /** In what the viewer may see; newest recordings first. */
  search(viewer: Viewer, query: TranscriptQuery): Promise<{ readonly hits: readonly TranscriptHit[]; readonly next?: string | undefined }>;
  /** `language` is that of a translation; what was said unless told otherwise. Noted in the audit log. */
  export(
    viewer: Viewer,
    recordingId: string,
    format: ExportFormat,
    options?: { readonly language?: string | undefined },
  ): Promise<{ readonly mime: string; readonly text: string }>;
  /** A revision by a person. Those who may rename the recording, and whoever said it. An empty text removes it. */
  correct(viewer: Viewer, recordingId: string, segmentId: string, text: string): Promise<Segment>;
  /** In the whole transcript. Rejects with `transcripts/no-speaker` where nobody of that id has said anything. */
  renameSpeaker(viewer: Viewer, recordingId: string, speakerId: string, name: string): Promise<void>;
  /** Revisions of a second pass: for whoever makes it. */
  revise(recordingId: string, segments: readonly Segment[]): Promise<void>;
  /** What was taken out of it by rules of redaction, on its time line. */
  redactedSpans(viewer: Viewer, recordingId: string): Promise<readonly RedactedSpan[]>;
  addTranslation(recordingId: string, translated: readonly TranslatedSegment[]): Promise<void>;
}
