/**
 * Sound and pictures of a call as frames, where a carrier gives them to the bot: over the media bridge. The words of a call (`play`, `record`,
 * keys) are in `platform.ts`, and work with or without this.
 */
import type { Cancel } from '../base/cancel.ts';

/**
 * What a bot says it needs of its calls, before they are answered or placed. `sound`: the mix of all others as frames, speaking in frames,
 * who speaks. `soundApart`: that of each participant alone. `pictures`: cameras and screens, in and out.
 * With any of these the call's media are the bot's own (on Graph: application-hosted); without, the carrier's.
 */
export type MediaNeed = 'sound' | 'soundApart' | 'pictures';

export type PictureKind = 'camera' | 'screen';

/** 20 ms of PCM, 16 kHz, 16 bit, mono: 320 samples. `atMs` counts on the carrier's media clock, alike in all streams of a call. */
export type SoundFrame = {
  readonly samples: Int16Array;
  readonly atMs: number;
  /** Somebody speaks in it. */
  readonly isSpeech: boolean;
  /** Made up for a gap in which nothing was said. */
  readonly isGap: boolean;
};

/** One whole encoded picture. */
export type PictureFrame = {
  readonly codec: 'vp8';
  readonly data: Uint8Array;
  readonly isKeyFrame: boolean;
  readonly atMs: number;
  /** Pixels; 0 where they are not known. */
  readonly width: number;
  readonly height: number;
};

/** `gaps` is what comes while nothing is said: `filled` (silent frames at the pace of time, the default) or `left` (no frame at all). */
export type ListenOptions = Cancel & {
  readonly gaps?: 'filled' | 'left' | undefined;
  /** How many frames may wait to be read before the oldest are dropped: 500, which is 10 s. `lostFrames` of the stream counts them. */
  readonly mostWaiting?: number | undefined;
};

/** A stream of frames for one reader; ends with the call, when left, and that of one participant when they leave. */
export interface FrameStream<Frame> extends AsyncIterable<Frame> {
  /** Frames dropped because nobody read them in time. */
  readonly lostFrames: number;
}

/** Media of one call. What the carrier does not give is a `CallError` with `call/cannot` that names the alternative. */
export interface CarrierMedia {
  /** Which of the needs this call serves. */
  readonly has: ReadonlySet<MediaNeed>;
  /** The mix of all others. */
  hear(options?: ListenOptions): FrameStream<SoundFrame>;
  /** One participant alone. */
  hearOne(participantId: string, options?: ListenOptions): FrameStream<SoundFrame>;
  /** What the bot itself says, as the others hear it; absent where the carrier does not tell. */
  hearSelf?(options?: ListenOptions): FrameStream<SoundFrame>;
  /** Encoded pictures of a participant, beginning with a key frame. */
  watch(participantId: string, of: PictureKind, options?: Cancel & { readonly maxHeight?: number | undefined }): FrameStream<PictureFrame>;
  /**
   * Says samples (16 kHz, 16 bit, mono) after what is being said. Resolves when there is space for more: at most a second is sent ahead.
   * With `signal`, what was handed over by this call and has not been said is thrown away at once, and the promise rejects.
   */
  speak(samples: Int16Array, options?: Cancel): Promise<void>;
  /** Resolves when all that was handed to `speak` has been said. */
  said(options?: Cancel): Promise<void>;
  /** Throws away all that waits to be said: silence within one tick. */
  hush(): void;
  /** Shows one encoded picture of the bot's own camera or screen; the first must be a key frame. False: the carrier is behind, leave some out. */
  show(of: PictureKind, frame: PictureFrame): boolean;
  /** What the bot showed is over. */
  hide(of: PictureKind): void;
  /** A text for what the bot says, or for what somebody says, shown to people as a caption. */
  caption(caption: Caption): void;
  /** Tells people which captions and spoken languages they can have of this bot; replaces what it offered before. Absent where the carrier has no such thing. */
  offer?(offer: LanguageOffer): void;
  /** What people have chosen of it; absent as `offer` is. */
  readonly wants?: LanguageWants | undefined;
  /** Who speaks now, by participant id; the bot itself is not among them, and never leads. */
  readonly speaking: ReadonlySet<string>;
  /** Undefined: none of the others leads, as while the bot itself does. */
  readonly dominantSpeaker: string | undefined;
  /** Whose pictures can be watched. */
  readonly shown: readonly { readonly participantId: string; readonly of: PictureKind }[];
}

