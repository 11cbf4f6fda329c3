/** Calling somebody from within a bot. */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Scope } from '../base/scope.ts';
import type { CarrierCall, EndReason, Platform } from '../call/platform.ts';
import { Patience } from '../call/patience.ts';
import type { BotContext } from './bot.ts';
import { Call } from './call.ts';
import type { Speaks } from './speaks.ts';

const RING_MS = 45_000;

/** The `dial` of one run of a bot: calls that it makes end with the scope. */
export function dialling(options: {
  readonly platform: Platform;
  readonly speech: Speaks;
  readonly clock: Clock;
  readonly log: Log;
  readonly scope: Scope;
}): BotContext['dial'] {
  const { platform, clock, scope } = options;
  return async (target, { signal, timeoutMs = RING_MS } = {}) => {
    const carrier = await platform.dial(target, { signal });
    scope.defer(() => carrier.hangUp());
    using patience = new Patience({ clock, ms: timeoutMs });
    try {
      const reason = await soundOrEnd(carrier, AbortSignal.any([patience.signal, ...(signal ? [signal] : [])]));
      return reason ? { kind: 'notAnswered', reason } : { kind: 'answered', call: new Call({ ...options, carrier }) };
    } catch (error) {
      await carrier.hangUp();
      signal?.throwIfAborted();
      if (!patience.isOver) throw error;
      return { kind: 'notAnswered', reason: { code: 408, subcode: 0, message: 'Nobody answered in time.' } };
    }
  };
}

async function soundOrEnd(carrier: CarrierCall, signal: AbortSignal): Promise<EndReason | undefined> {
  for (;;) {
    const { state } = carrier;
    if (state.status === 'ended') return state.reason;
    if (state.status === 'connected' && state.hasSound) return undefined;
    await carrier.facts.next('changed', { signal });
  }
}
