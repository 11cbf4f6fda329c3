/** Transcripts as this door serves them: whoever keeps them fills this port, for both halves of a house. Where nothing is kept there are none. */
import { Facts, type FactSource } from '../../../../base/facts.ts';
import type { ShelfQuery, ShelvedRecording } from './recording-shelf.ts';

/** One that is done; under the id of the recording that it belongs to, or of its own entry where no sound is kept. `personIds` are those who spoke. */
export type ShelvedTranscript = ShelvedRecording;

export interface TranscriptShelf {
  /** Those that are done, oldest first. */
  list(query: ShelfQuery): Promise<readonly ShelvedTranscript[]>;
  /**
   * WebVTT: `words` with `<v Name>` for the speaker, `metadata` with JSON for each cue. Undefined for one that is not there (any more).
   * `appId` asks, for whoever keeps account of it.
   */
  open(transcriptId: string, what: 'words' | 'metadata', by: { readonly appId: string }): Promise<Uint8Array | undefined>;
  readonly facts: FactSource<{ made: ShelvedTranscript }>;
}

/** Nothing is transcribed. */
export const noTranscripts: TranscriptShelf = {
  list: () => Promise.resolve([]),
  open: () => Promise.resolve(undefined),
  facts: new Facts<{ made: ShelvedTranscript }>(),
};
