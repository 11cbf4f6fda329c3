/** What pages are told over `/live`: one JSON text frame each. A snapshot replaces the one before it; times are milliseconds since 1970 UTC. */
import type { Apps } from './apps.ts';
import type { LadderMessage } from './ladder.ts';
import type { LibraryNews } from './library.ts';

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
  /** Who speaks in the meeting of that line now; told at every change, apart from `phone` because it changes so often. */
  | {
      readonly kind: 'speakers';
      readonly legId: string;
      readonly participantIds: readonly string[];
      readonly dominantId?: string | undefined;
    }
  /** The chat of the conversation of that line. `isStart` marks the whole of it, which replaces what the page had; else one message more. */
  | { readonly kind: 'chat'; readonly legId: string; readonly isStart: boolean; readonly messages: readonly ChatMessage[] }
  /** What is being said, in words; interim texts of one `captionId` replace each other. */
  | { readonly kind: 'caption'; readonly legId: string; readonly caption: Caption }
  /** Which captions and spoken languages that line can have, and has; sent when it changes. */
  | { readonly kind: 'languages'; readonly legId: string; readonly languages: LineLanguages }
  /** A line of the roster's history to be read aloud or shown for a moment: "Grace raised her hand", "Ada was muted by you". */
  | { readonly kind: 'notice'; readonly legId: string; readonly text: string }
  /** The meetings of whoever is signed in: those planned, those that are up. */
  | { readonly kind: 'meetings'; readonly meetings: readonly MeetingSummary[] }
  /** How my own sound and pictures fare, every 5 s; shares 0 … 1. */
  | { readonly kind: 'quality'; readonly legId: string; readonly lossUp?: number | undefined; readonly lossDown?: number | undefined }
  /** The apps of the house, for pages that watch them. */
  | { readonly kind: 'apps'; readonly apps: Apps }
  /** Something in the library is otherwise than before; at most twice a second. */
  | ({ readonly kind: 'library' } & LibraryNews);

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
  /** What turns speech into text and translates, in order of preference, and how much of it goes on. Absent where that is switched off. */
  readonly speech?:
    | {
        readonly recognisers: readonly SpeechProvider[];
        readonly translators: readonly SpeechProvider[];
        readonly speaking: number;
        readonly waiting: number;
        readonly waitingMs: number;
        readonly droppedMs: number;
        /** Recordings whose second pass failed so often that it is not tried again by itself; absent where there is none. */
        readonly passesGivenUp?: number | undefined;
        /** Why the newest of them did; nobody is named in it. */
        readonly passesProblem?: string | undefined;
      }
    | undefined;
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
   * My connection was lost, or dropped while I was brought over to another call: the page connects anew, by `answer` with this `legId` and a
   * new offer, within 15 s. `callId` may be another call's by then. Pictures are connected anew after that.
   */
  readonly mustReconnect?: boolean | undefined;
  /** Somebody else muted me, and who it was; I may unmute myself. */
  readonly isMutedByOther?: boolean | undefined;
  readonly mutedBy?: string | undefined;
  /** I wait to be let in: I hear nobody, and nobody hears me. */
  readonly isInLobby?: boolean | undefined;
  /** When I am sent away from the lobby, if nobody lets me in. */
  readonly lobbyUntilMs?: number | undefined;
  /** I hear music instead of the others. */
  readonly isOnHold?: boolean | undefined;
  /** The bots that say that they record, and whoever has the house record. */
  readonly recordedBy?: readonly string[] | undefined;
  /** Those that keep what is said in words: whoever has the house do so, and bots that say it. */
  readonly transcribedBy?: readonly string[] | undefined;
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
  /** Whether I may mute and remove others, lower their hands, and end their sharing: organizer and presenters. */
  readonly mayModerate: boolean;
  /** Whether I may give roles: the organizer. */
  readonly mayGiveRoles: boolean;
  readonly myRole: MeetingRole;
  /** Whether I may share my screen: attendees may not. */
  readonly mayShare: boolean;
  /** Whether I may have the house record: organizer and presenters, where it can. */
  readonly mayRecord?: boolean | undefined;
  /** The house records; absent while it does not. */
  readonly recording?: 'beginning' | 'running' | 'ending' | undefined;
  /** The house keeps a transcript; absent while it does not. */
  readonly transcript?: 'beginning' | 'running' | 'ending' | undefined;
  /** How others come: there for a meeting. */
  readonly invitation?: MeetingInvitation | undefined;
  readonly startedMs: number;
};

/** In a group call everybody is a presenter. */
export type MeetingRole = 'organizer' | 'presenter' | 'attendee';

/** `path` is the page of this house that joins, such as `/meet/245678`; `joinUrl` the link as Graph gives it. */
export type MeetingInvitation = {
  readonly joinMeetingId: string;
  readonly passcode?: string | undefined;
  readonly path: string;
  readonly joinUrl?: string | undefined;
};

export type MeetingSummary = {
  readonly meetingId: string;
  readonly subject?: string | undefined;
  readonly invitation: MeetingInvitation;
  readonly organizer: string;
  readonly isMine: boolean;
  readonly startMs: number;
  readonly endMs: number;
  /** How many are in it now. */
  readonly present: number;
};

export type ChatMessage = {
  readonly messageId: string;
  readonly from: Party;
  readonly isMine: boolean;
  readonly text: string;
  readonly sentMs: number;
};

/** Languages are BCP 47. */
export type LineLanguages = {
  /** Captions can be had: of a bot, or of the house (`by`). Where not, `remedy` says what is missing. */
  readonly canCaption: boolean;
  readonly by?: string | undefined;
  readonly remedy?: string | undefined;
  readonly spoken: string;
  readonly captions: readonly string[];
  readonly voices: readonly string[];
  /** Who turns speech into text, who translates, and whether what is said leaves the machine for it, to where. */
  readonly transcriber?: SpeechProvider | undefined;
  readonly translator?: SpeechProvider | undefined;
  /** Chosen by this line. */
  readonly hasCaptions: boolean;
  readonly language?: string | undefined;
  readonly voice?: string | undefined;
};

export type SpeechProvider = {
  readonly name: string;
  readonly leavesMachine: boolean;
  readonly sendsTo?: string | undefined;
  /** What is missing for it, or why it does not work at present. */
  readonly problem?: string | undefined;
};

export type Caption = {
  /** The same for all revisions; those of a page come in one language at a time. */
  readonly captionId: string;
  /** Absent where the speaker is not known. */
  readonly participantId?: string | undefined;
  readonly speaker: string;
  readonly text: string;
  readonly isFinal: boolean;
  readonly language?: string | undefined;
};

export type PhoneParticipant = {
  readonly participantId: string;
  readonly party: Party;
  readonly isMe: boolean;
  readonly isMuted: boolean;
  readonly isInLobby: boolean;
  readonly isOnHold: boolean;
  readonly role: MeetingRole;
  /** When the hand went up, milliseconds since 1970 UTC; absent while it is down. */
  readonly handMs?: number | undefined;
  /** Sends pictures of a camera; shares a screen. To be seen with `view`. */
  readonly hasCamera: boolean;
  readonly isSharing: boolean;
  /** Says that it records, or has the house record. */
  readonly isRecording: boolean;
  /** Rung and not there yet. */
  readonly isRinging?: boolean | undefined;
  /** The connection was lost, and is waited for. */
  readonly isAway?: boolean | undefined;
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
