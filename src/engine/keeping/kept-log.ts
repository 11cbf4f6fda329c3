/** Where a keeper of a room writes: a segment log at the place that was lent. Whoever writes need not wait until it is open. */
import type { Clock } from '../../base/clock.ts';
import { aesSeal } from '../../media/segments/aes-seal.ts';
import type { SegmentRecord } from '../../media/segments/record.ts';
import { SegmentWriter } from '../../media/segments/segment-writer.ts';
import type { KeepingPlace } from '../port.ts';

export type KeptLog = {
  /** Takes what it needs of the record before it returns: it is written to again. False: the disk is behind, and the record was dropped. */
  write(record: SegmentRecord): boolean;
  /** Resolves when all is on disk; rejects where that cannot be. Nothing is written any more. */
  close(): Promise<void>;
  /** Aborts when nothing more can be written; the reason says why. */
  readonly signal: AbortSignal;
};

export type OpenKeptLog = (place: KeepingPlace) => KeptLog;

/** What may wait for the folder to be made. */
const MOST_EARLY = 2_000;

/** Segment logs on this machine's disk. */
export function segmentLogs({ clock }: { readonly clock: Clock }): OpenKeptLog {
  return ({ folder, key }) => {
    const seal = aesSeal(Buffer.from(key, 'base64'));
    return new OpeningLog(SegmentWriter.open({ folder, clock, seal }));
  };
}

class OpeningLog implements KeptLog {
  readonly #opening: Promise<SegmentWriter>;
  readonly #failed = new AbortController();
  readonly #early: SegmentRecord[] = [];
  #writer: SegmentWriter | undefined;

  constructor(opening: Promise<SegmentWriter>) {
    this.#opening = opening;
    opening.then(
      (writer) => this.#opened(writer),
      (error: unknown) => this.#failed.abort(error),
    );
  }

  get signal(): AbortSignal {
    return this.#failed.signal;
  }

  write(record: SegmentRecord): boolean {
    if (this.#writer) return this.#writer.write(record);
    if (this.#early.length >= MOST_EARLY || this.signal.aborted) return false;
    this.#early.push(copyOf(record));
    return true;
  }

  async close(): Promise<void> {
    const writer = await this.#opening;
    await writer.close();
  }

  #opened(writer: SegmentWriter): void {
    this.#writer = writer;
    for (const record of this.#early.splice(0)) writer.write(record);
    writer.signal.addEventListener('abort', () => this.#failed.abort(writer.signal.reason), { once: true });
  }
}

function copyOf(record: SegmentRecord): SegmentRecord {
  if (record.kind === 'sound') return { ...record, packet: record.packet.slice() };
  return record.kind === 'picture' ? { ...record, data: record.data.slice() } : record;
}
