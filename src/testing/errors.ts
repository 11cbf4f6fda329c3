/** What a test learns from the lab when something went otherwise than it expects. */
export type LabErrorCode =
  /** Words, keys or a sound were waited for and were not heard, or were heard and should not have been. */
  | 'testing/not-heard'
  /** A picture, a message of the chat or a caption was waited for and did not come, or a picture came that should not have. */
  | 'testing/not-seen'
  /** Somebody was expected to do something, and did not: to answer, to hang up, to ring. */
  | 'testing/not-done'
  /** A person wants to do something and the call is over. */
  | 'testing/call-over'
  /** The body of the test ended while something was still waited for: an `await` is missing. */
  | 'testing/not-awaited'
  /** The switchboard refused what a person did. */
  | 'testing/refused'
  /** The bot's code threw. */
  | 'testing/bot-threw'
  /** Everybody has gone home, and a call, or a bot's code, goes on. */
  | 'testing/left-over'
  /** A captured call cannot be replayed, or was told to be of somebody who had none. */
  | 'testing/no-replay'
  /** Nothing is installed that could recognise speech. */
  | 'testing/no-recogniser';

export class LabError extends Error {
  readonly code: LabErrorCode;
  constructor(code: LabErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LabError';
    this.code = code;
  }
}
