/**
 * What is kept of calls and meetings: recordings, from their first byte to the proof that they are gone. Both halves of a house use it, each
 * with an archive of its own: the bots' half for what its bots record, the switchboard for what Graph's `startRecording` and people begin.
 *
 * A recording is `recording` while something may be added; `finishing` while files are made of its segment log; then `saved` or `failed`.
 * One that was `recording` when the program died is finished at the next start. Deleting makes it `erased`: nothing but that fact is left.
 */
import type { FactSource } from '../base/facts.ts';
import type { FileContent, FileFormat, FileSummary, Waveform } from '../media/files/recording-file.ts';
import type { VoiceFrame } from '../media/files/voice-frames.ts';
import type { SegmentRecord, TrackInfo } from '../media/segments/record.ts';

export type RecordingState = 'recording' | 'finishing' | 'saved' | 'failed' | 'erased';

export type Person = { readonly id: string; readonly name: string };

/** What is known when it begins. `callId` is Graph's call chain id, `meetingId` and `joinMeetingId` those of an online meeting. */
export type RecordingAbout = {
  /** `transcript`: no sound is kept, only what was said in words. */
  readonly kind: 'recording' | 'voicemail' | 'transcript';
  /** Which bot, or which app or person told the switchboard to. */
  readonly madeBy: Person;
  readonly subject: string;
  readonly callId: string;
  readonly meetingId?: string | undefined;
  readonly joinMeetingId?: string | undefined;
  readonly threadId?: string | undefined;
  readonly organizer?: Person | undefined;
};

export type KeptRecording = RecordingAbout & {
  readonly recordingId: string;
  readonly state: RecordingState;
  /** Milliseconds since 1970 UTC. */
  readonly startedMs: number;
  readonly endedMs?: number | undefined;
  /** When its files could be had for the first time. */
  readonly savedMs?: number | undefined;
  /** Of its time line, pauses included; grows while it is `recording`. */
  readonly durationMs: number;
  /** Why it failed, or what is missing of one that was saved (`the last 0.4 s were lost when the program died`). */
  readonly problem?: string | undefined;
  /** Everybody who was recorded. */
  readonly people: readonly Person[];
  readonly tracks: readonly { readonly track: number; readonly info: TrackInfo }[];
  readonly chapters: readonly { readonly atMs: number; readonly title: string }[];
  readonly markers: readonly { readonly atMs: number; readonly label: string }[];
  readonly pauses: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly files: readonly FileSummary[];
  /** Deleted by itself then; undefined for never. */
  readonly keptUntilMs?: number | undefined;
  /** Why it may not be deleted, neither by hand nor by time. */
  readonly hold?: { readonly reason: string; readonly by: Person; readonly sinceMs: number } | undefined;
  /** Who may see it beside the organizer and those who were recorded. */
  readonly grants: readonly Person[];
};

/** One that is being recorded. All of it is of one program run; a segment log is not gone on with after a crash, it is finished. */
export interface OpenRecording {
  readonly recordingId: string;
  /**
   * Never waits: what is written is on disk within half a second. False: the disk is behind, and the record was dropped (pictures go before sound).
   */
  write(record: SegmentRecord): boolean;
  /** How many records were dropped so far. */
  readonly dropped: number;
  /** Resolves when all that was written would survive a crash. */
  flush(): Promise<void>;
  /** Makes the files; resolves when it is `saved`, rejects when it has `failed`. What was written stays on disk in that case, and is tried again at the next start. */
  finish(why: string): Promise<KeptRecording>;
  /** Leaves nothing. For what nobody agreed to, or what turned out to be empty. */
  discard(): Promise<void>;
  /** Aborts when nothing more can be written: the disk is full or gone. Its reason is a `StoreError`. */
  readonly signal: AbortSignal;
}

/** Who asks. `operator`: whoever runs the house; everything is open to them, and everything they do is in the audit log as well. */
export type Viewer =
  { readonly kind: 'person'; readonly id: string; readonly name: string } | { readonly kind: 'operator'; readonly name: string };

export type LibraryQuery = {
  /** Words that must all be found in subject or names of people. */
  readonly text?: string | undefined;
  readonly personId?: string | undefined;
  readonly meetingId?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly kind?: RecordingAbout['kind'] | undefined;
  readonly atMost?: number | undefined;
  /** Older than that one: the next page. */
  readonly before?: string | undefined;
};

/** A file as it is served: any stretch of it, opened on the way. */
export type OpenFile = FileSummary & {
  readonly name: string;
  /** Bytes `from` (inclusive) to `to` (exclusive). */
  read(from: number, to: number): Promise<Uint8Array>;
};

export type ErasureProof = {
  readonly recordingId: string;
  readonly erasedMs: number;
  /** Every place that was looked at after deletion, and was empty. */
  readonly absent: readonly string[];
  /** The wrapped key is destroyed: whatever a backup still has cannot be opened. */
  readonly keyDestroyed: boolean;
  /** Hash of this entry in the audit log. */
  readonly auditHash: string;
};

/** Where another process may write the segment log of a recording: plain data, which can be sent. The key is base64 and is not logged. */
type SegmentPlace = { readonly recordingId: string; readonly folder: string; readonly key: string; readonly startedMs: number };

