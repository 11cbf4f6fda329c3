/**
 * The media engine as the switchboard and the doors see it: commands in, facts out, no sample in sight.
 * Types only. `EngineHost` (child processes) and `LocalEngine` (the in-process twin) both keep this promise.
 *
 * A **room** is where sound is mixed and pictures are forwarded: one for each call. A **leg** is one connection in a room. A leg is
 * either a *peer* (WebRTC, made by `connect`), *hosted* (an app's service-hosted media: it speaks prompts and records what the
 * others say), or *bridged* (an app that brings its own media, over the media bridge: `attach`).
 *
 * **Sources.** Whatever a leg sends (sound, camera, screen) has a number, which the bridge and the roster know it by; see `identify`.
 */
import type { Cancel } from '../base/cancel.ts';
import type { FactSource } from '../base/facts.ts';
import type { BridgeConnection } from './bridge-connection.ts';

export interface MediaEngine extends AsyncDisposable {
  readonly facts: FactSource<EngineFacts>;
  /** Hands a command over; never throws and never waits. What goes wrong comes back as a fact. */
  send(command: EngineCommand): void;
  /**
   * Connects a browser's leg: its SDP offer (all candidates in it) for our answer (all candidates in it).
   * The room must be open. Rejects with an `EngineError` if the offer cannot be used.
   */
  connect(request: ConnectRequest, options?: Cancel): Promise<{ readonly answer: string }>;
  /**
   * Hands the socket of an app's media bridge to its bridged leg; a socket that was there before is closed as replaced. Where the leg is
   * not there the socket is closed with `BRIDGE_CLOSE.noLeg`. Never throws. An engine in processes of its own (`EngineHost`) takes connections
   * of kind `upgrade` alone, since a socket that is open already cannot be handed over: it closes the other kind with `noLeg` as well.
   */
  attach(legId: string, connection: BridgeConnection): void;
  /** Figures for the pages and the bench. */
  health(): Promise<readonly MediaProcessHealth[]>;
}

/**
 * `what` is `sound` unless told otherwise. The others are connections of pictures beside that of the sound, of the same peer leg, which
 * must be there; connecting one anew replaces the one before it.
 *
 * `camera`, `screen`: the offer has one section of video, VP8, sendonly; a camera may have simulcast layers by RID (RFC 8853).
 * `view`: the offer has any number of sections of video, VP8, recvonly. Each is a *slot*, numbered from 0 in the order of the offer, and
 * shows what `view` puts there; no renegotiation is needed when people come and go.
 */
export type ConnectRequest = {
  readonly roomId: string;
  readonly legId: string;
  readonly offer: string;
  readonly what?: 'sound' | PictureKind | 'view' | undefined;
};

export type PictureKind = 'camera' | 'screen';

/** What a leg shows in one of its slots. `height` is how many pixels high it is shown there: the layer is chosen by it. */
export type SlotView = { readonly slot: number; readonly legId: string; readonly of: PictureKind; readonly height: number };

/** How many speakers a bridged leg may hear apart at once: Teams gives four, `all` has no limit. */
export type BridgeLimits = { readonly soundsApart: number | 'all'; readonly pictures: number };