/** `transcriber` and `translator` are for people: who does it, and whether what is said is sent to somebody else's machine for it. */
export type LanguageOffer = {
  /** BCP 47 of what is spoken; `und` where that is not known, empty in `nothingOffered`. Captions of it are had without a translation. */
  readonly spoken: string;
  /** Into which captions can be had as well. */
  readonly captions: readonly string[];
  /** Languages that this bot speaks itself, for those who choose to hear it: an interpreter offers one. */
  readonly voices: readonly string[];
  readonly transcriber?: ProviderNote | undefined;
  readonly translator?: ProviderNote | undefined;
};

/** Takes back what was offered before. */
export const nothingOffered: LanguageOffer = { spoken: '', captions: [], voices: [] };

export type ProviderNote = { readonly name: string; readonly leavesMachine: boolean; readonly sendsTo?: string | undefined };

/** Together of all people in the call: translations into a language that nobody has chosen need not be made. */
export type LanguageWants = {
  /** Somebody looks at captions, in whatever language. */
  readonly hasCaptions: boolean;
  readonly captions: readonly string[];
  readonly voices: readonly { readonly language: string; readonly participantIds: readonly string[] }[];
};

export type Caption = {
  /** The same for all revisions, and for all languages of it. */
  readonly captionId: string;
  /** Whose words they are: absent for the bot's own, empty where nobody knows. */
  readonly participantId?: string | undefined;
  readonly text: string;
  readonly isFinal: boolean;
  /** BCP 47. */
  readonly language?: string | undefined;
  /** Is a translation of what was said, for those who have chosen its language. */
  readonly isTranslation?: boolean | undefined;
};

export type MediaFacts = {
  speakingChanged: { readonly participantIds: readonly string[] };
  /** Who leads among the others; undefined if none of them does, as while the bot itself does. */
  dominantSpeakerChanged: { readonly participantId: string | undefined };
  picturesChanged: { readonly participantId: string; readonly of: PictureKind; readonly isOn: boolean };
  /** People have chosen other languages of this bot's offer. */
  wantsChanged: { readonly wants: LanguageWants };
  /** Somebody wants to see what the bot shows and has had no key frame yet. */
  keyFrameWanted: { readonly of: PictureKind };
  /** How a participant's sound comes in, every 5 s; loss and concealed are shares, 0 … 1. */
  quality: { readonly participantId: string; readonly loss: number; readonly jitterMs: number; readonly concealed: number };
  /** The bridge was lost and is being connected anew, or is there again. */
  mediaLost: { readonly message: string };
  mediaBack: Record<string, never>;
};

/** Meetings: chat, hands, sharing, the lobby. Told by carriers that know. */
export type MeetingFacts = {
  messagePosted: { readonly message: ChatMessage };
  /** Somebody began to share content, or stopped. */
  sharingChanged: { readonly isShared: boolean; readonly participantId?: string | undefined };
};

export type ChatMessage = {
  readonly id: string;
  readonly text: string;
  readonly from: { readonly id: string; readonly name?: string | undefined; readonly isSelf: boolean };
  /** Milliseconds since 1970 UTC. */
  readonly sentMs: number;
};

/** The chat of a group call or meeting. */
export interface CarrierChat {
  /** Begins to tell `messagePosted`; asking again is calm. */
  listen(options?: Cancel): Promise<void>;
  post(text: string, options?: Cancel): Promise<ChatMessage>;
  /** The latest messages, oldest first. */
  read(options?: Cancel & { readonly atMost?: number | undefined }): Promise<readonly ChatMessage[]>;
}
