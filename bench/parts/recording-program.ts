/** One measure of recording, in a process of its own that is given it as a word of JSON, on the measured core. */
import { keptFor, type KeptCost } from './kept-cost.ts';
import { recordedAlive, recordedMeeting, type AliveCost, type MeetingCost } from './recording-cost.ts';

/** `meeting`: one in virtual time. `alive`: so many at once in real time. `kept`: what becomes of one of an hour, and of one of several. */
export type Measure =
  | { readonly measure: 'meeting'; readonly ms: number }
  | { readonly measure: 'alive'; readonly ms: number; readonly meetings: number }
  | { readonly measure: 'kept'; readonly finishMs: number; readonly playMs: number };

export type Measured = { readonly meeting: MeetingCost; readonly alive: AliveCost; readonly kept: KeptCost };

const asked = JSON.parse(process.argv[2] ?? '') as Measure;
process.on('disconnect', () => process.exit(1));
const cost = await measured(asked);
process.send?.(cost, () => process.exit(0));

function measured(what: Measure): Promise<MeetingCost | AliveCost | KeptCost> {
  if (what.measure === 'meeting') return recordedMeeting(what.ms);
  if (what.measure === 'alive') return recordedAlive(what.meetings, what.ms);
  return keptFor(what);
}
