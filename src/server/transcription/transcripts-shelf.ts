/** What both halves have transcribed, as the Graph door serves it. */
import type { RecordingArchive, Viewer } from '../../archive/port.ts';
import { Facts } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import { fits, type ShelfQuery } from '../../doors/graph/around/meetings/recording-shelf.ts';
import type { ShelvedTranscript, TranscriptShelf } from '../../doors/graph/around/meetings/transcript-shelf.ts';
import { graphMetadataVtt, graphVtt } from '../../transcripts/exports/graph-vtt.ts';
import type { KeptTranscript, TranscriptArchive } from '../../transcripts/port.ts';
import { allKept } from '../recordings/all-kept.ts';
import { shelved, type FindMeeting } from '../recordings/shelved.ts';

/** Transcripts with the archive that they belong to. */
type TranscriptHalf = {
  readonly archive: Pick<RecordingArchive, 'list' | 'get' | 'note' | 'standingOf'>;
  readonly transcripts: Pick<TranscriptArchive, 'get' | 'has' | 'facts'>;
};

export type TranscriptsShelfOptions = {
  readonly halves: readonly TranscriptHalf[];
  readonly tenantId: string;
  readonly findMeeting: FindMeeting;
  readonly log: Log;
};

const house: Viewer = { kind: 'operator', name: 'Graph' };

export function transcriptsShelf(options: TranscriptsShelfOptions): TranscriptShelf {
  const { halves, log } = options;
  const facts = new Facts<{ made: ShelvedTranscript }>();
  for (const half of halves) {
    half.transcripts.facts.on('done', ({ recordingId }) => {
      made(half, recordingId, options)
        .then((transcript) => transcript && facts.tell('made', transcript))
        .catch((error: unknown) => log.error('apps could not be told of a transcript', { recordingId, error }));
    });
  }
  return {
    facts,
    async list(query) {
      const all = await Promise.all(halves.map((half) => listed(half, query, options)));
      return all.flat().toSorted((a, b) => a.startedMs - b.startedMs);
    },
    async open(transcriptId, what, { appId }) {
      const half = halves.find(({ archive, transcripts }) => archive.standingOf(transcriptId) === 'kept' && transcripts.has(transcriptId));
      const viewer: Viewer = { kind: 'operator', name: `app ${appId}` };
      const kept = await half?.transcripts.get(viewer, transcriptId);
      if (kept?.state !== 'done') return undefined;
      await half?.archive.note(viewer, transcriptId, 'exportedTranscript', 'vtt');
      return new TextEncoder().encode(what === 'words' ? graphVtt(kept) : graphMetadataVtt(kept));
    },
  };
}

async function listed(
  { archive, transcripts }: TranscriptHalf,
  query: ShelfQuery,
  options: TranscriptsShelfOptions,
): Promise<readonly ShelvedTranscript[]> {
  const kept = (await allKept(archive, house)).filter(({ kind, recordingId }) => kind !== 'voicemail' && transcripts.has(recordingId));
  const fitting = kept.map((recording) => shelved(recording, options)).filter((each) => fits(each, { ...query, personId: undefined }));
  const read = await Promise.all(fitting.map(async (each) => withWords(each, await transcripts.get(house, each.recordingId))));
  return read.filter((each) => each !== undefined).filter((each) => fits(each, query));
}

async function made(
  { archive, transcripts }: TranscriptHalf,
  recordingId: string,
  options: TranscriptsShelfOptions,
): Promise<ShelvedTranscript | undefined> {
  const recording = await archive.get(house, recordingId);
  return withWords(shelved(recording, options), await transcripts.get(house, recordingId));
}

/** Its times are those of what was said in words; those who spoke are its people as well. */
function withWords(of: ShelvedTranscript, kept: KeptTranscript | undefined): ShelvedTranscript | undefined {
  if (kept?.state !== 'done') return undefined;
  const endedMs = Math.max(of.endedMs, of.startedMs + kept.durationMs);
  const personIds = [...new Set([...of.personIds, ...kept.speakers.map(({ speakerId }) => speakerId)])];
  return { ...of, personIds, endedMs, savedMs: Math.max(of.savedMs, endedMs) };
}
