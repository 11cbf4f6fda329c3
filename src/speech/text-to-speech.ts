/** Turning text into sound: the port, and the twin that says it in silence. */
import type { Cancel } from '../base/cancel.ts';
import { SAMPLE_RATE } from '../media/frame.ts';
import { plainText } from './plain-text.ts';

export type Voice = {
  /** What `speak` takes as `voice`; unique within its provider. */
  readonly id: string;
  readonly name: string;
  /** BCP 47, such as `en-GB`. */
  readonly language: string;
};

export type SpeakOptions = Cancel & {
  /** The id of one of the provider's voices. */
  readonly voice?: string | undefined;
  /** BCP 47; picks a voice where none is named. */
  readonly language?: string | undefined;
};

/** A provider of speech. The first sound comes within 150 ms of the first step of the iteration. */
export interface TextToSpeech {
  /** Part of the key under which sound is kept. */
  readonly name: string;
  /** Whether the text is sent to somebody else's machine. */
  readonly leavesMachine: boolean;
  voices(): Promise<readonly Voice[]>;
  /**
   * Chunks of 16 kHz mono PCM16, of any size, as soon as they are made. Text is spoken as it stands: markup is not understood.
   * Rejects with a `SpeechError`, or with the signal's own reason; ending the iteration early ends the work behind it.
   */
  speak(text: string, options?: SpeakOptions): AsyncIterable<Int16Array>;
}

/** About what an English letter takes when it is spoken. */
const MS_PER_CHARACTER = 60;

/** Says everything in silence, and takes as long about it as a voice would: for tests, and for who wants no voice. */
export const silentTextToSpeech: TextToSpeech = {
  name: 'silent',
  leavesMachine: false,
  voices: () => Promise.resolve([]),
  async *speak(text, { signal } = {}) {
    signal?.throwIfAborted();
    yield new Int16Array((plainText(text).length * MS_PER_CHARACTER * SAMPLE_RATE) / 1_000);
  },
};
