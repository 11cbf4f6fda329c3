/** Puts search together, over the transcripts of one half of a house: with its index, where there is a place for one. */
import type { Scope } from '../../base/scope.ts';
import { streamOf, type TranscriptsOptions } from '../transcripts-options.ts';
import type { Volumes } from '../volumes.ts';
import { IndexKeeper } from './index-keeper.ts';
import type { SearchedPlace } from './indexing.ts';
import { Seals } from './sealed-lines.ts';
import { TranscriptSearch } from './transcript-search.ts';

export type SearchOverOptions = TranscriptsOptions & {
  readonly volumes: Volumes;
  readonly scope: Scope;
  /** Those that have a transcript. */
  readonly recordingIds: () => readonly string[];
  /** Those that were being made when the program stopped. */
  readonly interrupted: ReadonlySet<string>;
};

/** What the archive seals for us. */
const PURPOSE = 'transcript search';

export function searchOver(options: SearchOverOptions): { readonly keeper: IndexKeeper | undefined; readonly search: TranscriptSearch } {
  const { archive, facts, tenantId, which, clock, log, scope, volumes, recordingIds, interrupted } = options;
  const seals = new Seals((recordingId) => archive.sealOf(recordingId, PURPOSE));
  const startedMsOf = (recordingId: string): number | undefined => archive.startedMsOf(recordingId);
  const places = (): readonly SearchedPlace[] =>
    recordingIds().flatMap((recordingId) => {
      const startedMs = startedMsOf(recordingId);
      return startedMs === undefined ? [] : [{ recordingId, startedMs }];
    });
  const keeper =
    options.search &&
    new IndexKeeper({
      ...options.search,
      context: `${tenantId}/index of transcripts ${which}`,
      clock,
      log,
      scope,
      seals,
      startedMsOf,
      places,
      volume: (recordingId) => volumes.get(recordingId),
      // Of what was being made when the program stopped, the index may have what never came to the disk.
      hasMore: async (recordingId, after) => interrupted.has(recordingId) || (await facts.read({ ...streamOf(tenantId, recordingId), after, limit: 1 })).length > 0, // prettier-ignore
    });
  const unlocked = new Set<string>();
  const search = new TranscriptSearch({
    keeper,
    seals,
    clock,
    log,
    places,
    startedMsOf,
    said: async (recordingId) => (await volumes.get(recordingId)).said,
    maySee: async (viewer, recordingId) => {
      const { maySee } = archive.standing(viewer, recordingId);
      if (maySee || unlocked.has(recordingId)) return maySee;
      // Without its key nobody's name is known.
      await seals.of(recordingId).then(() => unlocked.add(recordingId), () => undefined); // prettier-ignore
      return archive.standing(viewer, recordingId).maySee;
    },
    subjectOf: async (viewer, recordingId) => (await archive.get(viewer, recordingId)).subject,
  });
  return { keeper, search };
}
