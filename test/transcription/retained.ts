/** What a program still holds on to once all that can go has gone: counted by kind, not guessed from the size of its memory. */
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

type Kind = abstract new (...args: never[]) => unknown;

/** How many of each there are. */
export function countsOf(kinds: Readonly<Record<string, Kind>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, queryObjects(kind, { format: 'count' })]));
}

/** JavaScript's own, and buffers. */
export function bytesInUse(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
