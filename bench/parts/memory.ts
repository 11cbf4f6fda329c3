/** The memory that programs take. Linux alone: `/proc`. */
import { readFileSync } from 'node:fs';

/** The most that a process has had in memory so far, in kilobytes: its program, its libraries, all of it. */
export function peakKb(pid: number | 'self'): number {
  return Number(/VmHWM:\s+(\d+)/u.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]);
}
