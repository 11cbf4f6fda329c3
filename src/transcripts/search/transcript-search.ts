/**
 * Search in what was said: the index finds candidates, and the opened text decides. Only who may see an entry learns that it has a hit. Of what is
 * found a row is opened each; a whole transcript is read where the index does not have it as it holds.
 */
import type { Viewer } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { StoreError } from '../../store/errors.ts';
import type { TranscriptHit, TranscriptQuery } from '../port.ts';
import { nameAmong, type Names, type Said } from '../said.ts';
import { marksOf, termsOf, type Term } from './asked.ts';
import type { BlindHit } from './blind-index.ts';
import { breathe } from './breathe.ts';
import type { IndexKeeper } from './index-keeper.ts';
import type { OpenIndex, SearchedPlace } from './indexing.ts';
import { openedLine, openedNames, type SaidLine, type Seals } from './sealed-lines.ts';
import { Visible } from './visible.ts';

export type TranscriptSearchOptions = {
  /** Undefined: every transcript is read, the newest first. */
  readonly keeper: IndexKeeper | undefined;
  readonly seals: Seals;
  readonly clock: Clock;
  readonly log: Log;
  /** Which entries have a transcript. */
  readonly places: () => readonly SearchedPlace[];
  /** Undefined for what is gone. */
  readonly startedMsOf: (recordingId: string) => number | undefined;
  readonly said: (recordingId: string) => Promise<Said>;
  /** Without a trace. */
  readonly maySee: (viewer: Viewer, recordingId: string) => Promise<boolean>;
  /** For who may see it; it is noted that they have. */
  readonly subjectOf: (viewer: Viewer, recordingId: string) => Promise<string>;
};

type Page = { readonly hits: readonly TranscriptHit[]; readonly next?: string | undefined };
/** Where a page ended. */
type Edge = SearchedPlace & { readonly place: number };
/** Those that the viewer may see alone, in order. `line` is what was said there; undefined where that was taken back. */
type Candidate = Edge & { readonly line: () => Promise<SaidLine | undefined>; readonly names: () => Promise<Names> };
type Found = Omit<TranscriptHit, 'subject'>;

const USUAL = 20;
const MOST = 100;
/** Candidates that are looked at for one page; what is left is for the next. */
const MOST_LOOKED_AT = 5_000;
const AT_ONCE = 64;
/** A segment is said so long after its recording began at most. */
const LONGEST_RECORDING_MS = 2 * 86_400_000;

export class TranscriptSearch {
  readonly #options: TranscriptSearchOptions;

  constructor(options: TranscriptSearchOptions) {
    this.#options = options;
  }

  async search(viewer: Viewer, query: TranscriptQuery): Promise<Page> {
    const terms = termsOf(query.text);
    if (terms.length === 0) return { hits: [] };
    const { keeper, log, maySee } = this.#options;
    const visible = new Visible((recordingId) => maySee(viewer, recordingId));
    const index = await keeper?.index();
    const all = (): Promise<Page> => this.#page(viewer, query, terms, { visible, candidates: this.#everything(query, visible) });
    if (!keeper || !index) return all();
    index.asking++;
    try {
      return await this.#page(viewer, query, terms, { visible, candidates: this.#indexed({ query, terms, visible, keeper, index }) });
    } catch (error) {
      if (!keeper.isBroken(error)) throw error;
      log.warn('the index of transcripts is damaged, and is made anew', { error: String(error) });
      return await all();
    } finally {
      index.asking--;
    }
  }

