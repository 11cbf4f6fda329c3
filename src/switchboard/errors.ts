/** What can only go wrong by a mistake of ours: everything a caller may meet is a `Refused`. */

export type SwitchboardErrorCode =
  /** A leg was to take a step that the table of `call.ts` does not know. */
  'switchboard/illegal-step';

export class SwitchboardError extends Error {
  readonly code: SwitchboardErrorCode;
  constructor(code: SwitchboardErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SwitchboardError';
    this.code = code;
  }
}
