/** Turning sound into words, for tests that ask what a person would understand: the port. */
import type { Cancel } from '../../base/cancel.ts';

export interface Recogniser {
  /** Of the program that listens. */
  readonly name: string;
  /**
   * The words in 16 kHz mono sound, in lower case, with one blank between them and no punctuation; empty where none was understood.
   * Rejects with a `VoiceError` when the program fails, or with the signal's own reason.
   */
  recognise(samples: Int16Array, options?: Cancel): Promise<string>;
}
