/** What can go wrong when something is to be said, or words are listened for. */

export type SpeechErrorCode =
  /** The text has nothing in it that can be spoken. */
  | 'speech/nothing-to-say'
  /** The text is longer than `LONGEST_TEXT`. */
  | 'speech/text-too-long'
  /** A voice or a provider was asked for that this machine does not have. */
  | 'speech/unknown-voice'
  /** No provider of speech, or nobody who listens for words, is installed. */
  | 'speech/no-provider'
  /** A provider was there and failed. */
  | 'speech/provider-failed'
  /** Whoever listens for words does not know one of them. */
  | 'speech/unknown-word';

export class SpeechError extends Error {
  readonly code: SpeechErrorCode;
  /** What was still to be said when a provider failed, from the sentence it failed in. */
  readonly rest: string | undefined;

  constructor(code: SpeechErrorCode, message: string, { rest, ...options }: ErrorOptions & { readonly rest?: string } = {}) {
    super(message, options);
    this.name = 'SpeechError';
    this.code = code;
    this.rest = rest;
  }
}
