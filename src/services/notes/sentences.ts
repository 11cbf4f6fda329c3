/** What was said, sentence by sentence, each with the moment at which it was said. */
import type { Segment } from '../../speech/segment.ts';

export type SaidSentence = {
  readonly text: string;
  readonly atMs: number;
  readonly segmentId: string;
  /** As people call them; `somebody` where that is unknown. */
  readonly speaker: string;
};

/** Of final segments, in the order of time. What a recogniser gives without full stops is one sentence a segment. */
export function sentencesOf(segments: readonly Segment[]): readonly SaidSentence[] {
  return spoken(segments).flatMap((segment) => {
    const { segmentId, text, startMs, endMs } = segment;
    return parted(text, segment.language).map(({ sentence, from }) => ({
      text: sentence,
      atMs: Math.round(startMs + ((endMs - startMs) * from) / text.length),
      segmentId,
      speaker: speakerOf(segment),
    }));
  });
}

/** What somebody said and a recogniser stands by, in the order of time. */
export function spoken(segments: readonly Segment[]): readonly Segment[] {
  return segments
    .filter(({ state, text }) => state === 'final' && text.trim() !== '')
    .toSorted((one, other) => one.startMs - other.startMs);
}

export function speakerOf({ speaker }: Segment): string {
  return speaker.name ?? 'somebody';
}

function parted(text: string, language: string): readonly { readonly sentence: string; readonly from: number }[] {
  return [...segmenter(language).segment(text)]
    .map(({ segment, index }) => ({ sentence: segment.trim(), from: index }))
    .filter(({ sentence }) => /[\p{L}\p{N}]/u.test(sentence));
}

function segmenter(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: 'sentence' });
  } catch {
    return new Intl.Segmenter('en', { granularity: 'sentence' });
  }
}
