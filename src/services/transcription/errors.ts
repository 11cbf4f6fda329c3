/** What can go wrong when a call is to be transcribed. */

export type TranscriptionErrorCode =
  /** An option is none that there is, or says what nobody can follow. */
  | 'transcription/bad-option'
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

/** The error for what begins too late. `cause`: why the call is over. */
export function callEnded(cause: unknown): TranscriptionError {
  return new TranscriptionError('transcription/call-ended', 'the call was over before its transcription could begin', { cause });
}
