/** What an app is told of its call: `doors/graph` turns each into a notification, in this order. */
import type { Group, Leg, LegEnd } from './call.ts';
import type { Party } from './directory.ts';
import type { MediaTask, PromptSource, TaskEnd, TaskProblem } from './media-task.ts';
import type { TranscriptState } from './transcribing/transcribing.ts';

/** `legId` is Graph's call id; `callbackUri` is where it goes. */
export type AppNotice = {
  readonly callId: string;
  readonly legId: string;
  readonly appId: string;
  readonly callbackUri: string;
  readonly direction: 'incoming' | 'outgoing';
} & AppNews;

export type AppNews =
  /** A call for the app: `source` calls; `forwardedFrom` was meant, if it was not the app. */
  | {
      readonly kind: 'incoming';
      readonly source: Party;
      readonly target: Party;
      readonly forwardedFrom?: Party | undefined;
      /** The group that the app is invited to. */
      readonly group?: Group | undefined;
      /** Who put the caller through to the app. */
      readonly transferor?: Party | undefined;
      readonly participantId: string;
    }
  | { readonly kind: 'establishing' }
  /** Told again with media active; told once more, with why, when a transfer failed; and with the group, once there is one. */
  | {
      readonly kind: 'established';
      readonly isMediaActive: boolean;
      readonly transferFailed?: string | undefined;
      readonly group?: Group | undefined;
    }
  | { readonly kind: 'transferring' }
  | { readonly kind: 'transferAccepted' }
  | { readonly kind: 'terminating' }
  /** `group` where the conversation goes on, so that the app may come back. */
  | {
      readonly kind: 'terminated';
      readonly as: LegEnd;
      readonly because: string;
      readonly terminationReason?: 'AppTransferred' | undefined;
      readonly group?: Group | undefined;
    }
  /** All who take part, the app itself among them, newest first; `changed` by their `participantId`, `gone` those who were there and are not. Groups only. */
  | {
      readonly kind: 'roster';
      readonly sequence: number;
      readonly participants: readonly Leg[];
      readonly changed: readonly string[];
      readonly gone: readonly { readonly leg: Leg; readonly as: LegEnd }[];
      readonly isDelta: boolean;
    }
  | {
      readonly kind: 'inviteEnded';
      readonly operationId: string;
      readonly clientContext?: string | undefined;
      readonly targets: readonly Party[];
      /** Undefined when at least one came. */
      readonly failed?: LegEnd | undefined;
    }
  | {
      readonly kind: 'holdEnded';
      readonly operationId: string;
      readonly clientContext?: string | undefined;
      readonly what: 'startHold' | 'stopHold';
      readonly problem?: TaskProblem | undefined;
    }
  /** The switchboard records or keeps a transcript from now on, or no longer; or could not. */
  | {
      readonly kind: 'keepingEnded';
      readonly operationId: string;
      readonly clientContext?: string | undefined;
      readonly what: 'startRecording' | 'stopRecording' | 'startTranscription' | 'stopTranscription';
      readonly problem?: TaskProblem | undefined;
    }
  /** What is said is kept in words from then on, or no longer. */
  | { readonly kind: 'transcription'; readonly transcription: TranscriptState }
  /** Whose screen is shown; `updated` when another takes over. For apps that asked for it. */
  | {
      readonly kind: 'sharing';
      readonly change: 'created' | 'updated' | 'deleted';
      readonly sessionId: string;
      readonly presenterId: string;
    }
  | { readonly kind: 'tone'; readonly sequenceId: number; readonly key: string }
  | { readonly kind: 'taskEnded'; readonly task: MediaTask; readonly end: TaskEnd };

/** Prompts to be fetched for a task: answered by `promptsReady` or `promptsFailed`. */
export type PromptsWanted = {
  readonly callId: string;
  readonly legId: string;
  readonly appId: string;
  readonly operationId: string;
  readonly prompts: readonly PromptSource[];
};
