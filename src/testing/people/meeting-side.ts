/** What a line has beside its sound: taking part, showing, seeing and reading. */
import type { Attendance } from './attendance.ts';
import { Reading } from './reading.ts';
import { Seeing } from './seeing.ts';
import { Showing } from './showing.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';
import { TakingPart } from './taking-part.ts';

export type MeetingSide = { readonly part: TakingPart; readonly showing: Showing; readonly seeing: Seeing; readonly reading: Reading };

export function meetingSide(line: LineOf, around: LineSurroundings, attendance: Attendance): MeetingSide {
  return {
    part: new TakingPart(line, around, attendance),
    showing: new Showing(line, around, attendance),
    seeing: new Seeing(line, around, attendance),
    reading: new Reading(line, around, attendance),
  };
}
