/** A film of all that is made while the recording goes on, by whoever can: it gets every record as it is written. */
import type { SegmentRecord } from '../../media/segments/record.ts';
import type { RecordingOptions } from './port.ts';

export type FilmAbout = {
  readonly recordingId: string;
  readonly layout: NonNullable<RecordingOptions['composite']>['layout'];
  readonly format: 'webm' | 'mp4';
};

export interface LiveFilm {
  /** Never waits, and keeps nothing of the record, which is written to again: what it cannot keep up with it leaves out. */
  write(record: SegmentRecord): void;
  /** Resolves when the film lies beside the recording. */
  finish(): Promise<void>;
  /** Leaves nothing. Calm when it is finished. */
  discard(): Promise<void>;
}

export type BeginFilm = (about: FilmAbout) => LiveFilm;
