/** `startDateTime` and `endDateTime` among the values of a function. */
import { GraphDoorError } from '../../errors.ts';

export function isWithin(args: Readonly<Record<string, string>>, startedMs: number): boolean {
  const from = momentOf(args['startdatetime'], 'startDateTime') ?? 0;
  const to = momentOf(args['enddatetime'], 'endDateTime') ?? Infinity;
  return startedMs >= from && startedMs <= to;
}

function momentOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  const ms = Date.parse(text);
  if (Number.isFinite(ms)) return ms;
  throw new GraphDoorError('graph-door/bad-request', `${name}: “${text.slice(0, 60)}” is no date and time.`);
}
