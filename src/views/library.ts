/** A kept recording as the library and its player show it, to one who may see it. */
import { may, standingOf } from '../archive/access.ts';
import type { KeptRecording, TrailEntry, Viewer } from '../archive/port.ts';
import type { LibraryLane, LibraryRecording, RecordingDetail } from '../wire/live/library.ts';
import { nameOfFile, possibleFiles, titleOfFile } from './library-files.ts';

/** What is needed of an entry of the ledger. */
export type KeptConsent = {
  readonly atMs: number;
  readonly person: { readonly id: string; readonly name?: string | undefined };
  readonly what: RecordingDetail['consents'][number]['what'];
  readonly how: string;
};

export type DetailOptions = {
  readonly viewer: Viewer;
  readonly ledger: readonly KeptConsent[];
  readonly trail?: readonly TrailEntry[] | undefined;
  readonly making: RecordingDetail['making'];
  readonly hasTranscript: boolean;
};

/** One line of the list. What was erased is not shown, so it has no state here. */
export function libraryRecording(kept: KeptRecording, hasTranscript: boolean): LibraryRecording {
  const { recordingId, kind, subject, state, problem, startedMs, durationMs, people, madeBy, organizer, meetingId, keptUntilMs } = kept;
  return {
    recordingId,
    kind,
    subject,
    state: state === 'erased' ? 'failed' : state,
    problem,
    startedMs,
    durationMs,
    people: people.map(({ id, name }) => ({ id, name })),
    madeBy: madeBy.name,
    organizer: organizer && { id: organizer.id, name: organizer.name },
    meetingId,
    hasPictures: kept.tracks.some(({ info }) => info.kind === 'camera' || info.kind === 'screen'),
    hasTranscript,
    keptUntilMs,
    isHeld: kept.hold !== undefined,
  };
}

/** All of it. The trail is shown to whoever was given it; the lists of files are complete once it is saved. */
export function recordingDetail(kept: KeptRecording, { viewer, ledger, trail, making, hasTranscript }: DetailOptions): RecordingDetail {
  const names = new Set(kept.files.map(nameOfFile));
  const busy = new Set(making.filter(({ problem }) => problem === undefined).map(({ name }) => name));
  const missing = possibleFiles(kept.tracks).map((file) => ({ name: nameOfFile(file), title: titleOfFile(file, kept.tracks) }));
  return {
    ...libraryRecording(kept, hasTranscript),
    lanes: lanesOf(kept),
    chapters: kept.chapters,
    markers: kept.markers,
    pauses: kept.pauses,
    files: kept.files
      .map((file) => ({
        name: nameOfFile(file),
        title: titleOfFile(file, kept.tracks),
        mime: file.mime,
        sizeBytes: file.sizeBytes,
        durationMs: file.durationMs,
      }))
      .sort((a, b) => placeOf(a.name, missing) - placeOf(b.name, missing)),
    making,
    canMake: kept.state === 'saved' ? missing.filter(({ name }) => !names.has(name) && !busy.has(name)) : [],
    hold: kept.hold && { reason: kept.hold.reason, by: kept.hold.by.name, sinceMs: kept.hold.sinceMs },
    grants: kept.grants.map(({ id, name }) => ({ id, name })),
    consents: ledger.map(({ atMs, person, what, how }) => ({ atMs, name: person.name ?? person.id, what, how })),
    trail: trail?.map(({ atMs, by, did, detail }) => ({ atMs, by, did, detail })),
    may: mayDo(kept, viewer),
  };
}

/** As `archive/access.ts` has it, and as the state of the recording allows. */
function mayDo(kept: KeptRecording, viewer: Viewer): RecordingDetail['may'] {
  const standing = standingOf(viewer, kept);
  const isOver = kept.state === 'saved' || kept.state === 'failed';
  const isPossible = { rename: true, grant: true, keepUntil: true, make: kept.state === 'saved', erase: isOver && kept.hold === undefined };
  return (['rename', 'grant', 'keepUntil', 'make', 'erase'] as const).filter((deed) => isPossible[deed] && may(standing, deed));
}

/** Everybody first, then who is heard, then what is seen; each group in the order in which it began. */
function lanesOf({ tracks }: KeptRecording): readonly LibraryLane[] {
  const order = { mixed: 0, voice: 1, screen: 2, camera: 3 } as const;
  return tracks
    .map(({ track, info }): LibraryLane => {
      if (info.kind === 'mixed') return { track, name: 'Everyone', kind: 'mixed' };
      return { track, name: info.name, personId: info.personId, kind: info.kind };
    })
    .sort((a, b) => order[a.kind] - order[b.kind] || a.track - b.track);
}

function placeOf(name: string, all: readonly { readonly name: string }[]): number {
  const place = all.findIndex((each) => each.name === name);
  return place < 0 ? all.length : place;
}
