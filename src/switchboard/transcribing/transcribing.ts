/** The switchboard's own transcript of a conversation of many, one at a time: what it is, and what it asks of whoever keeps it. */
import type { Party } from '../directory.ts';
import type { TranscriptAbout } from './house-speech.ts';

/**
 *     beginning ── it can be kept ──► running ── stopped ──► ending ── all is kept ──► (none)
 *         │                             │ ▲
 *         └─ it cannot ─► (none)        └─┘ the recording that it belonged to is over: it goes on by itself
 */
export type Transcribing = {
  /** Of whoever began it. */
  readonly operationId: string;
  readonly by: Party;
  readonly byLegId: string;
  readonly clientContext?: string | undefined;
  readonly language?: string | undefined;
  readonly state: 'beginning' | 'running' | 'ending';
  /** There from `running` on. */
  readonly recordingId?: string | undefined;
  /** Whoever began it knows that it runs. */
  readonly isTold: boolean;
  /** Who ends it, and is to be told. */
  readonly stop?: (TranscriptRequest & { readonly legId: string }) | undefined;
};

/** As an app sees it: since when something is otherwise. */
export type TranscriptState = { readonly state: 'active' | 'inactive'; readonly sinceMs: number };

export type TranscriptRequest = {
  readonly operationId: string;
  readonly clientContext?: string | undefined;
  /** BCP 47 of what is spoken. */
  readonly language?: string | undefined;
};

export type TranscribingWish =
  /** Answered by `transcriptBegun` or `transcriptRefused`. */
  | { readonly kind: 'begin'; readonly operationId: string; readonly about: TranscriptAbout }
  /** Answered by `transcriptEnded` unless it came too late. */
  | { readonly kind: 'end'; readonly recordingId: string; readonly why: string };

export type TranscribingInput =
  | { readonly kind: 'transcriptBegun'; readonly operationId: string; readonly recordingId: string }
  | { readonly kind: 'transcriptRefused'; readonly operationId: string; readonly message: string }
  | { readonly kind: 'transcriptEnded'; readonly recordingId: string; readonly problem?: string | undefined };

/** By whom, while it is. */
export function transcriberOf({ group }: TranscribedCall): Party | undefined {
  return group?.transcribing?.isTold === true ? group.transcribing.by : undefined;
}

type TranscribedCall = { readonly group?: { readonly transcribing?: Transcribing | undefined } | undefined };
