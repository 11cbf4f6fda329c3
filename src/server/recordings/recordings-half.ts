/** Everything about recordings in a house: archives, the service for bots, webhooks, the library's route, and the operator's desk. */
import type { ArchiveFacts, RecordingArchive, Viewer } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Random } from '../../base/random.ts';
import type { Scope } from '../../base/scope.ts';
import type { RecordingShelf } from '../../doors/graph/around/meetings/recording-shelf.ts';
import { ledgerOf } from '../../services/recording/ledger.ts';
import { RecordingService } from '../../services/recording/recording-service.ts';
import { Webhooks } from '../../services/webhooks/webhooks.ts';
import type { Directory } from '../../switchboard/directory.ts';
import type { LibraryNews } from '../../wire/live/library.ts';
import type { HouseStores } from '../house-stores.ts';
import { LiveTranscripts } from '../library/live-transcripts.ts';
import { libraryRoute, viewerOf } from '../library-route.ts';
import { liveFilms } from './live-films.ts';
import type { Archives } from './open-archives.ts';
import { recordingsShelf } from './recordings-shelf.ts';
import type { FindMeeting } from './shelved.ts';
import { RecordingsDesk } from './recordings-desk.ts';
import type { RecordingsConfig } from './recordings-config.ts';
import type { BothTranscripts } from '../transcription/open-transcripts.ts';

export type RecordingsHalf = {
  readonly archives: Archives;
  readonly service: RecordingService;
  readonly desk: RecordingsDesk;
  /** What both halves have recorded, for Graph. */
  readonly shelf: (findMeeting: FindMeeting) => RecordingShelf;
  readonly library: (request: Request) => Promise<Response>;
  /** Transcripts while they are made, over web sockets. */
  readonly liveTranscripts: LiveTranscripts | undefined;
  /** Finishes what an earlier run left undone. To be called when everybody listens; resolves late where a store is away, and never rejects. */
  begin(): Promise<void>;
};

export type RecordingsHalfOptions = {
  readonly stores: HouseStores;
  readonly directory: Directory;
  /** What was said in them, and its second look. */
  readonly transcripts?: BothTranscripts | undefined;
  /** What pages are to hear of the library. */
  readonly tell: (news: LibraryNews) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scope: Scope;
};

const house: Viewer = { kind: 'operator', name: 'webhooks' };

export async function openRecordings(
  config: RecordingsConfig,
  archives: Archives,
  options: RecordingsHalfOptions,
): Promise<RecordingsHalf> {
  const { stores, directory, transcripts, tell, clock, random, log, scope } = options;
  const { tenantId } = directory;
  const webhooks = await Webhooks.open({
    hooks: config.webhooks ?? [],
    facts: stores.bots,
    tenantId,
    fetch,
    clock,
    random,
    describe: async (recordingId) => archives.archives.find((each) => each.standingOf(recordingId) === 'kept')?.get(house, recordingId),
    log,
  });
  scope.defer(() => webhooks[Symbol.asyncDispose]());
  for (const archive of archives.archives) announce(archive, webhooks, log);
  const service = new RecordingService({
    archive: archives.bots,
    facts: stores.bots,
    tenantId,
    clock,
    log,
    beginFilm: liveFilms(archives.bots, { clock }),
  });
  scope.defer(() => service[Symbol.asyncDispose]());
  const library = libraryRoute({
    archives: archives.archives,
    // Whoever refused is not in the recording; the directory knows them.
    ledgerOf: (recordingId, people) =>
      ledgerOf(recordingId, {
        facts: stores.bots,
        tenantId,
        people: [...directory.people.map(({ userId, name }) => ({ id: userId, name })), ...people],
      }),
    webhooks,
    directory,
    transcripts: transcripts && [transcripts.bots, transcripts.switchboard],
    secondPass: transcripts?.ask,
    passes: transcripts?.passes.facts,
    tell,
    clock,
    log,
    signal: scope.signal,
  });
  const begin = async (): Promise<void> => {
    const failed = (error: unknown): void => log.error('recordings of an earlier run could not be finished', { error });
    const away = (error: unknown): void =>
      log.error('recordings cannot be put away at the moment: what is recorded waits on this machine', { problem: wordsOf(error) });
    const checked = archives.check().catch(away);
    await Promise.all([checked, ...archives.archives.map((archive) => archive.recover().catch(failed))]);
  };
  const shelf = (findMeeting: FindMeeting): RecordingShelf => recordingsShelf({ archives: archives.archives, tenantId, findMeeting });
  const liveTranscripts =
    transcripts &&
    new LiveTranscripts({
      archives: archives.archives,
      transcripts: [transcripts.bots, transcripts.switchboard],
      secondPass: transcripts.ask,
      viewerOf: (as) => viewerOf(as, directory),
      log,
    });
  return { liveTranscripts, archives, service, desk: new RecordingsDesk(archives), shelf, library, begin };
}

/** What happens to recordings is told to whoever the configuration names. */
function announce({ facts }: RecordingArchive, webhooks: Webhooks, log: Log): void {
  const told = (
    event: keyof ArchiveFacts & Parameters<Webhooks['tell']>[0],
    recordingId: string,
    data: Parameters<Webhooks['tell']>[2],
  ): void => {
    webhooks
      .tell(event, recordingId, data)
      .catch((error: unknown) => log.error('a webhook could not be queued', { event, recordingId, error }));
  };
  facts.on('recordingStarted', ({ recording: { recordingId, callId, kind } }) => told('recordingStarted', recordingId, { callId, kind }));
  facts.on('recordingSaved', ({ recording: { recordingId, callId, kind, durationMs } }) =>
    told('recordingSaved', recordingId, { callId, kind, durationMs }),
  );
  facts.on('recordingFailed', ({ recording: { recordingId, callId, kind }, problem }) =>
    told('recordingFailed', recordingId, { callId, kind, problem }),
  );
  facts.on('recordingErased', ({ recordingId, why }) => told('recordingErased', recordingId, { why }));
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
