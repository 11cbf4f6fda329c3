/** The processes of this machine, as far as a lock needs to know them. */
import { readFile } from 'node:fs/promises';
import type { ProcessMark, ProcessTable } from './folder-lock.ts';

export async function machineProcesses(): Promise<ProcessTable> {
  return { self: { pid: process.pid, startedAt: await startOf(process.pid) }, find: runningProcess };
}

async function runningProcess(pid: number): Promise<ProcessMark | undefined> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and is somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  return { pid, startedAt: await startOf(pid) };
}

/** proc(5): the 22nd field of stat, ticks since the machine started. Elsewhere the number of the process has to do. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
  // The second field is a name in parentheses that may itself hold spaces and parentheses.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
