/** Waiting for somebody no longer than a bot wants to: too late is an outcome, not an error. */
import type { Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { EndReason } from '../call/platform.ts';
import { Patience } from '../call/patience.ts';

export type Waiting = Cancel & { readonly timeoutMs?: number | undefined };

export const notInTime: EndReason = { code: 408, subcode: 0, message: 'The other person did not answer in time.' };

/** Resolves as the work does, or with `tooLate` after `timeoutMs`; the signal's own reason passes through. */
export async function withPatience<T>(
  work: (stop: AbortSignal) => Promise<T>,
  { clock, timeoutMs, signal, tooLate }: Waiting & { readonly clock: Clock; readonly tooLate: T },
): Promise<T> {
  using patience = timeoutMs === undefined ? undefined : new Patience({ clock, ms: timeoutMs });
  const stop = [patience?.signal, signal].filter((each) => each !== undefined);
  try {
    return await work(AbortSignal.any(stop));
  } catch (error) {
    if (!patience?.isOver || error !== patience.signal.reason) throw error;
    return tooLate;
  }
}
