/** Files that are made of a recording, and what is known of each. */

/**
 * `ogg`: Ogg Opus (RFC 7845). `wav`: 16 kHz, 16 bit, mono. `webm`: VP8 and Opus, pictures as they came. `mp4`: H.264 and AAC, by ffmpeg.
 */
export type FileFormat = 'ogg' | 'wav' | 'webm' | 'mp4';

/** What a file holds: everybody who was recorded in one track, one track alone, or pictures composed into one. */
export type FileContent =
  | { readonly kind: 'mixed' }
  | { readonly kind: 'track'; readonly track: number }
  | { readonly kind: 'composite'; readonly layout: 'speaker' | 'gallery' };

export type FileSummary = {
  readonly content: FileContent;
  readonly format: FileFormat;
  readonly mime: string;
  readonly sizeBytes: number;
  readonly durationMs: number;
};

/** Where a file is written to; a muxer goes back to its header at the end. Resolves when there is space for more. */
export interface ByteSink {
  write(bytes: Uint8Array, position: number): Promise<void>;
}

/** Levels to draw a track by: the loudest of each tenth of a second, 0 (nothing) … 255 (full scale), one byte each. */
export type Waveform = { readonly track: number; readonly perSecond: 10; readonly peaks: Uint8Array };
