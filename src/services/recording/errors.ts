/** What can be wrong with a recording that a bot wants to make. */

export type RecordingErrorCode =
  /** Those who are there, or the carrier, do not allow it; nothing was kept. */
  | 'recording/not-allowed'
  /** The call was over before anything could be kept. */
  | 'recording/call-ended'
  /** It is over: nothing more can be done with it. */
  | 'recording/over'
  /** Nothing more could be kept, and what was kept could not be finished. The next start of the program tries it again. */
  | 'recording/failed';

export class RecordingError extends Error {
  readonly code: RecordingErrorCode;
  constructor(code: RecordingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RecordingError';
    this.code = code;
  }
}
