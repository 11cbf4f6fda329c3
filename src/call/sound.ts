/** What is played into a call. */

/** A WAV file, 16 kHz, 16 bit, mono. `name` is the same for the same sound, so that a carrier may keep it; `text` is what is said in it, for captions. */
export type Sound = { readonly name: string; readonly wav: Uint8Array; readonly text?: string | undefined };
