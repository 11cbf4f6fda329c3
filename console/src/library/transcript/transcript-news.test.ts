/** A transcript grows while it is read. */
import { expect, test } from 'vitest';
import type { TranscriptLine, TranscriptNews, TranscriptView } from '../../../../src/wire/live/library.ts';
import { told, untold, type LiveTranscript } from './transcript-news.ts';

const line = (segmentId: string, startMs: number, more: Partial<TranscriptLine> = {}): TranscriptLine => ({
  segmentId,
  revision: 1,
  state: 'final',
  speakerId: 'ada',
  startMs,
  endMs: startMs + 500,
  text: segmentId,
  language: 'en',
  isRedacted: false,
  ...more,
});
const view: TranscriptView = {
  state: 'open',
  speakers: [{ speakerId: 'ada', name: 'Ada', spokenMs: 1, words: 1 }],
  segments: [line('a', 0), line('c', 2000)],
  translations: [],
  may: [],
};
const after = (...news: TranscriptNews[]): LiveTranscript => news.reduce(told, told(untold, { kind: 'transcript', transcript: view }));
const segment = (it: TranscriptLine, speaker = 'Ada'): TranscriptNews => ({ kind: 'segment', segment: { ...it, speaker } });
const ids = (live: LiveTranscript): string[] => (live.view?.segments ?? []).map(({ text }) => text);

test('nothing is known before the whole of it was told', () => {
  expect(told(untold, segment(line('b', 1000)))).toBe(untold);
});

test('a segment comes to its place, and its revisions stay there', () => {
  expect(ids(after(segment(line('b', 1000)), segment(line('b', 1000, { revision: 2, text: 'B' }))))).toEqual(['a', 'B', 'c']);
});

test('an older revision that comes late changes nothing', () => {
  expect(ids(after(segment(line('a', 0, { revision: 3, text: 'new' })), segment(line('a', 0, { revision: 2, text: 'old' }))))).toEqual([
    'new',
    'c',
  ]);
});

test('an empty revision takes a segment away, but not a gap', () => {
  const gap = line('c', 2000, { revision: 2, text: '', state: 'unheard', problem: 'nobody answered' });
  const live = after(segment(line('a', 0, { revision: 2, text: '' })), segment(gap));
  expect(live.view?.segments).toEqual([gap]);
});

test('what is taken back is gone, unless it is newer than that', () => {
  expect(ids(after({ kind: 'removed', segmentId: 'a', revision: 2 }))).toEqual(['c']);
  expect(ids(after({ kind: 'removed', segmentId: 'a', revision: 0 }))).toEqual(['a', 'c']);
});

test('one whose beginning has moved goes to its new place', () => {
  expect(ids(after(segment(line('a', 3000, { revision: 2 }))))).toEqual(['c', 'a']);
});

test('who speaks for the first time is named, and may be renamed', () => {
  const live = after(segment(line('b', 1000, { speakerId: 'bo' }), 'Bo'), { kind: 'speakerRenamed', speakerId: 'bo', name: 'Bob' });
  expect(live.view?.speakers.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
});

test('translations are gathered by language, and the end is told', () => {
  const live = after({ kind: 'translated', segmentId: 'a', revision: 1, language: 'es', text: 'hola' }, { kind: 'done' });
  expect([live.view?.translations, live.translated.get('es')?.get('a'), live.view?.state]).toEqual([['es'], 'hola', 'done']);
});

test('what was translated is not shown any more once a person has corrected it, until the correction is translated', () => {
  const spanish = (revision: number, text: string): TranscriptNews => ({
    kind: 'translated',
    segmentId: 'a',
    revision,
    language: 'es',
    text,
  });
  const textOf = (live: LiveTranscript): string | undefined => live.translated.get('es')?.get('a');
  const heard = [spanish(1, 'uno'), segment(line('a', 0, { revision: 2, text: 'A' }))];
  expect(textOf(after(...heard)), 'heard better').toBe('uno');
  const corrected = [...heard, segment(line('a', 0, { revision: 3, text: 'B', correctedBy: 'Ada' }))];
  expect(textOf(after(...corrected))).toBe('');
  expect(textOf(after(...corrected, spanish(2, 'dos')))).toBe('');
  expect(textOf(after(...corrected, spanish(3, 'tres')))).toBe('tres');
});
