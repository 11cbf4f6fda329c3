/** A kept transcript as the library and its player show it, to one who may see its recording. */
import type { KeptTranscript, TranscriptHit } from '../transcripts/port.ts';
import type { Segment } from '../speech/segment.ts';
import type { SaidPage, SegmentHistory, TranscriptLine, TranscriptNews, TranscriptView } from '../wire/live/library.ts';

export function transcriptView(
  { state, language, speakers, segments, translations }: KeptTranscript,
  may: TranscriptView['may'],
): TranscriptView {
  const lines = segments.flatMap((segment) => transcriptLine(segment) ?? []);
  return { state, language, speakers, segments: lines, translations, may };
}

/** Undefined for one that is taken back: it is not shown. */
function transcriptLine(segment: Segment): TranscriptLine | undefined {
  const { segmentId, revision, state, speaker, startMs, endMs, text, language, confidence, words, made, isRedacted, problem } = segment;
  if (state === 'removed') return undefined;
  return {
    segmentId,
    revision,
    state,
    speakerId: speaker.speakerId,
    startMs,
    endMs,
    text,
    language,
    confidence,
    words: words?.map((word) => ({ text: word.text, startMs: word.startMs, endMs: word.endMs })),
    isRedacted: isRedacted === true,
    correctedBy: made.by === 'person' ? made.name : undefined,
    problem,
  };
}

/** A revision as it comes. */
export function segmentNews(segment: Segment): TranscriptNews {
  const { segmentId, revision, speaker } = segment;
  const line = transcriptLine(segment);
  if (!line) return { kind: 'removed', segmentId, revision };
  return { kind: 'segment', segment: { ...line, speaker: speaker.name ?? 'Unknown speaker' } };
}

/** Oldest first. */
export function segmentHistory(revisions: readonly Segment[]): SegmentHistory {
  return {
    revisions: revisions.map(({ revision, text, made, state }) => ({
      revision,
      text,
      by: made.by === 'person' ? made.name : made.provider,
      state,
    })),
  };
}

export function saidHit({
  recordingId,
  subject,
  startedMs,
  segmentId,
  startMs,
  speaker,
  text,
  marks,
}: TranscriptHit): SaidPage['hits'][number] {
  return { recordingId, subject, startedMs, segmentId, atMs: startMs, speaker, text, marks };
}
