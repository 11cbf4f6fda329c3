/** Who came to a meeting and for how long: one report for each call that it had, people only. */
import type { Party } from '../directory.ts';
import type { CallStory } from './call-story.ts';

export type AttendanceReport = {
  /** The call's id. */
  readonly reportId: string;
  readonly meetingId: string;
  readonly startedMs: number;
  readonly endedMs: number;
  /** In the order in which they first came. */
  readonly records: readonly AttendanceRecord[];
};

type Attended = { readonly fromMs: number; readonly toMs: number };

/** One person, with every time that she was in, and how long she spoke. */
type AttendanceRecord = {
  readonly party: Party;
  readonly intervals: readonly Attended[];
  readonly totalMs: number;
  readonly spokenMs: number;
};

/** Undefined for a call that was of no meeting, or to which no person came. Time in the lobby does not count. */
export function attendanceOf({ callId, startedMs, endedMs, group, stays }: CallStory): AttendanceReport | undefined {
  if (group?.meetingId === undefined || endedMs === undefined) return undefined;
  const people = new Map<string, { readonly party: Party; readonly intervals: Attended[]; spokenMs: number }>();
  for (const { party, heard, spokenMs = 0 } of stays) {
    if (party.kind !== 'person' || heard.length === 0) continue;
    const person = people.get(party.id) ?? { party, intervals: [], spokenMs: 0 };
    person.spokenMs += spokenMs;
    people.set(party.id, person);
    for (const { fromMs, toMs = endedMs } of heard) person.intervals.push({ fromMs, toMs });
  }
  if (people.size === 0) return undefined;
  const records = [...people.values()].map(({ party, intervals, spokenMs }) => {
    const apart = merged(intervals);
    return { party, intervals: apart, totalMs: apart.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0), spokenMs };
  });
  return { reportId: callId, meetingId: group.meetingId, startedMs, endedMs, records };
}

/** In two windows at once is there once. */
function merged(intervals: readonly Attended[]): readonly Attended[] {
  const apart: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of intervals.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = apart.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else apart.push({ fromMs, toMs });
  }
  return apart;
}
