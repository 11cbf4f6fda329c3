/** Tells the service every 15 minutes that a call is still needed; after 45 minutes without, it would end the call. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';

/** Graph docs, api/call-keepalive: at least one success within 45 minutes, every 15 minutes advised. */
const KEEP_ALIVE_EVERY_MS = 15 * 60_000;

/** Goes on until the signal aborts or the service says that the call is over; that is told to `onGone`. */
export async function keepAlive(options: {
  readonly send: () => Promise<'alive' | 'gone'>;
  readonly onGone: () => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { send, onGone, clock, log, signal } = options;
  while (!signal.aborted) {
    await clock.sleep(KEEP_ALIVE_EVERY_MS, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      if ((await send()) === 'gone') return onGone();
    } catch (error) {
      // Two more tries come before the service gives up on the call.
      log.warn('keep-alive failed', { error });
    }
  }
}
