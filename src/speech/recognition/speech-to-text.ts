/** Turning speech into text: the port. A provider gets one utterance at a time, of one person, cut from silence to silence by whoever asks. */
import type { Cancel } from '../../base/cancel.ts';

export interface SpeechToText {
  /** For people, and in each segment: `pocketsphinx`, `openai`. Two of one kind are told apart by it. */
  readonly name: string;
  /** Whether the sound is sent to somebody else's machine, and to whose: a host name, for people. */
  readonly leavesMachine: boolean;
  readonly sendsTo?: string | undefined;
  /** BCP 47, such as `en-US`; `any` where the provider finds out by itself, or knows more than can be listed. */
  readonly languages: readonly string[] | 'any';
  readonly gives: { readonly interims: boolean; readonly words: boolean; readonly confidence: boolean };
  /** How many utterances it takes at the same time; more wait. */
  readonly atOnce: number;
  /** What it needs and this machine does not have, with how to get it; undefined where all is there. Looks when it is asked; rejects where that failed. */
  missing(): Promise<string | undefined>;
  /**
   * Recognises one utterance while it is being said: results come as soon as they are known, the last after the sound has ended. Interim results
   * replace each other; a final one replaces them. Several final ones may come, for several sentences, in order; none where nothing was
   * understood. Begins to read the sound at once, and reads on whatever the results do. Rejects with a `SpeechError` (`isRecoverable` says
   * whether the same may succeed in a while), or with the signal's own reason; ending the iteration early ends the work behind it.
   */
  recognise(sound: AsyncIterable<Int16Array>, options?: RecogniseOptions): AsyncIterable<Recognised>;
}

export type RecogniseOptions = Cancel & {
  /** BCP 47. Left out: the provider's own, or what it finds. */
  readonly language?: string | undefined;
  /** Names and terms that may come up. Providers that cannot use them pass them over. */
  readonly hints?: readonly string[] | undefined;
};

/** Times are milliseconds from the first sample of the utterance (16 kHz mono PCM16, in pieces of any size). */
export type Recognised = {
  readonly kind: 'interim' | 'final';
  readonly text: string;
  readonly startMs: number;
  /** Of an interim one: how far was heard. */
  readonly endMs: number;
  /** 0 … 1. */
  readonly confidence?: number | undefined;
  readonly words?: readonly RecognisedWord[] | undefined;
  /** BCP 47, where the provider found out. */
  readonly language?: string | undefined;
};

export type RecognisedWord = {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly confidence?: number | undefined;
};
