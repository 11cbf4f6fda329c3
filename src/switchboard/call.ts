/** A call and its legs: plain values that only `next` makes anew. */
import type { Party } from './directory.ts';
import type { MediaTask } from './media-task.ts';

/** One conversation from the first ring to the end, whoever joins and leaves it in between. */
export type Call = {
  /** Also the engine's room and Graph's `callChainId`. */
  readonly callId: string;
  readonly from: Party;
  /** As dialled: forwarding and transfer do not change it. */
  readonly to: Party;
  readonly startedMs: number;
  readonly endedMs?: number | undefined;
  /** Why it ended, in plain words. */
  readonly endedBecause?: string | undefined;
  /** In the order in which they came; ended ones leave after a grace. */
  readonly legs: readonly Leg[];
  /** Who is being rung now, and on whose behalf. */
  readonly offer?: Offer | undefined;
  /** What the caller is told before the call ends. */
  readonly announcement?: Announcement | undefined;
  /** All have hung up, and an app's recording of what they said is being brought in: the call ends with it. */
  readonly ending?: { readonly because: string; readonly as: LegEnd } | undefined;
};

/** One connection of a call: a person's window, or an app. */
export type Leg = PersonLeg | AppLeg;

/**
 *     calling ─────────┬─► connecting ─► connected ─► transferring ─► transferAccepted
 *     ringing ─────────┘        │            │  ▲         │ │                │
 *        ├─► redirecting        │            │  └─────────┘ │                │
 *        └─────────┴────────────┴────────────┴──────────────┴────────────────┴─► ended
 *
 * `calling` it rings at the other side · `ringing` it rings here · `connecting` taken, sound is being set up ·
 * `connected` both hear each other · `transferring` an app puts the other side through, or this person is being
 * put through · `transferAccepted` the app's target has taken it · `redirecting` the app has passed the call on unanswered.
 * A transfer that fails leads back to `connected`; a person who is put through to somebody without sound yet goes to `connecting`.
 */
export type LegState = 'calling' | 'ringing' | 'connecting' | 'connected' | 'transferring' | 'transferAccepted' | 'redirecting' | 'ended';

type LegBase = {
  readonly legId: string;
  /** As its owner sees it. */
  readonly direction: 'incoming' | 'outgoing';
  readonly state: LegState;
  readonly startedMs: number;
  readonly connectedMs?: number | undefined;
  readonly endedMs?: number | undefined;
  /** Plain words for whoever owns the leg. */
  readonly endedBecause?: string | undefined;
  /** Why, for programs; there when it has ended. */
  readonly endedAs?: LegEnd | undefined;
  /** Who is at the other side, for display. */
  readonly peer: Party;
  /** Whose leg it is. */
  readonly self: Party;
  /** The engine has connected its sound. */
  readonly isSoundUp: boolean;
};

export type PersonLeg = LegBase & {
  readonly kind: 'person';
  readonly userId: string;
  /** The window that holds it; undefined while it rings at all of the person's windows. */
  readonly pageId?: string | undefined;
  readonly isMuted: boolean;
};

export type AppLeg = LegBase & {
  readonly kind: 'app';
  readonly appId: string;
  /** Where its notifications go. */
  readonly callbackUri: string;
  /** The first one is at work, the others wait. */
  readonly tasks: readonly MediaTask[];
  readonly toneSequence: number;
  readonly isSubscribedToTones: boolean;
  /** When it last said that it wants the call to go on. */
  readonly lastAliveMs: number;
  /** Who was meant, when the call came by forwarding or redirection. */
  readonly forwardedFrom?: Party | undefined;
  /** The app has been told that sound flows. */
  readonly isMediaActive: boolean;
};

/** Why a leg ended, for programs; `endedBecause` says the same to people. */
export type LegEnd =
  | 'hungUp'
  | 'otherHungUp'
  | 'declined'
  | 'otherDeclined'
  | 'cancelled'
  | 'takenElsewhere'
  | 'noAnswer'
  | 'nobodyAnswered'
  | 'forwarded'
  | 'rejected'
  | 'otherRejected'
  | 'redirected'
  | 'transferred'
  | 'unreachable'
  | 'otherUnreachable'
  | 'unknownNumber'
  | 'pageLost'
  | 'otherLost'
  | 'keepAliveMissed'
  | 'mediaFailed'
  | 'engineLost'
  | 'closed';

/** A round of ringing. `byLegId` is the app's leg on whose behalf it rings. */
export type Offer = {
  readonly kind: 'dial' | 'forward' | 'redirect' | 'transfer' | 'create';
  /** Who was meant, before any forwarding. */
  readonly meant: Party;
  readonly byLegId?: string | undefined;
  readonly legIds: readonly string[];
};

/** Recorded words for callers who cannot be helped otherwise. */
export type AnnouncementName = 'bot-not-answering' | 'number-unknown' | 'nobody-answers';

type Announcement = {
  readonly name: AnnouncementName;
  /** The hosted leg that speaks it. */
  readonly legId: string;
  readonly operationId: string;
  readonly isPlaying: boolean;
  /** Why the call ends after it. */
  readonly because: string;
  readonly endsAs: LegEnd;
};

/** Whether a leg still takes part. */
export function isUp(leg: Leg): boolean {
  return leg.state !== 'ended';
}

/** Whether a leg has answered or placed the call, so that it is one of the two who talk. */
export function isTalking(leg: Leg): boolean {
  return isUp(leg) && leg.state !== 'ringing' && leg.state !== 'redirecting';
}

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

/** Whether the picture above has an arrow. */
export function mayFollow(from: LegState, to: LegState): boolean {
  return (followers[from] as readonly LegState[]).includes(to);
}
