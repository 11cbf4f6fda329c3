/**
 * The media engine as the switchboard and the doors see it: commands in, facts out, no sample in sight.
 * Types only. `EngineHost` (child processes) and `LocalEngine` (the in-process twin) both keep this promise.
 *
 * A **room** is where sound is mixed: one for each call. A **leg** is one connection in a room. A leg is
 * either a *peer* (WebRTC, made by `connect`) or *hosted* (an app's service-hosted media: it speaks prompts
 * and records what the others say).
 */
import type { Cancel } from '../base/cancel.ts';
import type { FactSource } from '../base/facts.ts';

export interface MediaEngine extends AsyncDisposable {
  readonly facts: FactSource<EngineFacts>;
  /** Hands a command over; never throws and never waits. What goes wrong comes back as a fact. */
  send(command: EngineCommand): void;
  /**
   * Connects a browser's leg: its SDP offer (all candidates in it) for our answer (all candidates in it).
   * The room must be open. Rejects with an `EngineError` if the offer cannot be used.
   */
  connect(request: ConnectRequest, options?: Cancel): Promise<{ readonly answer: string }>;
  /** Figures for the pages and the bench. */
  health(): Promise<readonly MediaProcessHealth[]>;
}

export type ConnectRequest = { readonly roomId: string; readonly legId: string; readonly offer: string };

export type EngineCommand =
  /** Rooms of one `affinity` (an app's id) share a media process while there is space in it, so that legs can move between them. */
  | { readonly kind: 'openRoom'; readonly roomId: string; readonly affinity?: string | undefined }
  /** Ends everything in the room; operations still running end as `cancelled`, legs without a fact. */
  | { readonly kind: 'closeRoom'; readonly roomId: string }
  | { readonly kind: 'addHosted'; readonly roomId: string; readonly legId: string }
  | { readonly kind: 'removeLeg'; readonly legId: string }
  /**
   * Takes a leg, peer or hosted, into another open room without a gap; its operations go on. Where the rooms lie in
   * different media processes a peer is dropped and `legDisplaced` is told: it has to `connect` again, in the new room.
   */
  | { readonly kind: 'moveLeg'; readonly legId: string; readonly roomId: string }
  /** Who hears whom in a room, until told otherwise; replaces what was said before. A room begins with nothing apart and no groups. */
  | ({ readonly kind: 'route'; readonly roomId: string } & Routing)
  /** Plays music to one peer, over and over, in place of all others, and keeps what it says from all others. Without `music` it ends. */
  | { readonly kind: 'hold'; readonly legId: string; readonly music?: Uint8Array | undefined }
  /** Drops what the leg, peer or hosted, says (it still hears; a hosted leg's prompts run on unheard). */
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
  /** Cancels one operation of the leg, or all of them. */
  | { readonly kind: 'cancel'; readonly legId: string; readonly operationId?: string | undefined };

export type ProgressTone = 'none' | 'ringback' | 'busy';

/**
 * A leg hears another if neither is `apart`, or if a group has the other among its `sources` and itself among its `receivers`.
 * Legs that are not in the room (any more, or yet) may be named.
 */
export type Routing = {
  readonly apart: readonly string[];
  readonly groups: readonly { readonly sources: readonly string[]; readonly receivers: readonly string[] }[];
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
  /** One press of a key by a peer, or by a hosted leg that sends keys, told once at its start; `sequence` counts up in each leg from 1. */
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
