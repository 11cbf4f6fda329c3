/** Time turned by hand: it stands still while work is held, and moves from one due moment to the next. */
import { deadlineOn, sleepOn, type Clock } from './clock.ts';
import { DueQueue } from './due-queue.ts';

/** A clock for tests. The same script gives the same order of events, whatever the machine does. */
export interface VirtualClock extends Clock {
  /** Moves time on by `ms`, running every task that falls due, in order of its moment, then of its making. */
  advance(ms: number): Promise<void>;
  /** Waits until nothing is held and no promise is pending its turn; time does not move. */
  settle(): Promise<void>;
  /** How many held pieces of work time is waiting for. */
  readonly held: number;
}

export type VirtualClockOptions = {
  /**
   * Asked whenever everything is at rest and time is about to move. If it gives a promise, time stands still until that
   * has settled and everything is at rest again; it is then asked once more, if anything was asked of the clock meanwhile.
   */
  readonly beforeMoving?: () => Promise<void> | undefined;
};

/** A step that puts itself off by a turn, such as a queue that lets an answer go first, takes up to so many. */
const RESTFUL_TURNS = 3;

type Lease = { readonly settled: Promise<void>; readonly release: () => void };

/** Makes a virtual clock that starts at `wallMs` (by default 2026-01-01T00:00:00Z). */
export function virtualClock(wallMs: number = Date.UTC(2026, 0, 1), { beforeMoving }: VirtualClockOptions = {}): VirtualClock {
  let now = 0;
  /** Counts what is asked of the clock, so that rest can be told from work that takes many turns. */
  let asked = 0;
  /** Held work, oldest first. */
  const leases: Lease[] = [];
  let isHandingOver = false;
  /** Whether held work is being begun, within this very turn. */
  let isBeginning = false;
  const dues = new DueQueue();

  const hold = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isBeginning) throw new Error('a hold within a hold would stand still for ever: hold only the innermost step');
    asked++;
    isBeginning = true;
    const result = (async () => work())();
    isBeginning = false;
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

  /**
   * As `settle`, for what one task has set off, which is next to nothing mostly. After one turn all promises have had
   * theirs; whatever is still on its way then holds a lease, has asked something of the clock, or waits for the next turn.
   */
  const settleTask = async (): Promise<void> => {
    const before = asked;
    await nextTurn();
    if (asked !== before || leases.length > 0 || isTurnAwaited()) await settle();
  };

  /** Lets the world outside have its say before time moves. */
  const lookOutside = async (): Promise<void> => {
    for (let before = -1; before !== asked;) {
      const outside = beforeMoving?.();
      if (!outside) return;
      before = asked;
      await outside;
      await settle();
    }
  };

  const advance = async (ms: number): Promise<void> => {
    const end = now + ms;
    await settle();
    for (;;) {
      if (beforeMoving && now < end && dues.nextAt > now) await lookOutside();
      if (dues.nextAt > end) break;
      now = dues.nextAt;
      dues.take()?.();
      await settleTask();
    }
    now = end;
  };

  const clock: VirtualClock = {
    now: () => now,
    wallMs: () => wallMs + now,
    after: (ms, task) => {
      asked++;
      return dues.add(now + (ms > 0 ? ms : 0), task);
    },
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

function nothing(): void {}

/** One pass of the event loop: every promise that could settle by itself has done so. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** Whether somebody has put a step off to the next turn. */
function isTurnAwaited(): boolean {
  return process.getActiveResourcesInfo().includes('Immediate');
}
