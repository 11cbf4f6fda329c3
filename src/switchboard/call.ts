/** A call and its legs: plain values that only `next` makes anew. */
import type { Party } from './directory.ts';
import type { Keeping } from './keeping/keeping.ts';
import type { LanguageChoice, LanguageOffer } from './languages/language.ts';
import type { MediaTask } from './media-task.ts';
import type { Meeting } from './meeting.ts';
import type { AppMedia, GivenRole, Pictures, SharingSession } from './taking-part.ts';
import type { Transcribing, TranscriptState } from './transcribing/transcribing.ts';

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
  /** Who is being rung now, and on whose behalf; between two. In a group each leg that rings has an `invitation` instead. */
  readonly offer?: Offer | undefined;
  /** There: any number talk, each connected as soon as its own sound is up. Absent: two talk, both connected at once. */
  readonly group?: Group | undefined;
  /** What the caller is told before the call ends. */
  readonly announcement?: Announcement | undefined;
  /** Who hears music, or is about to; one at a time. */
  readonly holding?: Holding | undefined;
  /** Whose words the house turns into text, by their legs; absent while it hears nobody. */
  readonly heardLegIds?: readonly string[] | undefined;
  /** All have hung up, and an app's recording of what they said is being brought in: the call ends with it. */
  readonly ending?: { readonly because: string; readonly as: LegEnd } | undefined;
};

/** What a conversation of many has besides its legs: a new group call, a call between two to which a third was invited, or a meeting. */
export type Group = {
  /** The thread of its chat. */
  readonly threadId: string;
  readonly subject?: string | undefined;
  /** The meeting that it is of; a group call without one is over when only one is left. */
  readonly meeting?: Meeting | undefined;
  /** Who was rung by the same command, and what is told when the last of them has come or has not. */
  readonly invitations: readonly Invitation[];
  readonly routingGroups: readonly RoutingGroup[];
  /** Who is rung in place of an app that redirected, or for a participant who is put through. */
  readonly rounds: readonly GroupRound[];
  /** Who shows a screen; one at a time. */
  readonly sharing?: SharingSession | undefined;
  /** The switchboard records it; one recording at a time. */
  readonly keeping?: Keeping | undefined;
  /** The switchboard keeps what is said in words; one transcript at a time. */
  readonly transcribing?: Transcribing | undefined;
  /** As apps are told of it; absent where there never was one. */
  readonly transcription?: TranscriptState | undefined;
  /** When its room was lost with its media process, lately. */
  readonly roomLostMs?: readonly number[] | undefined;
  /** The people of a meeting who have been in it, by their ids: who comes back need not be let in again, unless she was removed. */
  readonly admittedIds?: readonly string[] | undefined;
  /** By the id of the party. */
  readonly givenRoles: Readonly<Record<string, GivenRole>>;
  /** Counts the changes of the roster. */
  readonly rosterSequence: number;
};

/** `byLegId` is the app's leg that redirected or transfers; the first of `legIds` to answer takes it. */
export type GroupRound =
  | { readonly kind: 'redirect'; readonly byLegId: string; readonly legIds: readonly string[] }
  | { readonly kind: 'transfer'; readonly byLegId: string; readonly legIds: readonly string[]; readonly transfereeLegId: string };

/** An app plays music to one who takes part; `isPlaying` once its prompt is there. Without `music` it is the house's. */
export type Holding = {
  readonly legId: string;
  readonly byLegId: string;
  readonly operationId: string;
  readonly clientContext?: string | undefined;
  readonly isPlaying: boolean;
  readonly music?: Uint8Array | undefined;
};

/** One command to invite: it has succeeded if at least one came. */
export type Invitation = {
  readonly operationId: string;
  readonly clientContext?: string | undefined;
  /** The app's leg that invited; undefined for the targets with which the call was created. */
  readonly byLegId?: string | undefined;
  /** Those who still ring or are being brought over. */
  readonly legIds: readonly string[];
  /** As they were asked for. */
  readonly targets: readonly Party[];
  readonly joined: number;
  /** Why the last one did not come. */
  readonly lastEnd?: LegEnd | undefined;
};