  async #page(
    viewer: Viewer,
    query: TranscriptQuery,
    terms: readonly Term[],
    { visible, candidates }: { readonly visible: Visible; readonly candidates: Candidates },
  ): Promise<Page> {
    const { log } = this.#options;
    const atMost = Math.max(1, Math.min(MOST, query.atMost ?? USUAL));
    const found: Found[] = [];
    const names = new Map<string, Names>();
    let edge: Edge | undefined;
    let looked = 0;
    for await (const candidate of candidates) {
      // There is more: the page ends before it.
      if (found.length >= atMost || ++looked > MOST_LOOKED_AT)
        return { hits: await this.#told(viewer, found), next: edge && edgeText(edge) };
      edge = candidate;
      const { recordingId, startedMs } = candidate;
      try {
        const line = await candidate.line();
        const marks = line && isAsked(line, candidate, query) ? marksOf(line.text, terms) : undefined;
        if (!line || !marks) continue;
        const { segmentId, startMs, speaker, text } = line;
        const called = names.get(recordingId) ?? (await candidate.names());
        names.set(recordingId, called);
        found.push({ recordingId, startedMs, segmentId, startMs, speaker: nameAmong(called, speaker), text, marks, after: edgeText(candidate) }); // prettier-ignore
      } catch (error) {
        log.warn('a transcript cannot be searched', { recordingId, error: String(error) });
        visible.hide(recordingId);
      }
    }
    return { hits: await this.#told(viewer, found) };
  }

  /** With what each is about, which is noted for all of them together; what was deleted meanwhile is left out. */
  async #told(viewer: Viewer, found: readonly Found[]): Promise<readonly TranscriptHit[]> {
    const { subjectOf, log } = this.#options;
    const subjects = new Map<string, string>();
    const one = async (recordingId: string): Promise<void> => {
      try {
        subjects.set(recordingId, await subjectOf(viewer, recordingId));
      } catch (error) {
        log.warn('a transcript that was found cannot be shown', { recordingId, error: String(error) });
      }
    };
    await Promise.all([...new Set(found.map(({ recordingId }) => recordingId))].map(one));
    return found.flatMap((each) => {
      const subject = subjects.get(each.recordingId);
      return subject === undefined ? [] : [{ ...each, subject }];
    });
  }

  async *#indexed({ query, terms, visible, keeper, index }: IndexedOptions): Candidates {
    const { startedMsOf, clock } = this.#options;
    const { recordingId, speakerId, fromMs, toMs } = query;
    const { blind, words } = index;
    const asked = words.queryOf(terms, speakerId);
    let from = fromMs === undefined ? 0 : blind.firstOf(fromMs - LONGEST_RECORDING_MS);
    let below = toMs === undefined ? Number.MAX_SAFE_INTEGER : blind.firstOf(toMs + 60_000);
    if (recordingId !== undefined) {
      const range = blind.rangeOf(recordingId);
      if (!range) return;
      [from, below] = range;
    }
    const edge = edgeOf(query.after);
    if (edge) below = Math.min(below, blind.numberOf(edge));
    for (;;) {
      const stretch = blind.stretchBelow(below);
      if (stretch === undefined || below <= from) return;
      const found = blind.find(asked, { below, from: Math.max(from, stretch), atMost: AT_ONCE });
      if (found.length === 0) below = stretch;
      for (const hit of found) {
        below = hit.number;
        if (await visible.has(hit.recordingId)) {
          yield { recordingId: hit.recordingId, startedMs: startedMsOf(hit.recordingId) ?? 0, place: hit.place, ...this.#opened(hit, keeper, index) }; // prettier-ignore
          continue;
        }
        // The index is not asked for what nobody would be shown.
        const next = await visible.firstOf(blind.recordingsBelow(below));
        if (next === undefined) return;
        below = blind.rangeOf(next)?.[1] ?? below;
        break;
      }
      await breathe(clock);
    }
  }

  #opened({ recordingId, place }: BlindHit, keeper: IndexKeeper, { blind }: OpenIndex): Pick<Candidate, 'line' | 'names'> {
    const { seals, said } = this.#options;
    const line = blind.lineOf(recordingId, place);
    const names = blind.namesOf(recordingId);
    return {
      line: async () => {
        const seal = line && (await keeper.isCurrent(recordingId)) ? await seals.of(recordingId) : undefined;
        return (line && seal && orNothing(() => openedLine(seal, place, line))) ?? (await said(recordingId)).at(place);
      },
      names: async () => {
        const seal = names && (await keeper.isCurrent(recordingId)) ? await seals.of(recordingId) : undefined;
        return (names && seal && orNothing(() => openedNames(seal, names))) ?? (await said(recordingId)).names;
      },
    };
  }

  async *#everything({ recordingId, after }: TranscriptQuery, visible: Visible): Candidates {
    const { places, said, clock } = this.#options;
    const edge = edgeOf(after);
    const all = places().filter((place) => recordingId === undefined || place.recordingId === recordingId);
    for (const place of all.toSorted(newestFirst)) {
      const order = edge ? newestFirst(edge, place) : -1;
      if (order > 0) continue;
      // Whether it may be seen is known before it is read.
      for (let at = order === 0 ? (edge?.place ?? 0) + 1 : 0; await visible.has(place.recordingId); at++) {
        const of = (): Promise<Said> => said(place.recordingId);
        yield { ...place, place: at, line: async () => (await of()).at(at), names: async () => (await of()).names };
        if (!(await visible.has(place.recordingId)) || at + 1 >= (await of()).size) break;
      }
      await breathe(clock);
    }
  }
}

type Candidates = AsyncGenerator<Candidate, void, void>;
type IndexedOptions = {
  readonly query: TranscriptQuery;
  readonly terms: readonly Term[];
  readonly visible: Visible;
  readonly keeper: IndexKeeper;
  readonly index: OpenIndex;
};

function isAsked(
  { speaker, startMs }: SaidLine,
  { startedMs }: SearchedPlace,
  { speakerId, fromMs = 0, toMs = Infinity }: TranscriptQuery,
): boolean {
  if (speakerId !== undefined && speaker.speakerId !== speakerId) return false;
  return startedMs + startMs >= fromMs && startedMs + startMs < toMs;
}

/** Where a row was damaged, the transcript itself is asked. */
function orNothing<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}

function newestFirst(a: SearchedPlace, b: SearchedPlace): number {
  return b.startedMs - a.startedMs || (a.recordingId < b.recordingId ? 1 : a.recordingId > b.recordingId ? -1 : 0);
}

function edgeText({ startedMs, recordingId, place }: Edge): string {
  return `${String(startedMs)}.${String(place)}.${recordingId}`;
}

function edgeOf(after: string | undefined): Edge | undefined {
  const [, startedMs = '', place = '', recordingId = ''] = /^(\d{1,15})\.(\d{1,9})\.([\w.:@+=-]{1,200})$/.exec(after ?? '') ?? [];
  return recordingId === '' ? undefined : { startedMs: Number(startedMs), place: Number(place), recordingId };
}
