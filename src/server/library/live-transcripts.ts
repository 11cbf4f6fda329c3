/** A transcript while it is made, over a web socket: all there is first, and then each thing that is otherwise than before. */
import type { WebSocket } from 'ws';
import type { RecordingArchive, Viewer } from '../../archive/port.ts';
import type { Log } from '../../base/log.ts';
import type { TranscriptArchive } from '../../transcripts/port.ts';
import { segmentNews, transcriptView } from '../../views/library-transcript.ts';
import type { TranscriptNews } from '../../wire/live/library.ts';
import type { TakenSocket } from '../web-sockets.ts';
import { BothArchives, type Found } from './both-archives.ts';
import { mayDo, type SecondPass } from './library-transcript.ts';

export type LiveTranscriptsOptions = {
  readonly archives: readonly RecordingArchive[];
  readonly transcripts: readonly TranscriptArchive[];
  readonly viewerOf: (as: string | null) => Viewer | undefined;
  readonly secondPass?: SecondPass | undefined;
  readonly log: Log;
};

const PATH = /^\/kept\/([^/]+)\/transcript\/live$/;
/** Whoever does not read is let go; they come again and get all of it. */
const MOST_BUFFERED_BYTES = 2 ** 20;
/** RFC 6455 §7.4.1: come again later; and ours: there is no such thing any more. */
const TRY_AGAIN = 1013;
const GONE = 4404;

export class LiveTranscripts {
  readonly #options: LiveTranscriptsOptions;
  readonly #both: BothArchives;

  constructor(options: LiveTranscriptsOptions) {
    this.#options = options;
    this.#both = new BothArchives(options.archives);
  }

  /** Undefined where the path is somebody else's. */
  upgrade(path: string, query: URLSearchParams): Promise<TakenSocket> | undefined {
    const [, recordingId] = PATH.exec(path) ?? [];
    return recordingId === undefined ? undefined : this.#take(recordingId, query.get('as'));
  }

  async #take(recordingId: string, as: string | null): Promise<TakenSocket> {
    const viewer = this.#options.viewerOf(as);
    const found = viewer && (await this.#both.find(viewer, recordingId));
    const transcripts = this.#options.transcripts.find((each) => each.has(recordingId));
    if (!viewer || !found || !transcripts) return { status: 404, body: 'There is no such transcript here, or it is not open to you.' };
    return {
      open: (socket) => {
        this.#follow(socket, found, viewer, transcripts).catch((error: unknown) => {
          this.#options.log.warn('a transcript could not be followed', { recordingId, error: String(error) });
          socket.close(TRY_AGAIN, 'try again');
        });
      },
    };
  }

  async #follow(socket: WebSocket, found: Found, viewer: Viewer, transcripts: TranscriptArchive): Promise<void> {
    const { archive, kept: recording } = found;
    const { recordingId } = recording;
    const over = new AbortController();
    const until = { signal: over.signal };
    // What comes while the whole is read follows it.
    let waiting: TranscriptNews[] | undefined = [];
    const send = (news: TranscriptNews): void => {
      if (waiting) return void waiting.push(news);
      if (!archive.standing(viewer, recordingId).maySee) return socket.close(GONE, 'it is not open to you any more');
      if (socket.bufferedAmount > MOST_BUFFERED_BYTES) return socket.close(TRY_AGAIN, 'too far behind');
      socket.send(JSON.stringify(news));
    };
    socket.on('close', () => over.abort());
    // A broken socket closes as well; what broke it is of no use to anybody.
    socket.on('error', () => undefined);
    const isThis = (fact: { readonly recordingId: string }): boolean => fact.recordingId === recordingId;
    transcripts.facts.on('segment', (fact) => void (isThis(fact) && send(segmentNews(fact.segment))), until);
    transcripts.facts.on('translated', (fact) => {
      if (!isThis(fact)) return;
      const { segmentId, revision, language, text } = fact.translated;
      send({ kind: 'translated', segmentId, revision, language, text });
    }, until); // prettier-ignore
    transcripts.facts.on('speakerRenamed', (fact) => void (isThis(fact) && send({ kind: 'speakerRenamed', speakerId: fact.speakerId, name: fact.name })), until); // prettier-ignore
    transcripts.facts.on('done', (fact) => void (isThis(fact) && send({ kind: 'done' })), until);
    archive.facts.on('recordingErased', (fact) => void (isThis(fact) && socket.close(GONE, 'it was deleted')), until);
    const kept = await transcripts.get(viewer, recordingId);
    if (!kept) return socket.close(GONE, 'it was deleted');
    const transcript = transcriptView(kept, await mayDo(found, viewer, kept, transcripts, this.#options));
    const missed = waiting;
    waiting = undefined;
    for (const news of [{ kind: 'transcript', transcript } as const, ...missed]) send(news);
  }
}