export type EngineCommand =
  /** Rooms of one `affinity` (an app's id) share a media process while there is space in it, so that legs can move between them. */
  | { readonly kind: 'openRoom'; readonly roomId: string; readonly affinity?: string | undefined }
  /** Ends everything in the room; operations still running end as `cancelled`, legs without a fact. */
  | { readonly kind: 'closeRoom'; readonly roomId: string }
  | { readonly kind: 'addHosted'; readonly roomId: string; readonly legId: string }
  /** The leg is connected (`legConnected`) when its socket is first attached; `legLost` is told when the socket is gone for 10 s, or has not come within two minutes. */
  | { readonly kind: 'addBridged'; readonly roomId: string; readonly legId: string; readonly limits: BridgeLimits }
  /** The number of the leg's sound, a multiple of four: its camera has the next, its screen the one after. Without it nobody hears it apart. May be said before the leg is there. */
  | { readonly kind: 'identify'; readonly legId: string; readonly sourceId: number }
  /** Tells `speakers` of this room from now on, or no longer. */
  | { readonly kind: 'watchSpeakers'; readonly roomId: string; readonly isWatched: boolean }
  /**
   * What the peer shows in the slots of its `view` connection; replaces what was said before. A source that sends nothing yet is shown
   * as soon as it does. Sources of other rooms, and legs that are apart from it, are not shown.
   */
  | { readonly kind: 'view'; readonly legId: string; readonly slots: readonly SlotView[] }
  /** Ends a connection of pictures of a peer, or what a bridged leg shows; `picturesEnded` is told. */
  | { readonly kind: 'endPictures'; readonly legId: string; readonly of: PictureKind }
  | { readonly kind: 'removeLeg'; readonly legId: string }
  /**
   * Takes a leg, peer, hosted or bridged, into another open room without a gap; its operations go on. Where the rooms lie in
   * different media processes a peer is dropped and `legDisplaced` is told: it has to `connect` again, in the new room. The bot of a bridged
   * leg is told to connect again (`BRIDGE_CLOSE.moved`).
   */
  | { readonly kind: 'moveLeg'; readonly legId: string; readonly roomId: string }
  /** Who hears whom in a room, until told otherwise; replaces what was said before. A room begins with nothing apart and no groups. */
  | ({ readonly kind: 'route'; readonly roomId: string } & Routing)
  /** Plays music to one peer, over and over, in place of all others, and keeps what it says from all others. Without `music` it ends. */
  | { readonly kind: 'hold'; readonly legId: string; readonly music?: Uint8Array | undefined }
  /** Drops what the leg, peer, hosted or bridged, says (it still hears; a hosted leg's prompts run on unheard). */
  | { readonly kind: 'mute'; readonly legId: string; readonly isMuted: boolean }
  /**
   * Keeps what the peer says from now on, or no longer: each stretch of speech is told as `tapped` when it is over. What is muted or held
   * back is not in it. It goes on when the leg is moved; a leg that connects anew has to be tapped anew.
   */
  | { readonly kind: 'tap'; readonly legId: string; readonly isTapped: boolean }
  /** A key of the peer that came by another road than its sound: it counts as if it had been heard. */
  | { readonly kind: 'press'; readonly legId: string; readonly key: Key }
  /** Plays call progress to one peer until told otherwise. */
  | { readonly kind: 'progress'; readonly legId: string; readonly tone: ProgressTone }
  /**
   * Plays sounds one after the other, as said by the hosted leg `legId`, to all others in its room.
   * Each is a WAV file, 16 kHz, 16 bit, mono, already checked. `isLooping` begins anew after the last, until cancelled. Ends with `playEnded`.
   */
  | {
      readonly kind: 'play';
      readonly legId: string;
      readonly operationId: string;
      readonly sounds: readonly Uint8Array[];
      readonly isLooping?: boolean | undefined;
    }
  /**
   * Presses keys as the hosted leg `legId`: all others hear the two tones of each for `toneMs`, with silence of `gapMs` between two, and
   * `keyPressed` is told of this leg at the start of each. Ends with `keysEnded`.
   */
  | {
      readonly kind: 'sendKeys';
      readonly legId: string;
      readonly operationId: string;
      readonly keys: readonly Key[];
      readonly toneMs: number;
      readonly gapMs: number;
    }
  /** Records what the others in the room say to the hosted leg `legId`. Ends with `recordEnded`. */
  | ({ readonly kind: 'record'; readonly legId: string; readonly operationId: string } & RecordOptions)
  /**
   * Keeps what is said and shown in the room as a segment log at that place (`media/segments`): the mix of those named, and each of them
   * alone; of others nothing. Said again for the same recording it replaces `people`, and pauses it or goes on. Ends with `keepingEnded`.
   */
  | {
      readonly kind: 'keepRoom';
      readonly roomId: string;
      readonly recordingId: string;
      readonly place: KeepingPlace;
      readonly people: readonly { readonly legId: string; readonly personId: string; readonly name: string }[];
      readonly isPaused?: boolean | undefined;
    }
  | { readonly kind: 'endKeeping'; readonly recordingId: string; readonly why: string }
  /**
   * Tells what these legs say as `heard`, of each alone, from now on; replaces what was said before for the room, an empty list ends it. Only
   * speech, by voice activity, with a little before and after: silence costs nothing. It goes on when legs are moved to a room that is heard.
   */
  | { readonly kind: 'hearRoom'; readonly roomId: string; readonly legIds: readonly string[] }
  /** Tells the bot of a bridged leg what people have chosen of its offer. */
  | { readonly kind: 'tellWants'; readonly legId: string; readonly wants: EngineWants }
  /** Cancels one operation of the leg, or all of them. */
  | { readonly kind: 'cancel'; readonly legId: string; readonly operationId?: string | undefined };

