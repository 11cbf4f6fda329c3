/** Finds recordings in a library: by words, people, meeting, time and kind, newest first, a page at a time. */
import type { KeptRecording, LibraryQuery } from './port.ts';

const USUAL = 50;
const MOST = 500;

type Moment = Pick<KeptRecording, 'recordingId' | 'startedMs'>;

/**
 * The page that was asked for of those that may be seen. `before` is what `query.before` names, which may have been deleted since; undefined
 * for the first page.
 */
export function pageOf(recordings: Iterable<KeptRecording>, query: LibraryQuery, before: Moment | undefined): readonly KeptRecording[] {
  const found = [...recordings].filter((recording) => (!before || newestFirst(before, recording) < 0) && matches(recording, query));
  return found.toSorted(newestFirst).slice(0, Math.max(1, Math.min(MOST, query.atMost ?? USUAL)));
}

function matches(recording: KeptRecording, { text = '', personId, meetingId, fromMs, toMs, kind }: LibraryQuery): boolean {
  const { organizer, people } = recording;
  if (kind !== undefined && recording.kind !== kind) return false;
  if (meetingId !== undefined && recording.meetingId !== meetingId) return false;
  if (fromMs !== undefined && recording.startedMs < fromMs) return false;
  if (toMs !== undefined && recording.startedMs >= toMs) return false;
  if (personId !== undefined && organizer?.id !== personId && !people.some(({ id }) => id === personId)) return false;
  const words = folded(text).split(/\s+/u).filter((word) => word !== ''); // prettier-ignore
  if (words.length === 0) return true;
  const all = folded([recording.subject, organizer?.name ?? '', ...people.map(({ name }) => name)].join('\n'));
  return words.every((word) => all.includes(word));
}

/** Whoever types `zoe` finds Zoë. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function newestFirst(a: Moment, b: Moment): number {
  return b.startedMs - a.startedMs || (a.recordingId < b.recordingId ? 1 : a.recordingId > b.recordingId ? -1 : 0);
}
