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

/** A step that puts itself off by a turn, such as a queue that lets an answer go first, takes up to so many. */
const RESTFUL_TURNS = 3;

type Lease = { readonly settled: Promise<void>; readonly release: () => void };
type Due = { readonly at: number; readonly order: number; readonly task: () => void };

/** Makes a virtual clock that starts at `wallMs` (by default 2026-01-01T00:00:00Z). */
export function virtualClock(wallMs: number = Date.UTC(2026, 0, 1)): VirtualClock {
  let now = 0;
  let order = 0;
  /** Counts what is asked of the clock, so that rest can be told from work that takes many turns. */
  let asked = 0;
  /** Held work, oldest first. */
  const leases: Lease[] = [];
  let isHandingOver = false;
  const dues = new Set<Due>();

  const after = (ms: number, task: () => void): Timer => {
    asked++;
    const due: Due = { at: now + Math.max(0, ms), order: order++, task };
    dues.add(due);
    return { [Symbol.dispose]: () => void dues.delete(due) };
  };

  const hold = async <T>(work: () => Promise<T>): Promise<T> => {
    asked++;
    const result = (async () => work())();
    const settled = result.then(nothing, nothing);
    await new Promise<void>((release) => {
      leases.push({ settled, release });
      if (!isHandingOver) void handOver();
    });
    return result;
  };

  /**
   * Gives results back one at a time, in the order of the leases, each when everything else has come to rest.
   * So how long the machine took for one cannot change what happens before what.
   */
  const handOver = async (): Promise<void> => {
    isHandingOver = true;
    for (let lease = leases[0]; lease; lease = leases[0]) {
      await rest();
      await lease.settled;
      leases.shift();
      asked++;
      lease.release();
    }
    isHandingOver = false;
  };

  /** Some turns of the event loop in which nothing is asked of the clock. */
  const rest = async (): Promise<void> => {
    let before = asked;
    for (let turns = 0; turns < RESTFUL_TURNS; turns++) {
      await nextTurn();
      if (asked !== before) turns = -1;
      before = asked;
    }
  };

  const settle = async (): Promise<void> => {
    do await rest();
    while (leases.length > 0);
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
      return leases.length;
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

function nothing(): void {}

/** One pass of the event loop: every promise that could settle by itself has done so. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
