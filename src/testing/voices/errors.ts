/** What can go wrong with the voices of a lab, and with what listens to them. */

export type VoiceErrorCode =
  /** A local voice is asked for and no program that speaks is installed, or the one that is does not work. */
  | 'testing/no-voice'
  /** The program that recognises words was there and failed. */
  | 'testing/recogniser-failed';

export class VoiceError extends Error {
  readonly code: VoiceErrorCode;
  constructor(code: VoiceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'VoiceError';
    this.code = code;
  }
}
