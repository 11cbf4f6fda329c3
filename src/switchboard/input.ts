/** Everything that can happen to a call: what people and apps ask for, what the engine tells, what time brings. */
import type { EngineFacts, Key, PictureKind, RecordEnded, RecordOptions } from '../engine/port.ts';
import type { AppCallOptions, RecordingStatus, RoutingGroup } from './call.ts';
import type { Target } from './directory.ts';
import type { KeepingInput, KeepingRequest } from './keeping/keeping.ts';
import type { CaptionsRequest } from './languages/language.ts';
import type { PromptSource, TaskProblem } from './media-task.ts';
import type { Meeting, MeetingKey } from './meeting.ts';
import type { AppMedia, GivenRole } from './taking-part.ts';
import type { TranscribingInput, TranscriptRequest } from './transcribing/transcribing.ts';

export type Input = PersonInput | AppInput | JoinInput | EngineInput | TimeInput | MeetingInput | KeepingInput | TranscribingInput;

/** `userId` is who asks; a leg is only ever moved by its owner. */
export type PersonInput =
  | ({ readonly kind: 'answer' } & AnswerRequest)
  | ({ readonly kind: 'decline' } & OfPerson)
  | ({ readonly kind: 'hangUp' } & OfPerson)
  | ({ readonly kind: 'pressKey' } & OfPerson & { readonly key: string })
  | ({ readonly kind: 'mute' } & OfPerson & { readonly isMuted: boolean })
  | ({ readonly kind: 'admitPerson' } & OfPerson & { readonly participantIds: readonly string[] | 'all' })
  | ({ readonly kind: 'denyPerson' } & OfPerson & { readonly participantIds: readonly string[] })
  | ({ readonly kind: 'startKeepingPerson' | 'stopKeepingPerson' } & OfPerson & KeepingRequest)
  | ({ readonly kind: 'startTranscriptPerson' | 'stopTranscriptPerson' } & OfPerson & TranscriptRequest)
  | ({ readonly kind: 'chooseCaptions' } & OfPerson & CaptionsRequest)
  | ({ readonly kind: 'chooseVoice'; readonly language: string | null } & OfPerson)
  | PersonDeed
  | { readonly kind: 'pageLost'; readonly pageId: string }
  | { readonly kind: 'mediaFailed'; readonly legId: string; readonly message: string };

/** What a person does in a conversation of many; `participantId` may be `all` where hands are lowered and others muted. Ids are made by whoever asks. */
export type PersonDeed =
  | ({ readonly kind: 'raiseHand'; readonly isRaised: boolean } & OfPerson)
  | ({ readonly kind: 'lowerHand' | 'muteOther'; readonly participantId: string } & OfPerson)
  | ({ readonly kind: 'removeOther' | 'stopSharingOf' | 'uninvite'; readonly participantId: string } & OfPerson)
  | ({ readonly kind: 'giveRole'; readonly participantId: string; readonly role: GivenRole } & OfPerson)
  | ({ readonly kind: 'invitePerson'; readonly number: string; readonly operationId: string } & OfPerson)
  | ({ readonly kind: 'endMeeting' } & OfPerson)
  | ({ readonly kind: 'endPictures'; readonly of: PictureKind } & OfPerson)
  | ({ readonly kind: 'post'; readonly messageId: string; readonly text: string } & OfPerson);

export type OfPerson = { readonly legId: string; readonly userId: string };
/** `passcode` goes with the number of a meeting that asks for one. */
export type DialRequest = {
  readonly userId: string;
  readonly pageId: string;
  readonly number: string;
  readonly passcode?: string | undefined;
  /** The number is to be that of a meeting, and nobody else's. */
  readonly isMeeting?: boolean | undefined;
  /** Windows that are away just now: what one of them holds of the same meeting makes room for this one. */
  readonly awayPageIds?: readonly string[] | undefined;
};
export type AnswerRequest = OfPerson & { readonly pageId: string };

export type AppInput =
  | ({ readonly kind: 'answerApp' } & AnswerAppRequest)
  | ({ readonly kind: 'reject' } & RejectRequest)
  | ({ readonly kind: 'incomingFailed' } & OfApp & { readonly message: string })
  | ({ readonly kind: 'redirect' } & RedirectRequest)
  | ({ readonly kind: 'transfer' } & TransferRequest)
  | ({ readonly kind: 'invite' } & InviteRequest & { readonly operationId: string })
  | ({ readonly kind: 'muteApp' } & OfApp & { readonly isMuted: boolean })
  | ({ readonly kind: 'muteParticipant' } & OfParticipant)
  | ({ readonly kind: 'removeParticipant' } & OfParticipant)
  | ({ readonly kind: 'startHold' } & HoldRequest & { readonly operationId: string })
  | ({ readonly kind: 'stopHold' } & OfParticipant & { readonly operationId: string; readonly clientContext?: string | undefined })
  | ({ readonly kind: 'admit' } & OfApp & { readonly participantIds: readonly string[] | 'all' })
  | ({ readonly kind: 'denyEntry' } & OfParticipant)
  | ({ readonly kind: 'putRoutingGroup' } & OfApp & { readonly group: RoutingGroup; readonly isNew: boolean })
  | ({ readonly kind: 'dropRoutingGroup' } & OfApp & { readonly groupId: string })
  | ({ readonly kind: 'setRecording' } & OfApp & { readonly status: RecordingStatus })
  | ({ readonly kind: 'startKeeping' | 'stopKeeping' } & OfApp & KeepingRequest)
  | ({ readonly kind: 'startTranscript' | 'stopTranscript' } & OfApp & TranscriptRequest)
  | ({ readonly kind: 'setSharingRole'; readonly role: 'viewer' | 'sharer' } & OfApp)
  | ({ readonly kind: 'postApp'; readonly messageId: string; readonly text: string } & OfApp)
  | ({ readonly kind: 'sendKeys' } & SendKeysRequest & { readonly operationId: string })
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
export type OfParticipant = OfApp & { readonly participantId: string };
/** `media` is `hosted` where left out. */
export type AnswerAppRequest = OfApp & {
  readonly callbackUri: string;
  readonly media?: AppMedia | undefined;
  readonly options?: Partial<AppCallOptions> | undefined;
};
export type RejectRequest = OfApp & { readonly reason: 'none' | 'busy' | 'forbidden'; readonly callbackUri?: string | undefined };
export type RedirectRequest = OfApp & {
  readonly targets: readonly Target[];
  readonly timeoutMs?: number | undefined;
  readonly callbackUri?: string | undefined;
};
/**
 * `replacesLegId` is the app's own leg of another call between two, whose other side the transferee is to talk with. `transfereeId` is the
 * participant of a group call who is to be put through; between two it is the other side.
 */
