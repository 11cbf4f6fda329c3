/**
 * What is on record of a recording, and how it is split: `data` lies open in the event log and names nobody; `words` (people, titles, reasons)
 * are sealed with the recording's key, so that they go with it.
 */
import { z } from 'zod';
import type { FileContent, FileFormat } from '../media/files/recording-file.ts';
import type { Person, RecordingAbout } from './port.ts';
import type { Outlined } from './outlined.ts';

/** A file of a segment log as it was put away: what is fetched back later must be the very same. */
export type KeptLog = { readonly name: string; readonly sizeBytes: number; readonly sha256: string };

/** `words` are undefined where there are none, and while the key cannot be had. */
export type KeptFact = { readonly atMs: number } & (
  | {
      readonly type: 'recordingStarted';
      readonly data: { readonly kind: RecordingAbout['kind']; readonly startedMs: number; readonly keepMs: number | null };
      readonly words: Omit<RecordingAbout, 'kind'> | undefined;
    }
  | { readonly type: 'recordingEnded'; readonly data: { readonly endedMs: number }; readonly words: { readonly why: string } | undefined }
  /** A piece of the outline as JSON: it may be too long for one fact. */
  | {
      readonly type: 'recordingOutlined';
      readonly data: { readonly part: number; readonly parts: number };
      readonly words: string | undefined;
    }
  | {
      readonly type: 'fileKept';
      readonly data: {
        readonly content: FileContent;
        readonly format: FileFormat;
        readonly mime: string;
        readonly sizeBytes: number;
        readonly durationMs: number;
      };
      readonly words: undefined;
    }
  | {
      readonly type: 'recordingSaved';
      readonly data: { readonly durationMs: number; readonly logs: readonly KeptLog[] };
      readonly words: { readonly problem?: string | undefined } | undefined;
    }
  /** Where files are put away does not answer: it is tried until it does. */
  | { readonly type: 'finishingPutOff'; readonly data: Record<string, never>; readonly words: { readonly problem: string } | undefined }
  | { readonly type: 'recordingFailed'; readonly data: Record<string, never>; readonly words: { readonly problem: string } | undefined }
  | { readonly type: 'recordingRenamed'; readonly data: Record<string, never>; readonly words: { readonly subject: string } | undefined }
  | { readonly type: 'accessGranted'; readonly data: Record<string, never>; readonly words: Person | undefined }
  | { readonly type: 'accessRevoked'; readonly data: Record<string, never>; readonly words: { readonly id: string } | undefined }
  | { readonly type: 'retentionSet'; readonly data: { readonly untilMs: number | null }; readonly words: undefined }
  | {
      readonly type: 'recordingHeld';
      readonly data: Record<string, never>;
      readonly words: { readonly reason: string; readonly by: Person } | undefined;
    }
  | { readonly type: 'recordingReleased'; readonly data: Record<string, never>; readonly words: undefined }
  /** From now on there may be blobs of the edition that does not hold. */
  | { readonly type: 'silencingBegan'; readonly data: { readonly edition: number }; readonly words: undefined }
  /** That edition holds from now on; its files follow, on record together with this. */
  | {
      readonly type: 'soundSilenced';
      readonly data: { readonly edition: number; readonly logs: readonly KeptLog[] };
      readonly words: undefined;
    }
  | { readonly type: 'silencingEnded'; readonly data: Record<string, never>; readonly words: undefined }
  | { readonly type: 'erasingBegan'; readonly data: { readonly why: ErasedWhy }; readonly words: undefined }
  | { readonly type: 'recordingErased'; readonly data: { readonly why: ErasedWhy; readonly auditHash: string }; readonly words: undefined }
);

export type ErasedWhy = 'asked' | 'retention' | 'discarded';

/** Of each shape as it is written now; older ones are brought up by `up-casters.ts`. */
export const FACT_VERSION = 1;

const person = z.object({ id: z.string(), name: z.string() });
const nothing = z.object({});
const keptLog: z.ZodType<KeptLog> = z.object({ name: z.string(), sizeBytes: z.number(), sha256: z.string() });
const erasedWhy = z.enum(['asked', 'retention', 'discarded']);
const format = z.enum(['ogg', 'wav', 'webm', 'mp4']);
const content: z.ZodType<FileContent> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mixed') }),
  z.object({ kind: z.literal('track'), track: z.number() }),
  z.object({ kind: z.literal('composite'), layout: z.enum(['speaker', 'gallery']) }),
]);

/** What lies open, and what is sealed, of each type. */
const shapes: Readonly<Record<KeptFact['type'], { readonly data: z.ZodType; readonly words?: z.ZodType }>> = {
  recordingStarted: {
    data: z.object({ kind: z.enum(['recording', 'voicemail', 'transcript']), startedMs: z.number(), keepMs: z.number().nullable() }),
    words: z.object({
      madeBy: person,
      subject: z.string(),
      callId: z.string(),
      meetingId: z.string().optional(),
      joinMeetingId: z.string().optional(),
      threadId: z.string().optional(),
      organizer: person.optional(),
    }),
  },
  recordingEnded: { data: z.object({ endedMs: z.number() }), words: z.object({ why: z.string() }) },
  recordingOutlined: { data: z.object({ part: z.number(), parts: z.number() }), words: z.string() },
  fileKept: { data: z.object({ content, format, mime: z.string(), sizeBytes: z.number(), durationMs: z.number() }) },
  recordingSaved: {
    data: z.object({
      durationMs: z.number(),
      logs: z.array(keptLog),
    }),
    words: z.object({ problem: z.string().optional() }),
  },
  finishingPutOff: { data: nothing, words: z.object({ problem: z.string() }) },
  recordingFailed: { data: nothing, words: z.object({ problem: z.string() }) },
  silencingBegan: { data: z.object({ edition: z.number() }) },
  soundSilenced: { data: z.object({ edition: z.number(), logs: z.array(keptLog) }) },
  silencingEnded: { data: nothing },
  recordingRenamed: { data: nothing, words: z.object({ subject: z.string() }) },
  accessGranted: { data: nothing, words: person },
  accessRevoked: { data: nothing, words: z.object({ id: z.string() }) },
  retentionSet: { data: z.object({ untilMs: z.number().nullable() }) },
  recordingHeld: { data: nothing, words: z.object({ reason: z.string(), by: person }) },
  recordingReleased: { data: nothing },
  erasingBegan: { data: z.object({ why: erasedWhy }) },
  recordingErased: { data: z.object({ why: erasedWhy, auditHash: z.string() }) },
};

/** Undefined where the type is of a later program. Throws where one of ours has another shape. */
export function keptFact(type: string, atMs: number, data: unknown, words: unknown): KeptFact | undefined {
  const shape = (shapes as Readonly<Record<string, (typeof shapes)[KeptFact['type']]>>)[type];
  if (!shape) return undefined;
  const said = words === undefined ? undefined : shape.words?.parse(words);
  return { type, atMs, data: shape.data.parse(data), words: said } as KeptFact;
}

const track = z.union([
  z.object({ kind: z.literal('mixed') }),
  z.object({ kind: z.enum(['voice', 'camera', 'screen']), personId: z.string(), name: z.string() }),
]);

/** What was outlined at the end, as it stands in the facts. */
export const outlined: z.ZodType<Outlined> = z.object({
  people: z.array(person),
  tracks: z.array(z.object({ track: z.number(), info: track })),
  chapters: z.array(z.object({ atMs: z.number(), title: z.string() })),
  markers: z.array(z.object({ atMs: z.number(), label: z.string() })),
  pauses: z.array(z.object({ fromMs: z.number(), toMs: z.number() })),
});
