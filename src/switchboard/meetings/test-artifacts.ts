/** A shelf of transcripts and recordings for tests: whatever is put on it. */
import { Facts } from '../../base/facts.ts';
import type { Artifact, ArtifactFacts, MeetingArtifacts } from './artifacts.ts';

export const shelvedText = 'WEBVTT\n\n00:00:00.000 --> 00:00:05.320\n<v Ada>Hello.</v>\n';

export function artifactShelf(): MeetingArtifacts & { put(artifact: Artifact): void } {
  const all: Artifact[] = [];
  const facts = new Facts<ArtifactFacts>();
  return {
    facts,
    of: (meetingId, kind) => all.filter((each) => each.meetingId === meetingId && each.kind === kind),
    content: () => Promise.resolve({ type: 'text/vtt', bytes: new TextEncoder().encode(shelvedText) }),
    put(artifact) {
      all.push(artifact);
      facts.tell('made', artifact);
    },
  };
}
