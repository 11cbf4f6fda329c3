/** One measure of transcription, in a process of its own that is given it as a word of JSON, on the measured core. */
import { levelDb } from '../../src/media/level.ts';
import { followed, type Followed } from './local-recogniser.ts';
import { SPURTS } from './spoken-meeting.ts';
import { latencyAdded, meetingsFor, type AddedLatency, type MeetingsCost, type MeetingsOptions } from './transcription-cost.ts';
import { searchFor, type SearchCost } from './transcript-search.ts';

export type TranscriptionMeasure =
  | ({ readonly measure: 'meetings' } & MeetingsOptions)
  | { readonly measure: 'latency'; readonly port: number; readonly rounds: number }
  | { readonly measure: 'local'; readonly voices: number; readonly ms: number }
  | { readonly measure: 'search'; readonly hours: number };

export type TranscriptionMeasured = {
  readonly meetings: MeetingsCost;
  readonly latency: AddedLatency;
  readonly local: Followed;
  readonly search: SearchCost;
};

const QUIET_DB = -45;

const asked = JSON.parse(process.argv[2] ?? '') as TranscriptionMeasure;
process.on('disconnect', () => process.exit(1));
const cost = await measured(asked);
process.send?.(cost, () => process.exit(0));

function measured(what: TranscriptionMeasure): Promise<MeetingsCost | AddedLatency | Followed | SearchCost> {
  if (what.measure === 'meetings') return meetingsFor(what);
  if (what.measure === 'latency') return latencyAdded({ ...what, utterances: SPURTS.map(untilTheLastWord) });
  if (what.measure === 'local') return followed(what.voices, what.ms);
  return searchFor(what.hours);
}

function untilTheLastWord(frames: readonly Int16Array[]): readonly Int16Array[] {
  return frames.slice(0, frames.findLastIndex((frame) => levelDb(frame) > QUIET_DB) + 1);
}
