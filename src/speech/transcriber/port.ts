/**
 * From sound to segments: one ear for each speaker, voice activity first, one pool of recognisers for all. `Transcriber` (transcriber.ts) keeps
 * this promise; bots' services and the switchboard each have their own.
 */
import type { FactSource } from '../../base/facts.ts';
import type { Segment, Speaker } from '../segment.ts';

export interface Transcribes extends AsyncDisposable {
  readonly facts: FactSource<TranscriberFacts>;
  /** How much is going on, now and so far. */
  readonly load: TranscriberLoad;
  /** Of whoever recognises now: the first in the order of preference that works. */
  readonly provider: TranscribingProvider;
  /** Opens an ear for one speaker. `timeOf` brings the times of frames to those of segments; it is asked when an utterance begins. */
  open(speaker: Speaker, options: EarOptions): SpeakerEar;
}

export type EarOptions = {
  readonly timeOf?: ((atMs: number) => number) | undefined;
  readonly language?: string | undefined;
  readonly hints?: readonly string[] | undefined;
  /** Every revision of every segment of this speaker, in order; redacted already. Called in a turn of its own, never from within `push`. */
  readonly onSegment: (segment: Segment) => void;
};

export interface SpeakerEar {
  /** 20 ms of 16 kHz mono PCM16. Copies it; never waits, never throws. Silence is found here and costs nothing more. A jump in `atMs` is silence. */
  push(samples: Int16Array, atMs: number): void;
  /** Known by another name, or as somebody, from now on. */
  rename(speaker: Speaker): void;
  /** No more comes. Resolves when all that was said has become segments. */
  end(): Promise<void>;
}

export type TranscribingProvider = {
  readonly name: string;
  readonly leavesMachine: boolean;
  readonly sendsTo?: string | undefined;
  /** Undefined where nobody recognises at present: why, and what to do. */
  readonly problem?: string | undefined;
};

export type TranscriberLoad = {
  readonly ears: number;
  /** Those who speak now. */
  readonly speaking: number;
  /** Utterances that wait for a recogniser, and how much sound that is. */
  readonly waiting: number;
  readonly waitingMs: number;
  /** Speech that was not turned into text because too much waited; each is an `unheard` segment. */
  readonly droppedMs: number;
  readonly heardMs: number;
  readonly segments: number;
  readonly failovers: number;
};

export type TranscriberFacts = {
  /** Another recognises from now on: the one before failed (`why`), or is back. What was being said is said again to the new one: nothing is lost. */
  providerChanged: { readonly from: TranscribingProvider; readonly to: TranscribingProvider; readonly why: string };
  loadChanged: { readonly load: TranscriberLoad };
};