/** As `OpenRecording`, written by somebody else (a media process). */
export type LentRecording = {
  readonly recordingId: string;
  readonly place: SegmentPlace;
  /** When nobody writes any more, in whatever way that came. */
  finish(why: string): Promise<KeptRecording>;
  discard(): Promise<void>;
};

export type ArchiveFacts = {
  /** Something about it is otherwise than before; also while it grows, at most once a second. */
  changed: { readonly recording: KeptRecording };
  recordingStarted: { readonly recording: KeptRecording };
  recordingSaved: { readonly recording: KeptRecording };
  recordingFailed: { readonly recording: KeptRecording; readonly problem: string };
  recordingErased: { readonly recordingId: string; readonly why: 'asked' | 'retention' };
  /** Composite video being made: a share, 0 … 1. */
  progress: { readonly recordingId: string; readonly content: FileContent; readonly format: FileFormat; readonly done: number };
};

/** All that ask for a recording reject with `archive/unknown` for one that is not there, and one that this viewer may not see. */
export interface RecordingArchive extends AsyncDisposable {
  readonly facts: FactSource<ArchiveFacts>;
  /** On record before the first byte. Rejects with a `StoreError` where nothing can be kept. */
  begin(about: RecordingAbout, options?: { readonly keepMs?: number | undefined }): Promise<OpenRecording>;
  /** The same for a recording whose segment log is written in another process. */
  lend(about: RecordingAbout, options?: { readonly keepMs?: number | undefined }): Promise<LentRecording>;
  /** Whether it is this archive's, for whoever asks several; nothing is noted by it. */
  standingOf(recordingId: string): 'kept' | 'gone' | 'unknown';
  /** Newest first. */
  list(viewer: Viewer, query?: LibraryQuery): Promise<readonly KeptRecording[]>;
  get(viewer: Viewer, recordingId: string): Promise<KeptRecording>;
  /** In the audit log. */
  openFile(viewer: Viewer, recordingId: string, content: FileContent, format: FileFormat): Promise<OpenFile>;
  waveforms(viewer: Viewer, recordingId: string): Promise<readonly Waveform[]>;
  /** Makes pictures of several into one film, or a file of another format, if it is not there yet; progress is told. Aborting leaves nothing. */
  make(
    viewer: Viewer,
    recordingId: string,
    content: FileContent,
    format: FileFormat,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<FileSummary>;
  rename(viewer: Viewer, recordingId: string, subject: string): Promise<void>;
  grant(viewer: Viewer, recordingId: string, to: Person): Promise<void>;
  revoke(viewer: Viewer, recordingId: string, personId: string): Promise<void>;
  /** Undefined for never. Rejects with `archive/held` where it would shorten a held one. */
  keepUntil(viewer: Viewer, recordingId: string, untilMs: number | undefined): Promise<void>;
  /** Operators alone. */
  hold(viewer: Viewer, recordingId: string, reason: string): Promise<void>;
  release(viewer: Viewer, recordingId: string): Promise<void>;
  /** The organizer and operators. Rejects with `archive/held` while it is held. */
  erase(viewer: Viewer, recordingId: string): Promise<ErasureProof>;
  /**
   * Something small that belongs to it and is to be kept as safe: sealed with its key, and gone with it. `open` throws where the key is destroyed
   * or the bytes were changed. Of one that is `erased`: rejects with `archive/unknown`.
   */
  sealOf(recordingId: string, purpose: string): Promise<{ seal(bytes: Uint8Array): Uint8Array; open(sealed: Uint8Array): Uint8Array }>;
  /** Whether a viewer may see it, and rename it; nothing is noted. Who speaks is one of those who may see it. */
  standing(viewer: Viewer, recordingId: string): { readonly maySee: boolean; readonly mayRename: boolean };
  /** When it began, in milliseconds since 1970 UTC, for whoever puts several in order; undefined for what is gone or unknown. Nothing is noted. */
  startedMsOf(recordingId: string): number | undefined;
  /** In the audit log, as done by that viewer. */
  note(viewer: Viewer, recordingId: string, did: string, detail?: string): Promise<void>;
  /** These stretches of these people's sound are silence from now on, in every file and in the log. Rejects with `archive/held`, `archive/busy`. */
  silence(
    viewer: Viewer,
    recordingId: string,
    spans: readonly { readonly personId: string; readonly fromMs: number; readonly toMs: number }[],
  ): Promise<void>;
  /**
   * Lets `work` hear what each person said, from the tracks of their own, in 20 ms frames of 16 kHz: for a second look at it, by whoever may rename
   * it. Rejects with `archive/cannot` where no sound is saved, and with what `work` rejects with.
   */
  hearVoices<T>(viewer: Viewer, recordingId: string, work: (voices: AsyncIterable<VoiceFrame>) => Promise<T>): Promise<T>;
  /** Who did what with it, oldest first; the organizer and operators. */
  trail(viewer: Viewer, recordingId: string): Promise<readonly TrailEntry[]>;
}

export type TrailEntry = { readonly atMs: number; readonly by: string; readonly did: string; readonly detail?: string | undefined };
