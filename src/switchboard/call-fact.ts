/** What happened in a call, for the event log: versioned, and enough to tell the whole story later. */
import type { LegEnd } from './call.ts';
import type { Party } from './directory.ts';
import type { MediaTask } from './media-task.ts';

/** `atMs` is milliseconds since 1970 UTC. Keys are not named: they may be secrets. */
export type CallFact = { readonly version: 1; readonly callId: string; readonly atMs: number } & CallNews;

export type CallNews =
  | { readonly type: 'callStarted'; readonly from: Party; readonly to: Party }
  | {
      readonly type: 'legRang';
      readonly legId: string;
      readonly party: Party;
      readonly because: 'dial' | 'forward' | 'redirect' | 'transfer' | 'create' | 'invite';
    }
  | { readonly type: 'legAnswered'; readonly legId: string; readonly party: Party }
  | { readonly type: 'legConnected'; readonly legId: string; readonly party: Party }
  | {
      readonly type: 'legEnded';
      readonly legId: string;
      readonly party: Party;
      readonly as: LegEnd;
      readonly because: string;
      readonly spokenMs?: number | undefined;
    }
  | { readonly type: 'legMuted'; readonly legId: string; readonly party: Party; readonly isMuted: boolean }
  /** From now on any number talk; with the meeting, if it is one. */
  | {
      readonly type: 'becameGroup';
      readonly threadId: string;
      readonly meetingId?: string | undefined;
      readonly subject?: string | undefined;
    }
  /** In the lobby, and sent away at `untilMs` if nobody lets it in; or let in after so long. */
  | {
      readonly type: 'legInLobby';
      readonly legId: string;
      readonly party: Party;
      readonly isInLobby: boolean;
      readonly untilMs?: number | undefined;
      readonly waitedMs?: number | undefined;
    }
  /** A camera or a screen is seen, or no longer. */
  | {
      readonly type: 'legPictures';
      readonly legId: string;
      readonly party: Party;
      readonly of: 'camera' | 'screen';
      readonly isSent: boolean;
    }
  /** Written to the chat of the conversation; that of a meeting outlives its call. */
  | {
      readonly type: 'posted';
      readonly legId: string;
      readonly party: Party;
      readonly threadId: string;
      readonly messageId: string;
      readonly text: string;
      readonly isOfMeeting: boolean;
    }
  /** Its connection was lost, and is waited for; or is there again. */
  | { readonly type: 'legReconnecting'; readonly legId: string; readonly party: Party; readonly isAway: boolean }
  | { readonly type: 'legOnHold'; readonly legId: string; readonly party: Party; readonly isOnHold: boolean }
  /** It came from another call, or went to one, without ringing. */
  | {
      readonly type: 'legMoved';
      readonly legId: string;
      readonly party: Party;
      readonly otherCallId: string;
      readonly isHere: boolean;
      readonly spokenMs?: number | undefined;
    }
  | { readonly type: 'recordingStatus'; readonly legId: string; readonly party: Party; readonly status: string }
  /** The switchboard keeps what is said in words: `transcribing`, `notTranscribing`, `failed`. */
  | { readonly type: 'transcriptStatus'; readonly legId: string; readonly party: Party; readonly status: string }
  | { readonly type: 'keyPressed'; readonly legId: string; readonly party: Party }
  | { readonly type: 'transferStarted'; readonly legId: string; readonly party: Party; readonly target: Party }
  | { readonly type: 'transferFailed'; readonly legId: string; readonly party: Party; readonly because: string }
  | {
      readonly type: 'taskStarted';
      readonly legId: string;
      readonly party: Party;
      readonly operationId: string;
      readonly task: MediaTask['kind'];
    }
  | {
      readonly type: 'taskEnded';
      readonly legId: string;
      readonly party: Party;
      readonly operationId: string;
      readonly task: MediaTask['kind'];
      readonly outcome: string;
      readonly problem?: string | undefined;
    }
  /** An app could not be reached, or did not answer in time. */
  | { readonly type: 'botFailed'; readonly legId: string; readonly party: Party; readonly because: string }
  | { readonly type: 'announced'; readonly name: string; readonly because: string }
  | { readonly type: 'callEnded'; readonly because: string };
