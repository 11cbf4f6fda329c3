/** What was said in a meeting, in words: its transcripts. Where nothing makes them there are none. */
import { Facts, type FactSource } from '../../base/facts.ts';

/** Times are milliseconds since 1970 UTC. */
export type Transcript = {
  readonly transcriptId: string;
  readonly meetingId: string;
  readonly tenantId: string;
  readonly organizerId: string;
  /** The call that it was made in. */
  readonly callId: string;
  readonly startedMs: number;
  readonly endedMs: number;
};

/** Who has them, as WebVTT with `<v Name>` for the speaker. */
export interface Transcripts {
  /** Oldest first. */
  of(meetingId: string): readonly Transcript[];
  content(transcriptId: string): Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;
  readonly facts: FactSource<{ made: Transcript }>;
}

/** Nothing is transcribed. */
export const noTranscripts: Transcripts = {
  of: () => [],
  content: () => Promise.resolve(undefined),
  facts: new Facts<{ made: Transcript }>(),
};
