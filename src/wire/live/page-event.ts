/** What pages are told over `/live`: one JSON text frame each. A snapshot replaces the one before it; times are milliseconds since 1970 UTC. */
import type { Apps } from './apps.ts';
import type { LadderMessage } from './ladder.ts';

export type PageEvent =
  /** First frame on every connection. `instance` changes when the program was started anew. */
  | {
      readonly kind: 'hello';
      readonly version: string;
      readonly instance: string;
      readonly iceServers: readonly { readonly urls: string }[];
    }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly error: PageError }
  | { readonly kind: 'home'; readonly home: Home }
  /** The phone of whoever is signed in on this page; sent at sign-in and at every change. */
  | { readonly kind: 'phone'; readonly phone: Phone }
  | { readonly kind: 'voicemail'; readonly messages: readonly VoicemailMessage[] }
  /** The latest calls of the whole house, newest first. */
  | { readonly kind: 'calls'; readonly calls: readonly CallSummary[] }
  /** More steps of a watched call, in order; `isStart` marks the first batch, which replaces what the page had. */
  | { readonly kind: 'ladder'; readonly callId: string; readonly isStart: boolean; readonly messages: readonly LadderMessage[] }
  /** The apps of the house, for pages that watch them. */
  | { readonly kind: 'apps'; readonly apps: Apps };

/** Says what happened and what to do, in words for a person. `code` is for programs; `field` is the part of a command that is at fault. */
export type PageError = {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly field?: string | undefined;
};

export type Home = {
  readonly people: readonly Person[];
  readonly bots: readonly BotState[];
  /** What a newcomer may try, in order: "Dial 100: the front desk greets you". */
  readonly tryThis: readonly { readonly number: string; readonly text: string }[];
  /** What people say and press is kept for a while, and is in a call that is saved. */
  readonly isCapturing?: boolean | undefined;
  readonly media: {
    readonly isUp: boolean;
    readonly processes: number;
    readonly rooms: number;
    readonly legs: number;
    readonly remedy?: string | undefined;
  };
};

export type Person = {
  readonly userId: string;
  readonly name: string;
  readonly number: string;
  readonly pages: number;
  readonly isInCall: boolean;
};

export type BotState = {
  readonly appId: string;
  readonly name: string;
  readonly number: string;
  readonly says: string;
  readonly activeCalls: number;
  /** `unknown` until it was called once; `failing` says why in `lastError`. */
  readonly health: 'unknown' | 'answering' | 'failing';
  readonly lastError?: string | undefined;
};

export type Party = { readonly name: string; readonly number: string; readonly kind: 'person' | 'bot' };

export type Phone = {
  readonly me: { readonly userId: string; readonly name: string; readonly number: string };
  readonly lines: readonly PhoneLine[];
  /** My own earlier calls, newest first. */
  readonly log: readonly CallLogEntry[];
};

/** One call on my phone. An ended line stays for some seconds, so that its end can be read. */
export type PhoneLine = {
  readonly legId: string;
  readonly callId: string;
  readonly direction: 'incoming' | 'outgoing';
  /**
   * `calling` I dialled, nobody there yet · `ringing` it rings here · `connecting` sound is being set up ·
   * `connected` · `transferring` the other side is putting me through, I hear ringing · `ended`.
   */
  readonly state: 'calling' | 'ringing' | 'connecting' | 'connected' | 'transferring' | 'ended';
  readonly peer: Party;
  /** Taken by, or belonging to, another window of the same person: shown, not offered. */
  readonly isElsewhere: boolean;
  readonly isMuted: boolean;
  readonly sinceMs: number;
  readonly connectedMs?: number | undefined;
  /** Plain words: "Grace did not answer", "The bot front desk did not answer within 15 s". */
  readonly endedBecause?: string | undefined;
  /**
   * My connection was dropped while I was brought over to another call: the page connects anew, by `answer` with this `legId` and a new
   * offer, within 20 s. `callId` is the other call's by then.
   */
  readonly mustReconnect?: boolean | undefined;
  /** It was a bot that muted me; I may unmute myself. */
  readonly isMutedByOther?: boolean | undefined;
  /** I wait to be let in: I hear nobody, and nobody hears me. */
  readonly isInLobby?: boolean | undefined;
  /** I hear music instead of the others. */
  readonly isOnHold?: boolean | undefined;
  /** The bots that say that they record. */
  readonly recordedBy?: readonly string[] | undefined;
  /** There when more than two may talk. */
  readonly group?: PhoneGroup | undefined;
};

/** A group call or a meeting that I am in. */
export type PhoneGroup = {
  readonly subject?: string | undefined;
  readonly isMeeting: boolean;
  /** Newest first; those in the lobby are among them. */
  readonly participants: readonly PhoneParticipant[];
  /** Whether I may let in who waits in the lobby, or send them away: `admit`, `deny`. */
  readonly mayAdmit: boolean;
};

export type PhoneParticipant = {
  readonly participantId: string;
  readonly party: Party;
  readonly isMe: boolean;
  readonly isMuted: boolean;
  readonly isInLobby: boolean;
  readonly isOnHold: boolean;
};

export type CallLogEntry = {
  readonly callId: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly peer: Party;
  readonly outcome: 'talked' | 'missed' | 'declined' | 'noAnswer' | 'failed' | 'elsewhere';
  readonly startedMs: number;
  readonly talkedMs: number;
  readonly reason: string;
};

export type VoicemailMessage = {
  readonly messageId: string;
  readonly from: Party;
  readonly leftMs: number;
  readonly durationMs: number;
  readonly isHeard: boolean;
  /** Relative link to the WAV, good for whoever is signed in on this page. */
  readonly href: string;
};

export type CallSummary = {
  readonly callId: string;
  readonly from: Party;
  readonly to: Party;
  readonly startedMs: number;
  readonly endedMs?: number | undefined;
  readonly state: 'up' | 'ended';
  readonly summary: string;
  /** There when more than two could talk. */
  readonly group?: { readonly subject?: string | undefined; readonly isMeeting: boolean } | undefined;
};
