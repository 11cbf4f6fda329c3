/** What can go wrong with transcripts beside what goes wrong with the entries that they belong to (`archive/…`). */

export type TranscriptErrorCode =
  /** There is no such segment in this transcript. */
  | 'transcripts/no-segment'
  /** Nobody of that id has said anything in this transcript. */
  | 'transcripts/no-speaker'
  /** The entry has no transcript. */
  | 'transcripts/none'
  /** Whoever asks may read it, but not change that. */
  | 'transcripts/not-allowed'
  /** There is no translation into that language. */
  | 'transcripts/no-translation'
  /** More was said than the disk takes, and some of it was not kept. */
  | 'transcripts/behind'
  /** The archive of transcripts has been closed. */
  | 'transcripts/closed';

export class TranscriptError extends Error {
  readonly code: TranscriptErrorCode;
  constructor(code: TranscriptErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TranscriptError';
    this.code = code;
  }
}

export function noTranscript(recordingId: string): TranscriptError {
  return new TranscriptError('transcripts/none', `the recording ${recordingId} has no transcript`);
}

export function noSegment(recordingId: string, segmentId: string): TranscriptError {
  return new TranscriptError('transcripts/no-segment', `the transcript of ${recordingId} has no segment ${segmentId.slice(0, 100)}`);
}

export function noSpeaker(recordingId: string, speakerId: string): TranscriptError {
  return new TranscriptError('transcripts/no-speaker', `in the transcript of ${recordingId} nobody speaks who is known as ${speakerId.slice(0, 100)}`); // prettier-ignore
}
