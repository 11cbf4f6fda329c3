/** A shelf of transcripts for tests: whatever is put on it. */
import { Facts } from '../../../../base/facts.ts';
import { fits } from './recording-shelf.ts';
import type { ShelvedTranscript, TranscriptShelf } from './transcript-shelf.ts';

export const shelvedText = 'WEBVTT\n\n00:00:00.000 --> 00:00:05.320\n<v Ada>Hello.</v>\n';
export const shelvedMetadata = 'WEBVTT\n\n00:00:00.000 --> 00:00:05.320\n{"spokenText":"Hello."}\n';

export type TestTranscripts = TranscriptShelf & {
  put(transcript: Partial<ShelvedTranscript> & { readonly recordingId: string }): void;
  /** `words of t1 by desk`. */
  readonly opened: readonly string[];
};

export function transcriptShelf(): TestTranscripts {
  const all: ShelvedTranscript[] = [];
  const opened: string[] = [];
  const facts = new Facts<{ made: ShelvedTranscript }>();
  return {
    facts,
    opened,
    list: (query) => Promise.resolve(all.filter((each) => fits(each, query))),
    open(transcriptId, what, { appId }) {
      opened.push(`${what} of ${transcriptId} by ${appId}`);
      return Promise.resolve(new TextEncoder().encode(what === 'words' ? shelvedText : shelvedMetadata));
    },
    put(transcript) {
      const startedMs = transcript.startedMs ?? Date.UTC(2026, 0, 2);
      const plain = { tenantId: 'tenant-1', callId: 'c1', organizerId: 'ada', personIds: ['ada', 'grace'] };
      const whole = { ...plain, startedMs, endedMs: startedMs + 60_000, savedMs: startedMs + 61_000, ...transcript };
      all.push(whole);
      facts.tell('made', whole);
    },
  };
}
