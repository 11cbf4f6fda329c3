/** Time turned by hand: it stands still while work is held, and moves from one due moment to the next. */
import { deadlineOn, sleepOn, type Clock, type Timer } from './clock.ts';

/** A clock for tests. The same script gives the same order of events, whatever the machine does. */
export interface VirtualClock extends Clock {
  /** Moves time on by `ms`, running every task that falls due, in order of its moment, then of its making. */
  advance(ms: number): Promise<void>;
  /** Waits until nothing is held and no promise is pending its turn; time does not move. */
  settle(): Promise<void>;
  /** How many held pieces of work time is waiting for. */
  readonly held: number;
}

type Due = { readonly at: number; readonly order: number; readonly task: () => void };

/** Makes a virtual clock that starts at `wallMs` (by default 2026-01-01T00:00:00Z). */
export function virtualClock(wallMs: number = Date.UTC(2026, 0, 1)): VirtualClock {
  let now = 0;
  let order = 0;
  let held = 0;
  /** The tail of the held work: results are handed over in the order in which the leases were taken. */
  let lastLease: Promise<unknown> = Promise.resolve();
  const dues = new Set<Due>();

  const after = (ms: number, task: () => void): Timer => {
    const due: Due = { at: now + Math.max(0, ms), order: order++, task };
    dues.add(due);
    return { [Symbol.dispose]: () => void dues.delete(due) };
  };

  const hold = async <T>(work: () => Promise<T>): Promise<T> => {
    held++;
    const before = lastLease;
    const result = (async () => work())();
    lastLease = Promise.allSettled([before, result]);
    try {
      await Promise.allSettled([before]);
      return await result;
    } finally {
      held--;
    }
  };

  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3;) {
      await nextTurn();
      quiet = held > 0 ? 0 : quiet + 1;
    }
  };

  const advance = async (ms: number): Promise<void> => {
    const end = now + ms;
    await settle();
    for (let due = next(dues, end); due; due = next(dues, end)) {
      now = due.at;
      dues.delete(due);
      due.task();
      await settle();
    }
    now = end;
  };

  const clock: VirtualClock = {
    now: () => now,
    wallMs: () => wallMs + now,
    after,
    hold,
    settle,
    advance,
    deadline: (ms) => deadlineOn(clock, ms),
    sleep: (ms, options) => sleepOn(clock, ms, options),
    get held() {
      return held;
    },
  };
  return clock;
}

function next(dues: ReadonlySet<Due>, end: number): Due | undefined {
  let first: Due | undefined;
  for (const due of dues) {
    if (due.at > end) continue;
    if (!first || due.at < first.at || (due.at === first.at && due.order < first.order)) first = due;
  }
  return first;
}

/** One pass of the event loop: every promise that could settle by itself has done so. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
