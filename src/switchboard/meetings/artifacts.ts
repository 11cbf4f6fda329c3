/** What is left of a meeting in words and sound: transcripts and recordings. Where nothing makes them there are none. */
import { Facts, type FactSource } from '../../base/facts.ts';

/** Times are milliseconds since 1970 UTC. */
export type Artifact = {
  readonly kind: 'transcript' | 'recording';
  readonly artifactId: string;
  readonly meetingId: string;
  readonly tenantId: string;
  readonly organizerId: string;
  /** The call that it was made in. */
  readonly callId: string;
  readonly startedMs: number;
  readonly endedMs: number;
};

export type ArtifactFacts = { made: Artifact };

/** Who has them. Transcripts are WebVTT with `<v Name>` for the speaker; recordings are whole files. */
export interface MeetingArtifacts {
  /** Oldest first. */
  of(meetingId: string, kind: Artifact['kind']): readonly Artifact[];
  content(artifactId: string): Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;
  readonly facts: FactSource<ArtifactFacts>;
}

/** Nothing is transcribed, and no meeting is recorded. */
export const noArtifacts: MeetingArtifacts = { of: () => [], content: () => Promise.resolve(undefined), facts: new Facts<ArtifactFacts>() };
