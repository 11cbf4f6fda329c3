/** What can be wrong with sound and pictures that are handed in. */

export type MediaErrorCode =
  /** The bytes are not a WAV file at all. */
  | 'media/not-wav'
  /** A WAV file, but not 16 kHz, 16 bit, mono PCM. */
  | 'media/wrong-format'
  /** A WAV file that says it is longer than it is, or has no sound in it. */
  | 'media/truncated'
  /** The Opus library could not be loaded. */
  | 'media/no-opus'
  /** The program ffmpeg is not on this machine. */
  | 'media/no-ffmpeg'
  /** ffmpeg could not read or make what was asked for, or was killed. */
  | 'media/ffmpeg-failed'
  /** Bytes that are no IVF file of VP8, or are cut off. */
  | 'media/not-ivf'
  /** The library for WebM and MP4 could not be loaded. */
  | 'media/no-muxer'
  /** What lies in a segment log is of no kind that is known here. */
  | 'media/not-segments'
  /** A segment log is sealed with another key, or with none where one was given. */
  | 'media/wrong-key'
  /** There is no room left for a segment log. */
  | 'media/disk-full'
  /** The disk of a segment log refused, or is gone. */
  | 'media/disk-failed'
  /** A film could not be composed: ffmpeg gave up or was killed, or there is nothing to be seen and heard. */
  | 'media/composite-failed';

export class MediaError extends Error {
  readonly code: MediaErrorCode;
  constructor(code: MediaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MediaError';
    this.code = code;
  }
}