export type TransferRequest = OfApp & {
  readonly target: Target;
  readonly replacesLegId?: string | undefined;
  readonly transfereeId?: string | undefined;
};
/** `replacesLegId` brings the other side of that call of the app over, without ringing. */
export type Invitee = { readonly target: Target; readonly replacesLegId?: string | undefined; readonly isApart?: boolean | undefined };
export type InviteRequest = OfApp & { readonly invitees: readonly Invitee[]; readonly clientContext?: string | undefined };
/** Without a prompt the house's own music plays. */
export type HoldRequest = OfParticipant & { readonly prompt?: PromptSource | undefined; readonly clientContext?: string | undefined };
export type SendKeysRequest = OfApp & {
  readonly keys: readonly Key[];
  readonly gapMs?: number | undefined;
  readonly clientContext?: string | undefined;
};
export type PlayRequest = OfApp & {
  readonly prompts: readonly PromptSource[];
  readonly isLooping?: boolean | undefined;
  readonly clientContext?: string | undefined;
};
export type RecordRequest = PlayRequest & { readonly options: Omit<RecordOptions, 'prompt'> };
/** Several targets make a group call. */
export type CreateRequest = {
  readonly appId: string;
  readonly callbackUri: string;
  readonly targets: readonly Invitee[];
  readonly subject?: string | undefined;
  readonly media?: AppMedia | undefined;
  readonly options?: Partial<AppCallOptions> | undefined;
  readonly ringMs?: number | undefined;
};
/** An app joins a meeting, or rejoins a group call that is up. With `guestName` it comes as a guest of that name. */
export type JoinRequest = {
  readonly appId: string;
  readonly callbackUri: string;
  readonly key: MeetingKey;
  readonly guestName?: string | undefined;
  readonly isApart?: boolean | undefined;
  readonly media?: AppMedia | undefined;
  readonly options?: Partial<AppCallOptions> | undefined;
};

/** Somebody comes to a group of her own accord; `legId` is that of the leg to be. */
export type JoinInput =
  | ({ readonly kind: 'joinPerson'; readonly legId: string } & Pick<DialRequest, 'userId' | 'pageId' | 'awayPageIds'>)
  | ({ readonly kind: 'joinApp'; readonly legId: string } & Omit<JoinRequest, 'key'>);

/** The plan of the meeting that the call is of has changed. */
type MeetingInput = { readonly kind: 'meetingChanged'; readonly meeting: Meeting };

export type EngineInput =
  | { readonly kind: 'legConnected'; readonly legId: string }
  | { readonly kind: 'legLost'; readonly legId: string; readonly reason: string }
  | { readonly kind: 'keyHeard'; readonly legId: string; readonly key: string }
  | ({ readonly kind: 'playEnded' } & EngineFacts['playEnded'])
  | ({ readonly kind: 'recordEnded' } & RecordEnded)
  | ({ readonly kind: 'keysEnded' } & EngineFacts['keysEnded'])
  | { readonly kind: 'legDisplaced'; readonly legId: string }
  | { readonly kind: 'speakers'; readonly legIds: readonly string[]; readonly dominantLegId?: string | undefined }
  | { readonly kind: 'picturesBegan' | 'picturesEnded'; readonly legId: string; readonly of: PictureKind }
  | ({ readonly kind: 'offered' } & EngineFacts['offered'])
  /** What the house can turn into text has changed. */
  | { readonly kind: 'houseSpeechChanged' }
  | { readonly kind: 'roomLost'; readonly reason: string };

export type TimeInput =
  | { readonly kind: 'offerTimedOut' }
  /** One who was invited to a group has not come. */
  | { readonly kind: 'inviteeTimedOut'; readonly legId: string }
  | { readonly kind: 'lobbyTimedOut'; readonly legId: string }
  /** Only apps have been in the conversation for a while. */
  | { readonly kind: 'aloneTimedOut' }
  | { readonly kind: 'appAnswerTimedOut'; readonly legId: string }
  | { readonly kind: 'connectTimedOut'; readonly legId: string }
  | { readonly kind: 'keepAliveTimedOut'; readonly legId: string }
  | { readonly kind: 'announcementTimedOut' }
  | { readonly kind: 'lastRecordingTimedOut' }
  /** The switchboard itself ends the call. */
  | { readonly kind: 'closed'; readonly because: string };
