/** The archives of a house as one: which of them has a recording, and one list of both. */
import type { KeptRecording, LibraryQuery, RecordingArchive, Viewer } from '../../archive/port.ts';
import { codeOf } from './library-answers.ts';

export type Found = { readonly archive: RecordingArchive; readonly kept: KeptRecording };

export type Listed = { readonly kept: readonly KeptRecording[]; readonly next?: string | undefined };

type ListQuery = Omit<LibraryQuery, 'before' | 'atMost'> & { readonly before?: string | undefined; readonly atMost: number };

export class BothArchives {
  readonly #archives: readonly RecordingArchive[];

  constructor(archives: readonly RecordingArchive[]) {
    this.#archives = archives;
  }

  /** Undefined where none has it, or it is not open to this viewer. */
  async find(viewer: Viewer, recordingId: string): Promise<Found | undefined> {
    const archive = this.#archives.find((each) => each.standingOf(recordingId) === 'kept');
    if (!archive) return undefined;
    try {
      return { archive, kept: await archive.get(viewer, recordingId) };
    } catch (error) {
      if (codeOf(error) !== 'archive/unknown') throw error;
      return undefined;
    }
  }

  /**
   * Newest first. A page ends with the time and the id of its last one, so that it does not matter which archive that was of, nor whether it
   * is still there.
   */
  async list(viewer: Viewer, { before, atMost, ...filters }: ListQuery): Promise<Listed> {
    const edge = before === undefined ? undefined : edgeOf(before);
    const lists = await Promise.all(this.#archives.map((archive) => upTo(archive, viewer, filters, edge, atMost + 1)));
    const kept = lists.flat().sort(newestFirst);
    const page = kept.slice(0, atMost);
    const last = page.at(-1);
    return { kept: page, next: kept.length > atMost && last !== undefined ? `${String(last.startedMs)}.${last.recordingId}` : undefined };
  }
}

type Edge = Pick<KeptRecording, 'startedMs' | 'recordingId'>;

/** Undefined where it is no such text. */
export function edgeOf(before: string): Edge | undefined {
  const [, startedMs = '', recordingId = ''] = /^(\d{1,15})\.([\w.:@+=-]{1,200})$/.exec(before) ?? [];
  return recordingId === '' ? undefined : { startedMs: Number(startedMs), recordingId };
}

/**
 * Those of one archive beyond the edge, of which the first `wanted` are certain. In which order it gives those of one millisecond is its own
 * affair, so it is asked for more until the last of them is of an earlier one.
 */
async function upTo(
  archive: RecordingArchive,
  viewer: Viewer,
  filters: LibraryQuery,
  edge: Edge | undefined,
  wanted: number,
): Promise<readonly KeptRecording[]> {
  const toMs = edge === undefined ? filters.toMs : Math.min(edge.startedMs + 1, filters.toMs ?? Infinity);
  const beyond: KeptRecording[] = [];
  for (let before: string | undefined; ;) {
    const more = await archive.list(viewer, { ...filters, toMs, before, atMost: wanted + 1 });
    const last = more.at(-1);
    if (last === undefined) return beyond.slice(0, wanted);
    beyond.push(...more.filter((each) => each.state !== 'erased' && (edge === undefined || newestFirst(edge, each) < 0)));
    beyond.sort(newestFirst);
    const certain = beyond[wanted - 1];
    if (certain !== undefined && last.startedMs < certain.startedMs) return beyond.slice(0, wanted);
    before = last.recordingId;
  }
}

function newestFirst(a: Edge, b: Edge): number {
  return b.startedMs - a.startedMs || (a.recordingId < b.recordingId ? 1 : a.recordingId > b.recordingId ? -1 : 0);
}
