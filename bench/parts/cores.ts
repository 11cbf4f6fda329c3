/** Programs pinned to a core each, and the processor time they take there. Linux alone: `taskset` and `/proc`. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** What is measured runs here; what loads it runs there. */
const MEASURED_CORE = 0;
const LOADING_CORE = 1;

/** Why programs cannot be measured side by side on this machine; undefined if they can. */
export function whyNotPinned(): string | undefined {
  if (process.platform !== 'linux') return 'programs are pinned to cores on Linux alone';
  if (availableParallelism() < 2) return 'two cores are needed: one for what is measured, one for what loads it';
  return isThere('taskset') ? undefined : 'taskset is missing: apt-get install util-linux';
}

export function isThere(program: string): boolean {
  return spawnSync('which', [program]).status === 0;
}

/** This process, all its threads, stays away from what it measures. */
export function stayOnLoadingCore(): void {
  // Who is told to end does so in order: what it started ends with it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const { status, stderr } = spawnSync('taskset', ['-acp', String(LOADING_CORE), String(process.pid)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`taskset could not pin this process to core ${String(LOADING_CORE)}: ${stderr}`);
}

/** A command line that runs on the measured core. */
export function onMeasuredCore(command: readonly string[]): readonly [string, string[]] {
  return ['taskset', ['-c', String(MEASURED_CORE), ...command]];
}

/** Processor time of all threads of a process until now, in milliseconds, as its scheduler counted it. */
export function busyMs(pid: number): number {
  const threads = `/proc/${String(pid)}/task`;
  const nanoseconds = readdirSync(threads).reduce((sum, thread) => {
    try {
      return sum + Number(readFileSync(`${threads}/${thread}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      // A thread that has just ended.
      return sum;
    }
  }, 0);
  return nanoseconds / 1e6;
}
