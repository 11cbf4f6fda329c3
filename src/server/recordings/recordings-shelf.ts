/** What both halves have recorded, as the Graph door serves it. */
import type { FileContent, FileFormat } from '../../media/files/recording-file.ts';
import type { Archive } from '../../archive/archive.ts';
import { isSameFile } from '../../archive/fold.ts';
import type { KeptRecording, Viewer } from '../../archive/port.ts';
import { Facts } from '../../base/facts.ts';
import { allKept } from './all-kept.ts';
import { fits, type RecordingShelf, type ShelvedRecording } from '../../doors/graph/around/meetings/recording-shelf.ts';
import { shelved, type FindMeeting } from './shelved.ts';

export type ShelfOptions = {
  readonly archives: readonly Archive[];
  readonly tenantId: string;
  readonly findMeeting: FindMeeting;
};

const house: Viewer = { kind: 'operator', name: 'Graph' };
/** The film if there is one, else what everybody said. */
const contents: readonly (readonly [FileContent, FileFormat])[] = [
  [{ kind: 'composite', layout: 'speaker' }, 'mp4'],
  [{ kind: 'composite', layout: 'gallery' }, 'mp4'],
  [{ kind: 'composite', layout: 'speaker' }, 'webm'],
  [{ kind: 'composite', layout: 'gallery' }, 'webm'],
  [{ kind: 'mixed' }, 'ogg'],
];

export function recordingsShelf(options: ShelfOptions): RecordingShelf {
  const { archives } = options;
  const facts = new Facts<{ saved: ShelvedRecording }>();
  for (const archive of archives) {
    archive.facts.on('recordingSaved', ({ recording }) => {
      if (recording.kind === 'recording') facts.tell('saved', shelved(recording, options));
    });
  }
  return {
    facts,
    async list(query) {
      const kept = await Promise.all(archives.map((archive) => allKept(archive, house, { kind: 'recording' })));
      return kept
        .flat()
        .filter(({ state }) => state === 'saved')
        .map((recording) => shelved(recording, options))
        .filter((recording) => fits(recording, query))
        .toSorted((a, b) => a.startedMs - b.startedMs);
    },
    async open(recordingId, { appId }) {
      const viewer: Viewer = { kind: 'operator', name: `app ${appId}` };
      const archive = archives.find((each) => each.standingOf(recordingId) === 'kept');
      const kept = await archive?.get(viewer, recordingId);
      if (!archive || kept?.kind !== 'recording' || kept.state !== 'saved') return undefined;
      const [content, format] = contents.find(([wanted, as]) => isMade(kept, wanted, as)) ?? [{ kind: 'mixed' }, 'ogg'];
      const file = await archive.openFile(viewer, recordingId, content, format);
      return { type: file.mime, sizeBytes: file.sizeBytes, read: (from, to) => file.read(from, to) };
    },
  };
}

function isMade({ files }: KeptRecording, content: FileContent, format: FileFormat): boolean {
  return files.some((file) => isSameFile(file, { content, format }));
}
