/** What was said right before and after a place that was found: a lone word tells nobody what it was about. */
import type { TranscriptView } from '../../../src/wire/live/library.ts';
import { nameOf } from './transcript/segments.ts';

type Beside = { readonly speaker: string; readonly text: string };
export type Around = { readonly before?: Beside | undefined; readonly after?: Beside | undefined };

const fewWords = 3;
/** Writing without spaces is one word however long it is. */
const fewLetters = 24;
/** Said longer ago, or longer after, it belongs to something else. */
const nearMs = 30_000;
const longest = 90;

export function isLone(text: string): boolean {
  return text.length <= fewLetters && text.trim().split(/\s+/).length <= fewWords;
}

export function aroundOf(view: Pick<TranscriptView, 'segments' | 'speakers'>, segmentId: string): Around {
  const at = view.segments.findIndex((line) => line.segmentId === segmentId);
  const line = view.segments[at];
  if (line === undefined) return {};
  const isSaid = ({ state, text }: TranscriptView['segments'][number]): boolean => state !== 'unheard' && text.trim() !== '';
  const before = view.segments.slice(0, at).findLast(isSaid);
  const after = view.segments.slice(at + 1).find(isSaid);
  return {
    before:
      before && line.startMs - before.endMs <= nearMs ? { speaker: nameOf(view, before.speakerId), text: endOf(before.text) } : undefined,
    after:
      after && after.startMs - line.endMs <= nearMs ? { speaker: nameOf(view, after.speakerId), text: startOf(after.text) } : undefined,
  };
}

function endOf(text: string): string {
  if (text.length <= longest) return text;
  const end = text.slice(-longest);
  return `… ${end.slice(end.indexOf(' ') + 1)}`;
}

function startOf(text: string): string {
  if (text.length <= longest) return text;
  const start = text.slice(0, longest);
  const space = start.lastIndexOf(' ');
  return `${space > 0 ? start.slice(0, space) : start} …`;
}
