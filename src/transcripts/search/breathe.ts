/** Lets everybody else have a turn, in the middle of work that a database does without ever waiting. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';

/** Of work that nobody waits for, about a third of the time is somebody else's. */
const REST_MS = 5;

export async function breathe(clock: Clock): Promise<void> {
  await clock.hold(() => setImmediate());
}

/** For work that nobody waits for. Rejects when it is called off. */
export async function rest(clock: Clock, signal: AbortSignal): Promise<void> {
  await clock.sleep(REST_MS, { signal });
}
