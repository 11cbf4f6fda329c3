/** Which state of a leg may follow which: the arrows of the picture at `LegState`. */
import type { LegState } from './call.ts';

const followers = {
  calling: ['connecting', 'ended'],
  ringing: ['connecting', 'redirecting', 'ended'],
  redirecting: ['ended'],
  connecting: ['connected', 'ended'],
  connected: ['transferring', 'ended'],
  transferring: ['connecting', 'connected', 'transferAccepted', 'ended'],
  transferAccepted: ['connected', 'ended'],
  ended: [],
} as const satisfies Record<LegState, readonly LegState[]>;

/** Whether the picture has that arrow. */
export function mayFollow(from: LegState, to: LegState): boolean {
  return (followers[from] as readonly LegState[]).includes(to);
}
