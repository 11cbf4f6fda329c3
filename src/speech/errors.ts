/** What can go wrong when something is to be said, words are listened for, speech is turned into text, or text into another language. */

export type SpeechErrorCode =
  /** The text has nothing in it that can be spoken. */
  | 'speech/nothing-to-say'
  /** The text is longer than `LONGEST_TEXT`. */
  | 'speech/text-too-long'
  /** A voice or a provider was asked for that this machine does not have. */
  | 'speech/unknown-voice'
  /** A language, or a pair of them, was asked for that the provider does not know. */
  | 'speech/unknown-language'
  /** No provider of speech, or nobody who listens for words, is installed. */
  | 'speech/no-provider'
  /** A provider was there and failed. */
  | 'speech/provider-failed'
  /** A provider does not accept the key it was given, or what this key may do does not reach so far. */
  | 'speech/not-allowed'
  /** A provider has too much to do, or the account has used what it may. */
  | 'speech/throttled'
  /** A provider takes no utterance as long as this one. */
  | 'speech/sound-too-long'
  /** The files of a model are missing, are not what their manifest says, or could not be put in place. */
  | 'speech/model-failed'
  /** Whoever listens for words does not know one of them. */
  | 'speech/unknown-word';

export type SpeechErrorOptions = ErrorOptions & {
  readonly rest?: string | undefined;
  /** Left out: what the code says by itself; a provider that failed may work the next time. */
  readonly isRecoverable?: boolean | undefined;
  readonly retryAfterMs?: number | undefined;
};

const RECOVERABLE: ReadonlySet<SpeechErrorCode> = new Set(['speech/provider-failed', 'speech/throttled']);

export class SpeechError extends Error {
  readonly code: SpeechErrorCode;
  /** What was still to be said when a provider failed, from the sentence it failed in. */
  readonly rest: string | undefined;
  /** Whether the same may succeed in a while; otherwise something has to be changed first (a key, a setting, a program). */
  readonly isRecoverable: boolean;
  /** How long the provider asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(code: SpeechErrorCode, message: string, { rest, isRecoverable, retryAfterMs, ...options }: SpeechErrorOptions = {}) {
    super(message, options);
    this.name = 'SpeechError';
    this.code = code;
    this.rest = rest;
    this.isRecoverable = isRecoverable ?? RECOVERABLE.has(code);
    this.retryAfterMs = retryAfterMs;
  }
}
