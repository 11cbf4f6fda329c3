/** Time in a lab: it moves only while a test waits for something, and all who wait at once see the same moments. */
import { realClock, type Clock } from '../../base/clock.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { Outside } from './outside.ts';

/** How often it is looked whether something has come about. */
const STEP_MS = 100;
/** In real time looking costs what others need. */
const REAL_STEP_MS = 150;
const REAL_LATENESS_MS = 300;

export interface LabTime {
  readonly clock: Clock;
  /** How late sound may come after its moment and still be heard: nothing is late in virtual time. */
  readonly latenessMs: number;
  /** Lets time pass until `isSo`, at most for so long; whether it came about. Rejects with what `isSo` throws. */
  until(isSo: () => boolean, withinMs: number): Promise<boolean>;
  pass(ms: number): Promise<void>;
  /** Lets everything come to rest that needs no time. */
  settle(): Promise<void>;
}

/** Without a question it waits for the time alone. */
type Waiter = {
  readonly isSo?: (() => boolean) | undefined;
  readonly untilMs: number;
  readonly done: (isSo: boolean) => void;
  readonly fail: (error: unknown) => void;
};

/** Turned by hand. `isElsewhere` tells whether a bot's code waits for something outside of the lab: then that is waited for first. */
export function virtualTime({
  startMs,
  isElsewhere,
}: {
  readonly startMs?: number | undefined;
  readonly isElsewhere: () => boolean;
}): LabTime {
  const outside = new Outside(isElsewhere);
  const clock = virtualClock(startMs, { beforeMoving: () => outside.rest() });
  const waiters = new Set<Waiter>();
  let isTurning = false;

  /** Whoever has what was waited for goes on first; time moves when all of them wait again. */
  const turn = async (): Promise<void> => {
    isTurning = true;
    for (;;) {
      await clock.settle();
      await outside.rest();
      let hasFound = false;
      for (const waiter of waiters) {
        if (!answered(waiter, clock.now())) continue;
        waiters.delete(waiter);
        hasFound = true;
      }
      if (hasFound) continue;
      if (waiters.size === 0) break;
      const leftMs = Math.min(...Array.from(waiters, ({ untilMs }) => untilMs)) - clock.now();
      const isAsked = Array.from(waiters).some(({ isSo }) => isSo);
      await clock.advance(isAsked ? Math.min(STEP_MS, leftMs) : leftMs);
    }
    isTurning = false;
  };

  const wait = (isSo: (() => boolean) | undefined, withinMs: number): Promise<boolean> =>
    new Promise((done, fail) => {
      waiters.add({ isSo, untilMs: clock.now() + withinMs, done, fail });
      if (!isTurning) void turn();
    });

  return {
    clock,
    latenessMs: 0,
    until: wait,
    pass: async (ms) => void (await wait(undefined, ms)),
    settle: async () => void (await wait(undefined, 0)),
  };
}

/** The machine's own time, for load: nothing can be hurried. */
export function realTime(): LabTime {
  const clock = realClock();
  const until: LabTime['until'] = async (isSo, withinMs) => {
    const endMs = clock.now() + withinMs;
    while (!isSo()) {
      if (clock.now() >= endMs) return false;
      await clock.sleep(Math.min(REAL_STEP_MS, Math.max(1, endMs - clock.now())));
    }
    return true;
  };
  return { clock, latenessMs: REAL_LATENESS_MS, until, pass: (ms) => clock.sleep(ms), settle: () => clock.sleep(0) };
}

/** Asks once; whether there is an answer, be it that the question itself fails. */
function answered({ isSo, untilMs, done, fail }: Waiter, nowMs: number): boolean {
  try {
    const isIt = isSo?.() ?? false;
    if (!isIt && nowMs < untilMs) return false;
    done(isIt);
  } catch (error) {
    fail(error);
  }
  return true;
}
