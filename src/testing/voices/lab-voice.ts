/** A voice of the lab: makes of a text the same sound each time, for each speaker another. */
import type { Cancel } from '../../base/cancel.ts';

export interface LabVoice extends AsyncDisposable {
  /** `built-in`, or the name of the local program. */
  readonly name: string;
  /** 16 kHz, mono. Rejects with what the program said when it fails. */
  speak(text: string, options: Cancel & { readonly speaker: string }): Promise<Utterance>;
}

/** `marks`: where each character of the text ends, in milliseconds; absent where the voice does not tell. */
export type Utterance = { readonly samples: Int16Array; readonly marks?: readonly number[] | undefined };
