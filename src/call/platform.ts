/**
 * Carriers of calls as the bot's half sees them: Graph today, others later. A *command* returns a promise,
 * what happened is a *fact*, and busy, declined or hung up are *outcomes*, never exceptions.
 */
import type { Cancel } from '../base/cancel.ts';
import type { FactSource } from '../base/facts.ts';
import type { CallState, Ended, EndReason } from './call-state.ts';
import type { CarrierChat, CarrierMedia, MediaFacts, MediaNeed, MeetingFacts } from './media.ts';
import type { MeetingDetails } from './meeting.ts';
import type { Party, Target } from './party.ts';
import type { CarrierRoster, DoneOutcome, OtherCall, RosterFacts } from './roster.ts';
import type { Sound } from './sound.ts';

export type { Ended, EndReason } from './call-state.ts';
export type { Party, Target } from './party.ts';
export type { Sound } from './sound.ts';

/** One app on one carrier. */
export interface Platform extends AsyncDisposable {
  /** For people: "Microsoft Teams", "this switchboard". */
  readonly name: string;
  readonly facts: FactSource<PlatformFacts>;
  /** Places a call; resolves as soon as the carrier has taken it on (state `connecting`). */
  dial(target: Target, options?: Cancel & MediaNeeds): Promise<CarrierCall>;
  /** Calls two to five at once into one call; resolves as `dial` does. Sound may flow before anybody is there: the roster tells who has come. */
  dialGroup(targets: readonly Target[], options?: Cancel & MediaNeeds & { readonly subject?: string | undefined }): Promise<CarrierCall>;
  /** Goes to a meeting; resolves as `dial` does. Whether the bot waits in the lobby is told by its own participant. Rejects with `call/no-meeting` where there is none. */
  join(meeting: Meeting, options?: Cancel & MediaNeeds & JoiningAs): Promise<CarrierCall>;
}

export type JoiningAs = {
  readonly guestName?: string | undefined;
  /** Left out of the common sound: heard by those alone to whom it speaks (`roster.speakTo`), and by nobody before. */
  readonly apart?: boolean | undefined;
};

/** Rejects with `call/cannot` where the carrier has no road for what is needed; the message names the alternative. */
export type MediaNeeds = { readonly needs?: readonly MediaNeed[] | undefined };

/** A meeting by its link, or by the text of an invitation; by its id; or by a token that the carrier has given. */
export type Meeting =
  { readonly link: string } | { readonly id: string; readonly passcode?: string | undefined } | { readonly token: string };

export type PlatformFacts = {
  /** A call for this app. It must be answered, rejected or redirected within `answerWithinMs`. */
  incoming: { readonly call: CarrierCall; readonly answerWithinMs: number };
};

/** What is known of a call from its first message on. */
export type CallInfo = {
  /** The carrier's id of this leg. */
  readonly id: string;
  /** The same at everybody who takes part in what began as one call. */
  readonly chainId: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly from: Party;
  readonly to: Party;
  /** Whom the caller meant, when the call was forwarded to us. */
  readonly forwardedFrom?: Party | undefined;
};

/** A call on its carrier: state and commands, nothing that a carrier could not do. `bot/call.ts` makes it pleasant. */
export interface CarrierCall {
  readonly info: CallInfo;
  readonly state: CallState;
  readonly facts: FactSource<CallFacts>;
  readonly roster: CarrierRoster;
  /** There when the call's media are the bot's own. */
  readonly media?: CarrierMedia | undefined;
  /** There in group calls and meetings, where the carrier tells the thread of their chat. */
  readonly chat?: CarrierChat | undefined;
  /**
   * What is known of the meeting or group call; undefined in a call between two. Where the carrier does not let the bot read
   * more, what the call itself has told. Rejects with the signal's reason, or when the carrier cannot be reached.
   */
  meeting(options?: Cancel): Promise<MeetingDetails | undefined>;
  /** Resolves when sound can flow; `ended` if the caller was quicker. */
  answer(options?: Cancel & MediaNeeds): Promise<AnswerOutcome>;
  reject(reason: 'busy' | 'declined', options?: Cancel): Promise<void>;
  redirect(targets: readonly Target[], options?: Cancel & { readonly timeoutMs?: number }): Promise<void>;
  /**
   * Puts the other side through to somebody. `connected` ends our part of the call; else the call is ours again.
   * With `consulted`, the call in which the bot has spoken with the target before: its place is taken, and it ends.
   */
  transfer(target: Target, options?: Cancel & { readonly consulted?: OtherCall | undefined }): Promise<TransferOutcome>;
  /** Plays sounds one after the other; aborting stops them. */
  play(sounds: readonly Sound[], options?: Cancel): Promise<PlayOutcome>;
  record(options: RecordingOptions & Cancel): Promise<RecordOutcome>;
  /** Asks for `keyPressed` facts; asking again is calm. */
  hearKeys(options?: Cancel): Promise<void>;
  /** Presses keys, as `'123#'`; resolves when they were heard. */
  sendKeys(keys: string, options?: Cancel & { readonly pauseMs?: number | undefined }): Promise<PlayOutcome>;
  /** The bot itself: what it plays is not heard until `unmute`. */
  mute(options?: Cancel): Promise<DoneOutcome>;
  unmute(options?: Cancel): Promise<DoneOutcome>;
  /** Shows those in the call whether it is recorded; carriers may want this before anything is kept. */
  tellRecording(status: RecordingStatus, options?: Cancel): Promise<DoneOutcome>;
  /** Hangs up; calm when the call has ended already. */
  hangUp(): Promise<void>;
}

export type RecordingStatus = 'recording' | 'notRecording' | 'failed';

export type CallFacts = RosterFacts &
  MediaFacts &
  MeetingFacts & {
    changed: { readonly from: CallState; readonly to: CallState };
    /** Each press once, in order, whatever the carrier repeats. */
    /** `participantId` where the carrier tells who has pressed: the media bridge does, Graph's tones do not. */
    keyPressed: { readonly key: string; readonly participantId?: string | undefined };
  };

/** Limits as Graph has them: each time 1 to 120 s. */
export type RecordingOptions = {
  readonly prompt?: Sound | undefined;
  readonly bargeIn: boolean;
  readonly beep: boolean;
  readonly initialSilenceMs: number;
  readonly maxSilenceMs: number;
  readonly maxDurationMs: number;
  readonly stopKeys: readonly string[];
};

export type AnswerOutcome = { readonly kind: 'answered' } | Ended;
export type TransferOutcome = { readonly kind: 'connected' } | { readonly kind: 'notConnected'; readonly reason: EndReason } | Ended;
export type PlayOutcome =
  { readonly kind: 'played' } | { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly message: string } | Ended;
export type RecordOutcome =
  | {
      readonly kind: 'recorded';
      readonly wav: Uint8Array;
      readonly durationMs: number;
      readonly endedBy: 'stopKey' | 'maxDuration' | 'silence' | 'unknown';
    }
  /** Nobody said anything. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string }
  | Ended;
