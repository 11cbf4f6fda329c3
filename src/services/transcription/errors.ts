/** What can go wrong when a call is to be transcribed. */

export type TranscriptionErrorCode =
  /** The house keeps no transcripts, and `keep` was asked for. */
  | 'transcription/nothing-keeps'
  /** The carrier does not show that something is kept, and without that nothing may be. */
  | 'transcription/not-allowed'
  /** The call was over before it could begin. */
  | 'transcription/call-ended';

export class TranscriptionError extends Error {
  readonly code: TranscriptionErrorCode;
  constructor(code: TranscriptionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TranscriptionError';
    this.code = code;
  }
}
