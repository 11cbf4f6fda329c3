/** What can go wrong with the local certificate authority. */
export type TlsErrorCode =
  /** There is none yet. */
  | 'tls/none'
  /** Its files cannot be read or written. */
  | 'tls/failed';

export class TlsError extends Error {
  readonly code: TlsErrorCode;
  /** What to do about it. */
  readonly remedy: string;

  constructor(code: TlsErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TlsError';
    this.code = code;
    this.remedy = remedy;
  }
}
