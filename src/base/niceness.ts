/** Programs whose work may wait: they get of the processor what live sound and pictures leave. */
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** As `nice` counts: 0 is what programs are started with, 19 the most patient. At 5 a program gets a third of what another gets: late, never starved. */
const PATIENT = 5;

/**
 * Makes a program wait for others that want the processor. `isSession`: it was started `detached`, and so is a group of its own to Linux's
 * scheduler where that shares by sessions (`autogroup`, sched(7)): there one program would get as much as this whole house. What the system does
 * not allow is left as it is: the program only works at the same time as all others.
 */
export function makeNice(pid: number | undefined, isSession: boolean = false): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, PATIENT);
    if (isSession && process.platform === 'linux') writeFileSync(`/proc/${String(pid)}/autogroup`, String(PATIENT));
  } catch {
    // It has ended already, or the system shares in another way.
  }
}