/** Source: Graph docs, resources/audioroutinggroup. Participants by their `participantId`. */
export type RoutingGroup = {
  readonly groupId: string;
  readonly routingMode: 'oneToOne' | 'multicast';
  readonly sources: readonly string[];
  readonly receivers: readonly string[];
  /**
   * While one of the sources speaks, the receivers hear all others lower by so many dB; and what the sources say is heard by the receivers
   * alone, while they hear everybody. An interpreter is one. Graph has no such thing: it is the open extension `@rollcall.duckDb`.
   */
  readonly duckDb?: number | undefined;
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
 *
 * In a group a leg begins as `ringing` when it is invited, and as `connecting` when it joins by itself or calls several; it is `connected`
 * as soon as its own sound is up. In the lobby, muted, on hold, apart: these are not states, and a `connected` leg may be any of them.
 * Only an app is `transferring` there: the participant whom it puts through stays `connected` until somebody has come, and goes on from
 * `transferring` in a call of her own. A leg that is moved from call to call keeps its state.
 */
export type LegState = 'calling' | 'ringing' | 'connecting' | 'connected' | 'transferring' | 'transferAccepted' | 'redirecting' | 'ended';

type LegBase = {
  readonly legId: string;
  /** Who this is to the others of the call; in the roster. */
  readonly participantId: string;
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
  /** What it says is dropped. */
  readonly isMuted: boolean;
  /** It was somebody else who muted it; it may unmute itself. */
  readonly isMutedByOther: boolean;
  readonly mutedBy?: Party | undefined;
  /** In the lobby of a meeting: connected, and hears nobody, and nobody hears it. */
  readonly isInLobby: boolean;
  /** When it is sent away from the lobby, if nobody lets it in. */
  readonly lobbyUntilMs?: number | undefined;
  /** An app plays it music, and keeps it from the others. */
  readonly isOnHold: boolean;
  /** Neither heard by all nor hears all: only the routing groups connect it. */
  readonly isApart: boolean;
  /** Rung in a group by this command. */
  readonly invitationId?: string | undefined;
  readonly pictures: Pictures;
  /** When its hand went up; absent while it is down. */
  readonly handMs?: number | undefined;
  /** How long it has spoken in this group; `speakingFromMs` while it speaks. */
  readonly spokenMs: number;
  readonly speakingFromMs?: number | undefined;
  /** Its connection was lost, with its room or on the way to another one: whoever owns it has to connect anew. */
  readonly mustReconnect?: boolean | undefined;
};

export type PersonLeg = LegBase & {
  readonly kind: 'person';
  readonly userId: string;
  readonly languages?: LanguageChoice | undefined;
  /** The window that holds it; undefined while it rings at all of the person's windows. */
  readonly pageId?: string | undefined;
};

export type AppLeg = LegBase & {
  readonly kind: 'app';
  readonly appId: string;
  /** Where its notifications go. */
  readonly callbackUri: string;
  readonly media: AppMedia;
  /** Captions and voices that people can have of it. */
  readonly offer?: LanguageOffer | undefined;
  /** Whether it may show a screen, which it asked for. */
  readonly sharingRole: 'viewer' | 'sharer';
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
  readonly options: AppCallOptions;
  /** What it says of its own recording; shown to everybody. */
  readonly recording: RecordingStatus;
  /** It was here before the call became a group call, and asked not to be seen from then on. */
  readonly isHidden?: boolean | undefined;
  /** For how long it asked to let the others ring. */
  readonly ringMs?: number | undefined;
  /** It was put through, or moved away, by an app: what Graph calls `terminationReason`. */
  readonly terminationReason?: 'AppTransferred' | undefined;
};

/** Source: Graph docs, resources/calloptions. */
export type AppCallOptions = {
  /** Not in the roster once a call between two has become a group call. */
  readonly isHiddenAfterEscalation: boolean;
  readonly isDeltaRosterEnabled: boolean;
  readonly isContentSharingNotificationEnabled: boolean;
};

export type RecordingStatus = 'unknown' | 'notRecording' | 'recording' | 'failed';

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
  /** Removed from the conversation by another participant; from the lobby; refused while in the lobby. */
  | 'removed'
  | 'lobbyDenied'
  | 'lobbyTimedOut'
  /** The conversation ended because only one was left; nobody joined it at all; only apps were left. */
  | 'lastOneLeft'
  | 'nobodyJoined'
  | 'onlyAppsLeft'
  /** Everybody else left. */
  | 'othersLeft'
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
  /** The app's leg that puts the other side through, whoever is rung for it by now. */
  readonly transferorId?: string | undefined;
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
