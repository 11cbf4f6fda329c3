/**
 * The library as pages ask for it, over HTTP under `/kept`, each with `?as=<user id>`. Times are milliseconds since 1970 UTC, moments of a
 * recording (`atMs`, `durationMs`) milliseconds since its start.
 *
 *     GET    /kept?text=&person=&from=&to=&kind=&before=        LibraryPage
 *     GET    /kept/{id}                                         RecordingDetail
 *     GET    /kept/{id}/waveforms                               RecordingWaveforms
 *     GET    /kept/{id}/files/{name}                            the bytes; ranges are served, `&download` makes it a file to save
 *     POST   /kept/{id}      LibraryCommand as JSON             LibraryAnswer
 *     GET    /kept/{id}/transcript                              TranscriptView, 404 where there is none
 *     GET    /kept/{id}/transcript?language=es                  TranslationView
 *     GET    /kept/{id}/transcript/{segmentId}                  SegmentHistory
 *     GET    /kept/{id}/transcript.vtt|.srt|.json|.txt          a file; `language=` for a translation, `&download`
 *     POST   /kept/{id}/transcript   TranscriptCommand as JSON  LibraryAnswer
 *     GET    /kept/said?text=&person=&from=&to=&after=          SaidPage: search in what was said
 *     WS     /kept/{id}/transcript/live                         TranscriptNews, one JSON text frame each, while it is made
 *     GET    /kept/webhooks                                     WebhookDeliveries
 *     POST   /kept/webhooks/{deliveryId}                        sends it again
 *
 * What is not there, and what one may not see, is 404 alike. A refusal has `LibraryRefusal` as its body.
 */
import { z } from 'zod';

export type LibraryRecording = {
  readonly recordingId: string;
  readonly kind: 'recording' | 'voicemail' | 'transcript';
  readonly subject: string;
  readonly state: 'recording' | 'finishing' | 'saved' | 'failed';
  readonly problem?: string | undefined;
  readonly startedMs: number;
  readonly durationMs: number;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly madeBy: string;
  readonly organizer?: { readonly id: string; readonly name: string } | undefined;
  readonly meetingId?: string | undefined;
  readonly hasPictures: boolean;
  readonly hasTranscript: boolean;
  readonly keptUntilMs?: number | undefined;
  readonly isHeld: boolean;
};

export type LibraryPage = {
  readonly recordings: readonly LibraryRecording[];
  /** `before` of the next page; absent on the last. */
  readonly next?: string | undefined;
};

export type RecordingDetail = LibraryRecording & {
  readonly lanes: readonly LibraryLane[];
  readonly chapters: readonly { readonly atMs: number; readonly title: string }[];
  readonly markers: readonly { readonly atMs: number; readonly label: string }[];
  readonly pauses: readonly { readonly fromMs: number; readonly toMs: number }[];
  readonly files: readonly LibraryFile[];
  /** Files, and a second pass over the sound (`transcript`), that are being made (`done` is a share, 0 … 1) or could not be, and those that can be asked for. */
  readonly making: readonly { readonly name: string; readonly done: number; readonly problem?: string | undefined }[];
  readonly canMake: readonly { readonly name: string; readonly title: string }[];
  readonly hold?: { readonly reason: string; readonly by: string; readonly sinceMs: number } | undefined;
  readonly grants: readonly { readonly id: string; readonly name: string }[];
  /** Each consent, refusal and withdrawal. */
  readonly consents: readonly {
    readonly atMs: number;
    readonly name: string;
    readonly what: 'told' | 'agreed' | 'refused' | 'withdrew' | 'noAnswer';
    readonly how: string;
  }[];
  /** Who did what with it; only for those who may see that. */
  readonly trail?:
    readonly { readonly atMs: number; readonly by: string; readonly did: string; readonly detail?: string | undefined }[] | undefined;
  /** What the one who asks may do. */
  readonly may: readonly ('rename' | 'grant' | 'keepUntil' | 'erase' | 'make')[];
};

/** A voice; lane of the mix has no person. */
export type LibraryLane = {
  readonly track: number;
  readonly name: string;
  readonly personId?: string | undefined;
  readonly kind: 'mixed' | 'voice' | 'camera' | 'screen';
};

/** `name` is what it is called in its address: `mixed.ogg`, `track-3.wav`, `speaker.webm`. */
export type LibraryFile = {
  readonly name: string;
  readonly title: string;
  readonly mime: string;
  readonly sizeBytes: number;
  readonly durationMs: number;
};

/** One number 0 … 255 for each tenth of a second, as base64. */
export type RecordingWaveforms = { readonly lanes: readonly { readonly track: number; readonly peaks: string }[] };

