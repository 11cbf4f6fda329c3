/** Waits for something that a bot does: turns the clock until it is so, and gives the bot real time where it needs it. */
import { realClock } from '../base/clock.ts';
import type { VirtualClock } from '../base/virtual-clock.ts';

/** One tick of sound. */
const STEP_MS = 20;
/** How much real time a bot may take for its own requests before the caller's time goes on. */
const REAL_MS = 2_000;

export type WaitOptions = {
  readonly clock: VirtualClock;
  readonly withinMs: number;
  readonly isElsewhere: () => boolean;
  /** Nothing more can come. */
  readonly isOver: () => boolean;
};

/** Whether it came about in time. */
export async function cameAbout(isSo: () => boolean, { clock, withinMs, isElsewhere, isOver }: WaitOptions): Promise<boolean> {
  const real = realClock();
  const untilMs = clock.now() + withinMs;
  const realUntilMs = real.now() + REAL_MS;
  for (;;) {
    await clock.settle();
    if (isSo()) return true;
    if (isElsewhere() && real.now() < realUntilMs) await real.sleep(1);
    else if (isOver() || clock.now() >= untilMs) return false;
    else await clock.advance(STEP_MS);
  }
}
