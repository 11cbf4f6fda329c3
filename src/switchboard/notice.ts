/** What an app is told of its call: `doors/graph` turns each into a notification, in this order. */
import type { LegEnd } from './call.ts';
import type { Party } from './directory.ts';
import type { MediaTask, PromptSource, TaskEnd } from './media-task.ts';

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
  | { readonly kind: 'incoming'; readonly source: Party; readonly target: Party; readonly forwardedFrom?: Party | undefined }
  | { readonly kind: 'establishing' }
  /** Told again with media active; told once more, with why, when a transfer failed. */
  | { readonly kind: 'established'; readonly isMediaActive: boolean; readonly transferFailed?: string | undefined }
  | { readonly kind: 'transferring' }
  | { readonly kind: 'transferAccepted' }
  | { readonly kind: 'terminating' }
  | { readonly kind: 'terminated'; readonly as: LegEnd; readonly because: string }
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
