/** What can go wrong with what is kept. */

export type ArchiveErrorCode =
  /** There is no such recording, or it is not for whoever asks: nobody learns which of the two. */
  | 'archive/unknown'
  /** Whoever asks may see the recording, but not do that with it. */
  | 'archive/not-allowed'
  /** It is on hold: neither deleted nor kept for a shorter time. */
  | 'archive/held'
  /** It is still being recorded, or its files are being made. */
  | 'archive/busy'
  /** There is no such file of it, and none that could be made here. */
  | 'archive/cannot'
  /** Its files could not be made. What was recorded is still there. */
  | 'archive/failed'
  /** What is kept of it was changed, cut off or taken away by somebody else. */
  | 'archive/damaged'
  /** Its key cannot be had: the vault does not answer, or has it no more. */
  | 'archive/locked'
  /** Something of it is still there after it was deleted; it is tried again. */
  | 'archive/not-erased'
  /** The archive has been closed; what is not finished is finished at the next start. */
  | 'archive/closed';

export class ArchiveError extends Error {
  readonly code: ArchiveErrorCode;
  constructor(code: ArchiveErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ArchiveError';
    this.code = code;
  }
}

/** The same words for what is not there and what is not to be seen. */
export function unknownRecording(recordingId: string): ArchiveError {
  return new ArchiveError('archive/unknown', `there is no recording ${recordingId.slice(0, 100)}; it may have been deleted`);
}