/** A folder, the key that its chunks are sealed with (base64, 32 bytes), and wall time at its start in milliseconds. */
export type KeepingPlace = { readonly folder: string; readonly key: string; readonly startedMs: number };

type EngineProvider = { readonly name: string; readonly leavesMachine: boolean; readonly sendsTo?: string | undefined };

/** By the sound sources of those who listen. */
export type EngineWants = {
  readonly hasCaptions: boolean;
  readonly captions: readonly string[];
  readonly voices: readonly { readonly language: string; readonly sourceIds: readonly number[] }[];
};

export type ProgressTone = 'none' | 'ringback' | 'busy';

/**
 * A leg hears another if neither is `apart`, or if a group has the other among its `sources` and itself among its `receivers`.
 * Legs that are not in the room (any more, or yet) may be named.
 */
export type Routing = {
  readonly apart: readonly string[];
  /** `duckDb`: while one of the sources speaks, the receivers hear everybody else lower by that. */
  readonly groups: readonly {
    readonly sources: readonly string[];
    readonly receivers: readonly string[];
    readonly duckDb?: number | undefined;
  }[];
};

/** As in Graph's recordResponse: times in milliseconds here. */
export type RecordOptions = {
  /** Played first, if there. */
  readonly prompt?: Uint8Array | undefined;
  /** Whether a key or speech during the prompt ends the prompt and begins the recording. */
  readonly bargeIn: boolean;
  readonly beep: boolean;
  /** Counted from the end of prompt and beep. */
  readonly initialSilenceMs: number;
  readonly maxSilenceMs: number;
  readonly maxDurationMs: number;
  readonly stopTones: readonly Key[];
};

export type Key = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#' | 'A' | 'B' | 'C' | 'D';

