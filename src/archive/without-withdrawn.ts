/** A segment log without what was taken back: nothing of it stays in the master either, and the mix is made anew of those who are left. */
import type { Clock } from '../base/clock.ts';
import { Remix } from '../media/files/remix.ts';
import { Withdrawals } from '../media/files/withdrawals.ts';
import type { LogSummary } from '../media/segments/log-summary.ts';
import { MIXED_TRACK, type SegmentRecord } from '../media/segments/record.ts';

/** What comes out tells of no withdrawal: whoever did not agree again after it is not in it at all. */
export async function* withoutWithdrawn(
  records: AsyncIterable<SegmentRecord>,
  summary: LogSummary,
  clock: Clock,
): AsyncGenerator<SegmentRecord> {
  const withdrawals = new Withdrawals(summary);
  const voices = new Set(summary.tracks.filter(({ info }) => info?.kind === 'voice').map(({ track }) => track));
  const gone = goneTracks(summary);
  using remix = await Remix.begin(clock);
  for await (const record of records) {
    if (record.kind === 'sound' && record.track === MIXED_TRACK) continue;
    if (record.kind === 'note' && record.note.kind === 'ended') yield* remix.end();
    if (withdrawals.covers(record) || isOfGone(record, gone, summary)) continue;
    if (record.kind === 'sound' && voices.has(record.track)) yield* await remix.take(record);
    yield record;
  }
  yield* remix.end();
}

/** Tracks of which nothing is left. */
function goneTracks({ tracks, withdrawn }: LogSummary): ReadonlySet<number> {
  const gone = tracks.filter(({ info, toMs }) => info && info.kind !== 'mixed' && toMs <= (withdrawn.get(info.personId) ?? -1));
  return new Set(gone.map(({ track }) => track));
}

function isOfGone(record: SegmentRecord, gone: ReadonlySet<number>, { withdrawn }: LogSummary): boolean {
  if (record.kind === 'track') return gone.has(record.track);
  if (record.kind !== 'note') return false;
  const { note, atMs } = record;
  if (note.kind === 'withdrawn') return true;
  if (note.kind === 'pictureOver') return gone.has(note.track);
  if (note.kind !== 'joined' && note.kind !== 'left' && note.kind !== 'leads') return false;
  return atMs <= (withdrawn.get(note.personId ?? '') ?? -1);
}
