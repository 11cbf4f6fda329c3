/** A call in words: what it is called, and when it began. */
import type { LadderMessage } from '../../../src/wire/live/ladder.ts';
import type { CallSummary } from '../../../src/wire/live/page-event.ts';

/** "Ada → front desk", "Weekly review", "Group call of notes". */
export function callTitle({ from, to, group }: Pick<CallSummary, 'from' | 'to' | 'group'>): string {
  if (group === undefined) return `${from.name} → ${to.name}`;
  if (group.subject !== undefined && group.subject !== '') return group.subject;
  return group.isMeeting ? 'Meeting' : `Group call of ${from.name}`;
}

/** The earliest message: what two ends report may come in another order than it was sent. */
export function startOf(messages: readonly LadderMessage[]): number {
  return messages.reduce((earliest, { atMs }) => Math.min(earliest, atMs), messages[0]?.atMs ?? 0);
}
