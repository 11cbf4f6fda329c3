/** What a call cannot do, whoever carries it. */

export type CallErrorCode =
  /** The carrier cannot do this in this call; the message names what can be done instead. */
  | 'call/cannot'
  /** There is no such meeting, or it is over or locked. */
  | 'call/no-meeting';

export class CallError extends Error {
  readonly code: CallErrorCode;
  constructor(code: CallErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CallError';
    this.code = code;
  }
}
