/** Everything that can happen to a call: what people and apps ask for, what the engine tells, what time brings. */
import type { EngineFacts, RecordEnded, RecordOptions } from '../engine/port.ts';
import type { Target } from './directory.ts';
import type { PromptSource, TaskProblem } from './media-task.ts';

export type Input = PersonInput | AppInput | EngineInput | TimeInput;

/** `userId` is who asks; a leg is only ever moved by its owner. */
export type PersonInput =
  | ({ readonly kind: 'answer' } & AnswerRequest)
  | ({ readonly kind: 'decline' } & OfPerson)
  | ({ readonly kind: 'hangUp' } & OfPerson)
  | ({ readonly kind: 'pressKey' } & OfPerson & { readonly key: string })
  | ({ readonly kind: 'mute' } & OfPerson & { readonly isMuted: boolean })
  | { readonly kind: 'pageLost'; readonly pageId: string }
  | { readonly kind: 'mediaFailed'; readonly legId: string; readonly message: string };

export type OfPerson = { readonly legId: string; readonly userId: string };
export type DialRequest = { readonly userId: string; readonly pageId: string; readonly number: string };
export type AnswerRequest = OfPerson & { readonly pageId: string };

export type AppInput =
  | ({ readonly kind: 'answerApp' } & AnswerAppRequest)
  | ({ readonly kind: 'reject' } & RejectRequest)
  | ({ readonly kind: 'incomingFailed' } & OfApp & { readonly message: string })
  | ({ readonly kind: 'redirect' } & RedirectRequest)
  | ({ readonly kind: 'transfer' } & OfApp & { readonly target: Target })
  | ({ readonly kind: 'play' } & PlayRequest & { readonly operationId: string })
  | ({ readonly kind: 'record' } & RecordRequest & { readonly operationId: string })
  | ({ readonly kind: 'promptsReady' } & OfTask & { readonly sounds: readonly Uint8Array[] })
  | ({ readonly kind: 'promptsFailed' } & OfTask & { readonly problem: TaskProblem })
  | ({ readonly kind: 'cancel' } & OfApp)
  | ({ readonly kind: 'subscribeTones' } & OfApp)
  | ({ readonly kind: 'keepAlive' } & OfApp)
  | ({ readonly kind: 'hangUpApp' } & OfApp);

export type OfApp = { readonly appId: string; readonly legId: string };
export type OfTask = OfApp & { readonly operationId: string };
export type AnswerAppRequest = OfApp & { readonly callbackUri: string };
export type RejectRequest = OfApp & { readonly reason: 'none' | 'busy' | 'forbidden'; readonly callbackUri?: string | undefined };
export type RedirectRequest = OfApp & {
  readonly targets: readonly Target[];
  readonly timeoutMs?: number | undefined;
  readonly callbackUri?: string | undefined;
};
export type PlayRequest = OfApp & { readonly prompts: readonly PromptSource[]; readonly clientContext?: string | undefined };
export type RecordRequest = PlayRequest & { readonly options: Omit<RecordOptions, 'prompt'> };
export type CreateRequest = { readonly appId: string; readonly callbackUri: string; readonly target: Target };

export type EngineInput =
  | { readonly kind: 'legConnected'; readonly legId: string }
  | { readonly kind: 'legLost'; readonly legId: string; readonly reason: string }
  | { readonly kind: 'keyHeard'; readonly legId: string; readonly key: string }
  | ({ readonly kind: 'playEnded' } & EngineFacts['playEnded'])
  | ({ readonly kind: 'recordEnded' } & RecordEnded)
  | { readonly kind: 'roomLost'; readonly reason: string };

export type TimeInput =
  | { readonly kind: 'offerTimedOut' }
  | { readonly kind: 'appAnswerTimedOut'; readonly legId: string }
  | { readonly kind: 'connectTimedOut'; readonly legId: string }
  | { readonly kind: 'keepAliveTimedOut'; readonly legId: string }
  | { readonly kind: 'announcementTimedOut' }
  | { readonly kind: 'lastRecordingTimedOut' }
  /** The switchboard itself ends the call. */
  | { readonly kind: 'closed'; readonly because: string };
