/** The library over HTTP for the house's own pages: `/kept`, as `wire/live/library.ts` has it. */
import { setMaxListeners } from 'node:events';
import { may, standingOf } from '../archive/access.ts';
import type { Person, RecordingArchive, Viewer } from '../archive/port.ts';
import type { Clock } from '../base/clock.ts';
import type { FactSource } from '../base/facts.ts';
import type { Log } from '../base/log.ts';
import type { TranscriptArchive } from '../transcripts/port.ts';
import type { Directory } from '../switchboard/directory.ts';
import type { KeptConsent } from '../views/library.ts';
import { recordingDetail } from '../views/library.ts';
import { nameOfFile } from '../views/library-files.ts';
import type { LibraryNews as News, RecordingDetail, RecordingWaveforms } from '../wire/live/library.ts';
import { BothArchives, type Found } from './library/both-archives.ts';
import { answered, codeOf, refusalOf, refused, unknown } from './library/library-answers.ts';
import { carryOut, commandIn } from './library/library-commands.ts';
import { fileAnswer } from './library/library-file.ts';
import { saidAnswer } from './library/library-said.ts';
import { isTranscriptPart, transcriptAnswer, type SecondPass, type TranscriptRouteOptions } from './library/library-transcript.ts';
import { listAnswer } from './library/library-list.ts';
import { LibraryNews } from './library/library-news.ts';
import { againAnswer, webhooksAnswer, type LibraryWebhooks } from './library/library-webhooks.ts';
import { Making } from './library/making.ts';
import type { PassNews } from './transcription/second-passes.ts';

export type LibraryRouteOptions = {
  /** Of both halves; each id is of one of them. */
  readonly archives: readonly RecordingArchive[];
  /** What was said in them; of both halves as well. */
  readonly transcripts?: readonly TranscriptArchive[] | undefined;
  /** Has a saved recording listened to again, to write a better transcript. */
  readonly secondPass?: SecondPass | undefined;
  /** How they go on, those that are made by themselves too. */
  readonly passes?: FactSource<{ changed: PassNews }> | undefined;
  /** A ledger names nobody by itself: `known` are those whose names may be said. */
  readonly ledgerOf: (recordingId: string, known: readonly Person[]) => Promise<readonly KeptConsent[]>;
  readonly webhooks: LibraryWebhooks;
  readonly directory: Pick<Directory, 'people'>;
  /** What pages are to hear. */
  readonly tell: (news: News) => void;
  readonly clock: Clock;
  readonly log: Log;
  /** When the house closes: what is being made is given up. */
  readonly signal: AbortSignal;
};

/** Whether a path is the library's. */
export function isLibraryPath(pathname: string): boolean {
  return pathname === '/kept' || pathname.startsWith('/kept/');
}

export function libraryRoute(options: LibraryRouteOptions): (request: Request) => Promise<Response> {
  const { archives, transcripts = [], directory, clock, log, signal } = options;
  const news = new LibraryNews(clock, options.tell);
  const making = new Making({ tell: (made) => news.made(made), signal, log });
  // One listener of ours for each fact of each archive.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', () => news[Symbol.dispose](), { once: true });
  const both = new BothArchives(archives);
  follow(archives, { news, making, signal });
  options.passes?.on('changed', (told) => making.told(told), { signal });
  for (const { facts } of transcripts) facts.on('done', ({ recordingId }) => news.changed(recordingId), { signal });
  return async (request) => {
    const url = new URL(request.url);
    const viewer = viewerOf(url.searchParams.get('as'), directory);
    if (!viewer) return refused(404, 'Say with "as" which person of this house asks.');
    try {
      return await answer(request, url, viewer, { ...options, transcripts, making, both });
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      if (codeOf(error)?.startsWith('store/') === true) log.warn('the library could not answer', { path: url.pathname, error });
      return refusal;
    }
  };
}

type Inner = LibraryRouteOptions & TranscriptRouteOptions & { readonly making: Making; readonly both: BothArchives };

