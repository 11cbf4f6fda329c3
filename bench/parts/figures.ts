/** What benches measure with: shares of a list of times, processor time, memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
/** Memory is only comparable once what is unused has been collected. */
const collect = runInNewContext('gc') as () => void;

/** Processor time of this process while something is done, in milliseconds. */
export async function busyFor(doing: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await doing();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What the process keeps more than before, while what was made is still held. */
export async function grownBy(make: () => Promise<unknown>): Promise<number> {
  const bytes = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = bytes();
  const made = await make();
  const grown = bytes() - before;
  return made === undefined ? 0 : grown;
}

/** The time that this share of all stays below. */
export function percentile(ms: readonly number[], share: number): number {
  const sorted = ms.toSorted((a, b) => a - b);
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

/** The one in the middle, of an odd number: a single noisy round decides nothing. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

export function rounded(value: number, places: number = 2): number {
  return Math.round(value * 10 ** places) / 10 ** places;
}

/** A promise that was not kept: said, and the bench fails. */
export function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
