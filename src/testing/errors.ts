/** What a test learns from a line when something went otherwise than it expects. */

export type LineErrorCode =
  /** A sentence was waited for and did not come. */
  | 'testing/not-heard'
  /** The bot was expected to end the call, to put the caller through or to call somebody, and did not. */
  | 'testing/not-done'
  /** The caller wants to do something and the call is over. */
  | 'testing/call-over'
  /** The bot's code threw. */
  | 'testing/bot-threw';

export class LineError extends Error {
  readonly code: LineErrorCode;
  constructor(code: LineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LineError';
    this.code = code;
  }
}
