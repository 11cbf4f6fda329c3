/** What can be wrong with a message that is asked for. */

export type VoicemailErrorCode =
  /** No such message, or it was deleted. */
  | 'voicemail/unknown-message'
  /** The message is on record, but its sound is not in the store. */
  | 'voicemail/no-sound';

export class VoicemailError extends Error {
  readonly code: VoicemailErrorCode;
  constructor(code: VoicemailErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'VoicemailError';
    this.code = code;
  }
}
