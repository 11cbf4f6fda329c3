/** A shelf of transcripts for tests: whatever is put on it. */
import { Facts } from '../../base/facts.ts';
import type { Transcript, Transcripts } from './transcripts.ts';

export const shelvedText = 'WEBVTT\n\n00:00:00.000 --> 00:00:05.320\n<v Ada>Hello.</v>\n';

export function transcriptShelf(): Transcripts & { put(transcript: Transcript): void } {
  const all: Transcript[] = [];
  const facts = new Facts<{ made: Transcript }>();
  return {
    facts,
    of: (meetingId) => all.filter((each) => each.meetingId === meetingId),
    content: () => Promise.resolve({ type: 'text/vtt', bytes: new TextEncoder().encode(shelvedText) }),
    put(transcript) {
      all.push(transcript);
      facts.tell('made', transcript);
    },
  };
}
