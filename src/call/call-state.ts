/** The states of a call as its bot lives through them, and which may follow which. */

/** How a call ended: the carrier's codes and a sentence for people. */
export type EndReason = { readonly code: number; readonly subcode: number; readonly message: string };

/** The call is over: what every wait on a call may come to. */
export type Ended = { readonly kind: 'ended'; readonly reason: EndReason };

/**
 *     ringing ──► connecting ──► connected ◄──► transferring
 *        │             │             │               │
 *        └─────────────┴─────────────┴───────────────┴──► ended
 */
export type CallState =
  | { readonly status: 'ringing' }
  | { readonly status: 'connecting' }
  /** `hasSound` turns true once sound flows, and stays so. */
  | { readonly status: 'connected'; readonly hasSound: boolean }
  | { readonly status: 'transferring' }
  | { readonly status: 'ended'; readonly reason: EndReason };

export type CallStatus = CallState['status'];

const followers: Readonly<Record<CallStatus, readonly CallStatus[]>> = {
  ringing: ['connecting', 'connected', 'ended'],
  connecting: ['connected', 'ended'],
  connected: ['connected', 'transferring', 'ended'],
  transferring: ['transferring', 'connected', 'ended'],
  ended: [],
};

/** Whether a call may go from one status to another; a late or repeated message must not turn it back. */
export function mayFollow(from: CallStatus, to: CallStatus): boolean {
  return followers[from].includes(to);
}
