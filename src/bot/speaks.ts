/** What a bot needs of speech: a text as sound that can be played. */
import type { Cancel } from '../base/cancel.ts';

export interface Speaks {
  /** A WAV file, 16 kHz, 16 bit, mono. The same text and voice give the same sound. `language` (BCP 47) picks a voice where none is named. */
  wavOf(
    text: string,
    options?: Cancel & { readonly voice?: string | undefined; readonly language?: string | undefined },
  ): Promise<Uint8Array>;
}
