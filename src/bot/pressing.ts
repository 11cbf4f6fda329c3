/** Pressing keys for a machine at the other end. */
import type { Cancel } from '../base/cancel.ts';
import type { CarrierCall, Ended } from '../call/platform.ts';
import { BotError } from './errors.ts';

export type PressOptions = Cancel & {
  /** The silence between two keys; the carrier's own unless given. */
  readonly pauseMs?: number | undefined;
};
export type PressOutcome = { readonly kind: 'pressed' } | Ended;

/** Throws `TypeError` for what is no key of a phone. */
export function checkKeys(keys: string): void {
  if (!/^[0-9*#A-D]+$/.test(keys)) throw new TypeError(`call.press() wants keys of a phone (0 to 9, * and #), and got "${keys}"`);
}

/** Rejects with `bot/keys-failed` when the carrier cannot press them, or with the signal's reason. */
export async function press(carrier: Pick<CarrierCall, 'sendKeys'>, keys: string, options: PressOptions): Promise<PressOutcome> {
  const outcome = await carrier.sendKeys(keys, options);
  options.signal?.throwIfAborted();
  if (outcome.kind === 'played') return { kind: 'pressed' };
  if (outcome.kind === 'ended') return outcome;
  const why = outcome.kind === 'failed' ? outcome.message : 'the carrier cancelled it';
  throw new BotError('bot/keys-failed', `the keys ${keys} could not be pressed: ${why}`);
}