export type LibraryCommand =
  | { readonly kind: 'rename'; readonly subject: string }
  | { readonly kind: 'grant'; readonly id: string; readonly name: string }
  | { readonly kind: 'revoke'; readonly id: string }
  | { readonly kind: 'keepUntil'; readonly untilMs: number | null }
  /** A file of `canMake`; answers at once, progress comes by `/live`. */
  | { readonly kind: 'make'; readonly name: string }
  | { readonly kind: 'erase' };

/** What pages are told over `/live`: these are otherwise than before, and so far are files of theirs. A page that shows one asks anew. */
export type LibraryNews = {
  readonly recordingIds: readonly string[];
  readonly making: readonly {
    readonly recordingId: string;
    readonly name: string;
    readonly done: number;
    readonly problem?: string | undefined;
  }[];
};

export type LibraryAnswer = {
  readonly done: true;
  readonly absent?: readonly string[] | undefined;
  readonly auditHash?: string | undefined;
};
export type LibraryRefusal = { readonly message: string };

export type WebhookDeliveries = {
  readonly hooks: readonly { readonly url: string; readonly events: readonly string[] }[];
  readonly deliveries: readonly {
    readonly deliveryId: string;
    readonly url: string;
    readonly event: string;
    readonly recordingId: string;
    readonly state: 'waiting' | 'delivered' | 'givenUp';
    readonly tries: readonly { readonly atMs: number; readonly outcome: string }[];
    readonly nextTryMs?: number | undefined;
  }[];
};

export const libraryCommand: z.ZodType<LibraryCommand> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rename'), subject: z.string().trim().min(1).max(200) }),
  z.object({ kind: z.literal('grant'), id: z.string().min(1).max(200), name: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('revoke'), id: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('keepUntil'), untilMs: z.number().int().positive().nullable() }),
  z.object({ kind: z.literal('make'), name: z.string().min(1).max(100) }),
  z.object({ kind: z.literal('erase') }),
]);

/** Moments are milliseconds on the time line of the recording. */
export type TranscriptView = {
  readonly state: 'open' | 'done';
  readonly language?: string | undefined;
  readonly speakers: readonly { readonly speakerId: string; readonly name: string; readonly spokenMs: number; readonly words: number }[];
  readonly segments: readonly TranscriptLine[];
  readonly translations: readonly string[];
  readonly may: readonly ('correct' | 'renameSpeaker' | 'redactSound' | 'again')[];
};

export type TranscriptLine = {
  readonly segmentId: string;
  readonly revision: number;
  readonly state: 'interim' | 'final' | 'unheard';
  readonly speakerId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly language: string;
  readonly confidence?: number | undefined;
  readonly words?:
    | readonly { readonly text: string; readonly startMs: number; readonly endMs: number; readonly confidence?: number | undefined }[]
    | undefined;
  readonly isRedacted: boolean;
  /** Name of who corrected it. */
  readonly correctedBy?: string | undefined;
  readonly problem?: string | undefined;
};

export type TranslationView = {
  readonly language: string;
  readonly lines: readonly { readonly segmentId: string; readonly text: string }[];
};

export type SegmentHistory = {
  readonly revisions: readonly { readonly revision: number; readonly text: string; readonly by: string; readonly state: string }[];
};

export type TranscriptCommand =
  | { readonly kind: 'correct'; readonly segmentId: string; readonly text: string }
  | { readonly kind: 'renameSpeaker'; readonly speakerId: string; readonly name: string }
  /** What the text has lost by redaction is taken out of the sound as well. */
  | { readonly kind: 'redactSound' }
  /** A second pass over the recording. */
  | { readonly kind: 'again' };

export type SaidPage = {
  readonly hits: readonly {
    readonly recordingId: string;
    readonly subject: string;
    readonly startedMs: number;
    readonly segmentId: string;
    readonly atMs: number;
    readonly speaker: string;
    readonly text: string;
    readonly marks: readonly (readonly [number, number])[];
  }[];
  readonly next?: string | undefined;
};

export type TranscriptNews =
  /** First: all there is. */
  | { readonly kind: 'transcript'; readonly transcript: TranscriptView }
  | { readonly kind: 'segment'; readonly segment: TranscriptLine & { readonly speaker: string } }
  /** Taken back: it is shown no more. */
  | { readonly kind: 'removed'; readonly segmentId: string; readonly revision: number }
  | { readonly kind: 'translated'; readonly segmentId: string; readonly revision: number; readonly language: string; readonly text: string }
  | { readonly kind: 'speakerRenamed'; readonly speakerId: string; readonly name: string }
  | { readonly kind: 'done' };

export const transcriptCommand: z.ZodType<TranscriptCommand> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('correct'), segmentId: z.string().min(1).max(100), text: z.string().max(4_000) }),
  z.object({ kind: z.literal('renameSpeaker'), speakerId: z.string().max(200), name: z.string().trim().min(1).max(200) }),
  z.object({ kind: z.literal('redactSound') }),
  z.object({ kind: z.literal('again') }),
]);
