/** Telling which of a few words one person says: the port. Enough for "yes" and "no"; whole sentences are no matter of it. */
import type { Cancel } from '../base/cancel.ts';

export interface WordListener {
  /** For people, in logs. */
  readonly name: string;
  /** Whether the sound is sent to somebody else's machine. */
  readonly leavesMachine: boolean;
  /** What it needs and this machine does not have, with how to get it; undefined where all is there. Looks when it is asked. */
  missing(): Promise<string | undefined>;
  /**
   * Hears one person (20 ms frames of 16 kHz mono PCM16, silence included) until they say one of these words by itself, between two
   * silences; what else they say is passed over. Undefined when the sound is over, or nobody says one within `withinMs`.
   * Rejects with `speech/no-provider`, where the message tells what to install; `speech/unknown-word`; `speech/provider-failed`; or the
   * signal's own reason. Ends the iteration of the sound in all cases.
   */
  wordIn(
    sound: AsyncIterable<{ readonly samples: Int16Array }>,
    words: readonly string[],
    options: WordOptions,
  ): Promise<string | undefined>;
}

/** `withinMs` counts in sound that was heard, and a word that has begun by then is heard to its end. */
type WordOptions = Cancel & { readonly withinMs: number };
