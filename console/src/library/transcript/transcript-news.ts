/** A transcript that is being made: what it is after one more piece of news. */
import type { TranscriptLine, TranscriptNews, TranscriptView } from '../../../../src/wire/live/library.ts';
import { lastBegun } from './segments.ts';

export type LiveTranscript = {
  readonly view?: TranscriptView | undefined;
  /** By language, then by segment: what was translated since it is followed; empty where what was translated is corrected since. */
  readonly translated: ReadonlyMap<string, ReadonlyMap<string, string>>;
};

export const untold: LiveTranscript = { translated: new Map() };

export function told(before: LiveTranscript, news: TranscriptNews): LiveTranscript {
  const { view, translated } = before;
  if (news.kind === 'transcript') return { view: news.transcript, translated: untold.translated };
  if (view === undefined) return before;
  switch (news.kind) {
    case 'segment': {
      const { speaker, ...line } = news.segment;
      return {
        view: { ...view, segments: withLine(view.segments, line), speakers: withSpeaker(view.speakers, line, speaker) },
        translated: isCorrection(view.segments, line) ? untranslated(before, line.segmentId) : translated,
      };
    }
    case 'removed': {
      const segments = view.segments.filter(({ segmentId, revision }) => segmentId !== news.segmentId || revision > news.revision);
      return segments.length === view.segments.length ? before : { view: { ...view, segments }, translated };
    }
    case 'translated': {
      const { language, segmentId, revision, text } = news;
      const of = view.segments.findLast((line) => line.segmentId === segmentId);
      // It comes late, and may have what was corrected away.
      if (of?.correctedBy !== undefined && of.revision > revision) return before;
      const texts = new Map(translated.get(language)).set(segmentId, text);
      const translations = view.translations.includes(language) ? view.translations : [...view.translations, language].sort();
      return { view: { ...view, translations }, translated: new Map(translated).set(language, texts) };
    }
    case 'speakerRenamed': {
      const { speakerId, name } = news;
      const speakers = view.speakers.map((speaker) => (speaker.speakerId === speakerId ? { ...speaker, name } : speaker));
      return { view: { ...view, speakers }, translated };
    }
    case 'done':
      return { view: { ...view, state: 'done' }, translated };
  }
}

/** A person has changed what it says: a translation may have what was corrected away. */
function isCorrection(lines: readonly TranscriptLine[], { segmentId, revision, text, correctedBy }: TranscriptLine): boolean {
  const old = lines.findLast((line) => line.segmentId === segmentId);
  return correctedBy !== undefined && old !== undefined && old.revision < revision && old.text !== text;
}

function untranslated({ view, translated }: LiveTranscript, segmentId: string): LiveTranscript['translated'] {
  const languages = new Set([...translated.keys(), ...(view?.translations ?? [])]);
  return new Map([...languages].map((language) => [language, new Map(translated.get(language)).set(segmentId, '')]));
}

/** In its place by its beginning; an older revision changes nothing, an empty one takes it away. */
function withLine(lines: readonly TranscriptLine[], line: TranscriptLine): readonly TranscriptLine[] {
  const at = lines.findLastIndex(({ segmentId }) => segmentId === line.segmentId);
  const old = lines[at];
  if (old !== undefined && old.revision > line.revision) return lines;
  const isGone = line.text.trim() === '' && line.state !== 'unheard';
  if (old?.startMs === line.startMs && !isGone) return lines.with(at, line);
  const others = at < 0 ? lines : lines.toSpliced(at, 1);
  return isGone ? others : others.toSpliced(lastBegun(others, line.startMs) + 1, 0, line);
}

function withSpeaker(speakers: TranscriptView['speakers'], { speakerId }: TranscriptLine, name: string): TranscriptView['speakers'] {
  return speakers.some((speaker) => speaker.speakerId === speakerId) ? speakers : [...speakers, { speakerId, name, spokenMs: 0, words: 0 }];
}
