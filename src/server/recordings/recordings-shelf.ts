/** What both halves have recorded, as the Graph door serves it. */
import type { FileContent, FileFormat } from '../../media/files/recording-file.ts';
import type { KeptRecording, RecordingArchive, Viewer } from '../../archive/port.ts';
import { Facts } from '../../base/facts.ts';
import type { RecordingShelf, ShelfQuery, ShelvedRecording } from '../../doors/graph/around/meetings/recording-shelf.ts';

/** The meeting that has this number or chat; undefined where there is none (any more). */
export type FindMeeting = (of: {
  readonly joinMeetingId: string | undefined;
  readonly threadId: string | undefined;
}) => { readonly meetingId: string; readonly organizerId: string } | undefined;

export type ShelfOptions = {
  readonly archives: readonly RecordingArchive[];
  readonly tenantId: string;
  readonly findMeeting: FindMeeting;
};

const house: Viewer = { kind: 'operator', name: 'Graph' };
const PAGE = 500;
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
      const kept = await Promise.all(archives.map(allOf));
      return kept
        .flat()
        .filter(({ state }) => state === 'saved')
        .map((recording) => shelved(recording, options))
        .filter((recording) => fits(recording, query))
        .toSorted((a, b) => a.startedMs - b.startedMs);
    },
    async open(recordingId, { appId }) {
      const viewer: Viewer = { kind: 'operator', name: `app ${appId}` };
      for (const archive of archives) {
        const kept = await archive.get(viewer, recordingId).catch(() => undefined);
        if (kept?.state !== 'saved') continue;
        const [content, format] = contents.find(([wanted, as]) => isMade(kept, wanted, as)) ?? [{ kind: 'mixed' }, 'ogg'];
        const file = await archive.openFile(viewer, recordingId, content, format);
        return { type: file.mime, sizeBytes: file.sizeBytes, read: (from, to) => file.read(from, to) };
      }
      return undefined;
    },
  };
}

async function allOf(archive: RecordingArchive): Promise<readonly KeptRecording[]> {
  const all: KeptRecording[] = [];
  for (let before: string | undefined; ;) {
    const page = await archive.list(house, { kind: 'recording', atMost: PAGE, before });
    all.push(...page);
    before = page.at(-1)?.recordingId;
    if (page.length < PAGE) return all;
  }
}

function isMade({ files }: KeptRecording, content: FileContent, format: FileFormat): boolean {
  return files.some((file) => file.format === format && JSON.stringify(file.content) === JSON.stringify(content));
}

function shelved(recording: KeptRecording, { tenantId, findMeeting }: ShelfOptions): ShelvedRecording {
  const { recordingId, callId, joinMeetingId, threadId, organizer, madeBy, people, startedMs, endedMs, durationMs, savedMs } = recording;
  const meeting = findMeeting({ joinMeetingId, threadId });
  const meetingId = meeting?.meetingId ?? recording.meetingId;
  const end = endedMs ?? startedMs + durationMs;
  return {
    recordingId,
    tenantId,
    callId,
    ...(meetingId === undefined ? {} : { meetingId }),
    organizerId: meeting?.organizerId ?? organizer?.id ?? madeBy.id,
    personIds: people.map(({ id }) => id),
    startedMs,
    endedMs: end,
    savedMs: savedMs ?? end,
  };
}

function fits(recording: ShelvedRecording, query: ShelfQuery): boolean {
  const { tenantId, meetingId, callId, organizerId, personId, isOfMeeting } = query;
  return (
    recording.tenantId === tenantId &&
    (recording.meetingId !== undefined) === isOfMeeting &&
    (meetingId === undefined || recording.meetingId === meetingId) &&
    (callId === undefined || recording.callId === callId) &&
    (organizerId === undefined || recording.organizerId === organizerId) &&
    (personId === undefined || recording.personIds.includes(personId))
  );
}