export type EngineFacts = {
  /** Sound can flow both ways. For a hosted leg it comes at once. */
  legConnected: { readonly legId: string };
  /** The peer is gone without having been removed: network lost, page closed. */
  legLost: { readonly legId: string; readonly reason: string };
  /** The leg could not be moved with its connection: it is in no room until it connects to that one. */
  legDisplaced: { readonly legId: string; readonly roomId: string };
  /** One press of a key by a peer, or by a hosted or bridged leg that sends keys, told once at its start; `sequence` counts up in each leg from 1. */
  keyPressed: { readonly legId: string; readonly key: Key; readonly sequence: number };
  /**
   * A stretch of what a tapped peer said, 20 s at most, as WAV, 16 kHz, 16 bit, mono; longer speech comes in several that follow each other.
   * `atMs` is counted from the moment at which the leg was tapped. It may be told just after the leg has gone.
   */
  tapped: { readonly legId: string; readonly atMs: number; readonly wav: Uint8Array };
  playEnded: {
    readonly legId: string;
    readonly operationId: string;
    readonly outcome: 'completed' | 'cancelled' | 'failed';
    readonly message?: string;
  };
  recordEnded: RecordEnded;
  keysEnded: {
    readonly legId: string;
    readonly operationId: string;
    readonly outcome: 'completed' | 'cancelled' | 'failed';
    readonly message?: string;
  };
  /**
   * Who speaks in a watched room, told when it changes, at most every 200 ms; `dominantLegId` is whoever leads, and stays for a while when
   * nobody does. Muted legs, held ones and those apart do not speak.
   */
  speakers: { readonly roomId: string; readonly legIds: readonly string[]; readonly dominantLegId?: string | undefined };
  /** Pictures of the leg come in from now on; told anew when their size changes. */
  picturesBegan: { readonly legId: string; readonly of: PictureKind };
  /** `endPictures`, or the connection was lost, or nothing came for 10 s. */
  picturesEnded: { readonly legId: string; readonly of: PictureKind };
  /** A bridged leg gives a text for what is said by `sourceId`, or by itself without one. Interim texts of one `captionId` replace each other. */
  captioned: {
    readonly legId: string;
    readonly captionId: string;
    readonly sourceId?: number | undefined;
    readonly text: string;
    readonly isFinal: boolean;
    readonly language?: string | undefined;
    readonly isTranslation?: boolean | undefined;
  };
  /** A bridged leg tells which captions and spoken languages people can have of it. */
  offered: {
    readonly legId: string;
    readonly spoken: string;
    readonly captions: readonly string[];
    readonly voices: readonly string[];
    readonly transcriber?: EngineProvider | undefined;
    readonly translator?: EngineProvider | undefined;
  };
  /**
   * Up to 200 ms of what a leg says (16 kHz mono, whole frames of 20 ms), while it speaks; `atMs` is wall time of the first sample, in
   * milliseconds since 1970 UTC. `isEnd`: a silence follows, or nothing more comes.
   */
  heard: { readonly roomId: string; readonly legId: string; readonly atMs: number; readonly samples: Int16Array; readonly isEnd: boolean };
  /** How the leg's sound and pictures fare, every 5 s while anything comes or goes. */
  quality: { readonly legId: string } & LegQuality;
  /** Nothing more is written to that place. It also ends with its room; when its media process dies it ends by `roomsLost` alone. */
  keepingEnded: { readonly recordingId: string; readonly outcome: 'ended' | 'failed'; readonly message?: string | undefined };
  /** A media process died: these rooms and their legs are gone. It is started again by itself. */
  roomsLost: { readonly roomIds: readonly string[]; readonly reason: string };
};

export type RecordEnded = {
  readonly legId: string;
  readonly operationId: string;
  readonly outcome: 'stopTone' | 'maxDuration' | 'maxSilence' | 'initialSilence' | 'cancelled' | 'failed';
  /**
   * WAV, 16 kHz, 16 bit, mono; absent when `failed`. `initialSilence` has what was heard. `cancelled` has what was said
   * until then if anybody had spoken (after prompt and beep), however it was cancelled: also when its leg or room was closed.
   */
  readonly wav?: Uint8Array;
  readonly durationMs: number;
  readonly stopTone?: Key;
  readonly message?: string;
};

/** `in` is from the leg to us, `out` from us to it as it reports. Loss is a share, 0 … 1, of the last 5 s. Absent where nothing is known. */
export type LegQuality = {
  readonly in?: { readonly loss: number; readonly jitterMs: number } | undefined;
  readonly out?: { readonly loss: number; readonly jitterMs: number; readonly roundTripMs?: number | undefined } | undefined;
  /** Share of the sound that we had to make up, 0 … 1. */
  readonly concealed?: number | undefined;
};

export type MediaProcessHealth = {
  readonly pid: number;
  readonly rooms: number;
  readonly legs: number;
  /** How late ticks ran since the last question, in milliseconds. */
  readonly lateness: { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number };
  /** Processor time since the start, in milliseconds. */
  readonly cpuMs: number;
  readonly memoryBytes: number;
  /** Ticks taken since the start: a silent engine takes none. */
  readonly ticks: number;
};
