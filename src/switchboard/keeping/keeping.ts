/** The switchboard's own recording of a conversation of many, one at a time: what it is, and what it asks of whoever keeps it. */
import type { Party } from '../directory.ts';

/**
 *     beginning ── a place is lent ──► running ── stopped ──► ending ── all is written ──► (none)
 *         │                              │ ▲
 *         └─ none to be had ─► (none)    └─┘ its media process died: it goes on as another recording
 */
export type Keeping = {
  /** Of whoever began it. */
  readonly operationId: string;
  readonly by: Party;
  readonly byLegId: string;
  readonly clientContext?: string | undefined;
  readonly state: 'beginning' | 'running' | 'ending';
  /** There from `running` on. */
  readonly recordingId?: string | undefined;
  /** When its time line begins, in milliseconds since 1970 UTC. */
  readonly startedMs?: number | undefined;
  /** Whoever began it knows that it runs. */
  readonly isTold: boolean;
  /** Who ends it, and is to be told. */
  readonly stop?: { readonly operationId: string; readonly legId: string; readonly clientContext?: string | undefined } | undefined;
};

export type KeptPerson = { readonly legId: string; readonly personId: string; readonly name: string };

/** What is known of it when it begins. */
export type KeepingAbout = {
  readonly kind: 'recording';
  readonly madeBy: { readonly id: string; readonly name: string };
  readonly subject: string;
  readonly callId: string;
  readonly meetingId?: string | undefined;
  readonly joinMeetingId?: string | undefined;
  readonly threadId: string;
  readonly organizer?: { readonly id: string; readonly name: string } | undefined;
};

export type KeepingWish =
  /** Answered by `placeLent` or `placeRefused`. */
  | { readonly kind: 'lend'; readonly operationId: string; readonly about: KeepingAbout }
  | { readonly kind: 'keep'; readonly recordingId: string; readonly people: readonly KeptPerson[] }
  | { readonly kind: 'end'; readonly recordingId: string; readonly why: string }
  /** It came too late. */
  | { readonly kind: 'discard'; readonly recordingId: string };

export type KeepingRequest = { readonly operationId: string; readonly clientContext?: string | undefined };

export type KeepingInput =
  | { readonly kind: 'placeLent'; readonly operationId: string; readonly recordingId: string; readonly startedMs: number }
  | { readonly kind: 'placeRefused'; readonly operationId: string; readonly message: string }
  | {
      readonly kind: 'keepingEnded';
      readonly recordingId: string;
      readonly outcome: 'ended' | 'failed';
      readonly message?: string | undefined;
    };

/** Whether the conversation is recorded by the switchboard, at the word of this leg. */
export function isKeeper({ group }: KeptCall, { legId }: { readonly legId: string }): boolean {
  return group?.keeping?.isTold === true && group.keeping.byLegId === legId;
}

/** By whom, while it is. */
export function keeperOf({ group }: KeptCall): Party | undefined {
  return group?.keeping?.isTold === true ? group.keeping.by : undefined;
}

type KeptCall = { readonly group?: { readonly keeping?: Keeping | undefined } | undefined };
