/** What an operator can have done with recordings, in words that a program can say: to a house that is open, or in its data folder. */
import { z } from 'zod';
import type { ErasureProof, KeptRecording, TrailEntry } from '../../archive/port.ts';

/** `by` is who says it, for the audit log. `recording` is an id, or its beginning where that is enough. */
export type RecordingsCommand = { readonly by: string } & (
  | { readonly do: 'list'; readonly text?: string | undefined }
  | { readonly do: 'show'; readonly recording: string }
  | { readonly do: 'hold'; readonly recording: string; readonly reason: string }
  | { readonly do: 'release'; readonly recording: string }
  /** Days from its beginning; null for ever. */
  | { readonly do: 'keep'; readonly recording: string; readonly days: number | null }
  | { readonly do: 'erase'; readonly recording: string }
  /** Whether the audit log is as it was written. */
  | { readonly do: 'verify' }
  /** A new key in the key file wraps those of recordings from now on; older ones still open what they have wrapped. */
  | { readonly do: 'newKey' }
);

export type RecordingsAnswer =
  | { readonly kind: 'recordings'; readonly recordings: readonly KeptRecording[] }
  | { readonly kind: 'recording'; readonly recording: KeptRecording; readonly trail: readonly TrailEntry[] }
  /** Deleted: nothing is left of it but that. */
  | { readonly kind: 'gone'; readonly recordingId: string; readonly trail: readonly TrailEntry[] }
  | { readonly kind: 'erased'; readonly proof: ErasureProof }
  | { readonly kind: 'key'; readonly keyId: string }
  | { readonly kind: 'verified'; readonly logs: readonly VerifiedLog[] };

/** `problem` tells the first entry that is not as it was written. */
export type VerifiedLog = { readonly name: string; readonly entries: number; readonly problem?: string | undefined };

const by = z.string().min(1).max(200);
const recording = z.string().min(4, 'an id, or at least its first four letters').max(64);

export const recordingsCommandSchema: z.ZodType<RecordingsCommand> = z.discriminatedUnion('do', [
  z.strictObject({ by, do: z.literal('list'), text: z.string().max(200).optional() }),
  z.strictObject({ by, do: z.literal('show'), recording }),
  z.strictObject({ by, do: z.literal('hold'), recording, reason: z.string().trim().min(1, 'say why: a case, a request').max(500) }),
  z.strictObject({ by, do: z.literal('release'), recording }),
  z.strictObject({ by, do: z.literal('keep'), recording, days: z.number().positive().max(36_500).nullable() }),
  z.strictObject({ by, do: z.literal('erase'), recording }),
  z.strictObject({ by, do: z.literal('verify') }),
  z.strictObject({ by, do: z.literal('newKey') }),
]);