async function answer(request: Request, url: URL, viewer: Viewer, options: Inner): Promise<Response> {
  const { both, webhooks, making, directory, log, transcripts } = options;
  const { method } = request;
  const [first, second, third, ...rest] = url.pathname.split('/').slice(2).map(decoded);
  const isRead = method === 'GET' || method === 'HEAD';
  if (first === undefined || first === '')
    return isRead ? listAnswer(url, both, viewer, (recordingId) => hasTranscript(recordingId, transcripts)) : refusedMethod('GET, HEAD');
  if (first === 'webhooks' && third === undefined) {
    if (second === undefined) return isRead ? webhooksAnswer(webhooks, both, viewer) : refusedMethod('GET, HEAD');
    return method === 'POST' ? againAnswer(webhooks, both, viewer, second) : refusedMethod('POST');
  }
  if (rest.length > 0) return unknown();
  if (first === 'said' && second === undefined) return isRead ? saidAnswer(url, transcripts, viewer) : refusedMethod('GET, HEAD');
  const found = await both.find(viewer, first);
  if (!found) return unknown();
  if (second !== undefined && isTranscriptPart(second)) {
    const isWhole = second === 'transcript' && third === undefined;
    if (!isRead && !(isWhole && method === 'POST')) return refusedMethod(isWhole ? 'GET, HEAD, POST' : 'GET, HEAD');
    return transcriptAnswer(request, found, viewer, { part: second, segmentId: third }, options);
  }
  if (second === undefined && method === 'POST') {
    const command = await commandIn(request);
    return command instanceof Response ? command : carryOut(command, found, viewer, { making, people: directory.people });
  }
  if (!isRead) return refusedMethod(second === undefined ? 'GET, HEAD, POST' : 'GET, HEAD');
  if (second === undefined) return answered(await detailOf(found, viewer, options));
  if (second === 'waveforms' && third === undefined) return answered(await waveformsOf(found, viewer));
  if (second === 'files' && third !== undefined) return fileAnswer(request, found, viewer, third, log);
  return unknown();
}

async function detailOf(
  { archive, kept }: Found,
  viewer: Viewer,
  { ledgerOf, making, directory, transcripts }: Inner,
): Promise<RecordingDetail> {
  const { recordingId, people } = kept;
  const known = [...directory.people.map(({ userId, name }) => ({ id: userId, name })), ...people];
  const [ledger, trail] = await Promise.all([
    ledgerOf(recordingId, known),
    may(standingOf(viewer, kept), 'trail') ? archive.trail(viewer, recordingId) : undefined,
  ]);
  return recordingDetail(kept, {
    viewer,
    ledger,
    trail,
    making: making.of(recordingId),
    hasTranscript: hasTranscript(recordingId, transcripts),
  });
}

async function waveformsOf({ archive, kept }: Found, viewer: Viewer): Promise<RecordingWaveforms> {
  const lanes = await archive.waveforms(viewer, kept.recordingId);
  return { lanes: lanes.map(({ track, peaks }) => ({ track, peaks: Buffer.from(peaks).toString('base64') })) };
}

function hasTranscript(recordingId: string, transcripts: readonly TranscriptArchive[]): boolean {
  return transcripts.some((each) => each.has(recordingId));
}

/** Whom `?as=` names; undefined for nobody of this house. */
export function viewerOf(as: string | null, { people }: Pick<Directory, 'people'>): Viewer | undefined {
  const person = people.find(({ userId }) => userId === as);
  return person && { kind: 'person', id: person.userId, name: person.name };
}

function follow(
  archives: readonly RecordingArchive[],
  { news, making, signal }: { readonly news: LibraryNews; readonly making: Making; readonly signal: AbortSignal },
): void {
  for (const { facts } of archives) {
    const until = { signal };
    for (const name of ['changed', 'recordingStarted', 'recordingSaved', 'recordingFailed'] as const) {
      facts.on(name, ({ recording }) => (making.settle(recording), news.changed(recording.recordingId)), until);
    }
    facts.on('recordingErased', ({ recordingId }) => (making.settle({ recordingId, state: 'erased', files: [] }), news.changed(recordingId)), until); // prettier-ignore
    facts.on('progress', (told) => making.progress(told.recordingId, nameOfFile(told), told.done), until);
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function refusedMethod(allow: string): Response {
  return refused(405, `This can be asked for by ${allow} alone.`, { allow });
}
