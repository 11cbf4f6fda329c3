/** All that was said: the latest revision of each segment, and whose voice it was. */
import { FrameQueue } from '../../call/frame-queue.ts';
import type { Segment } from '../../speech/segment.ts';
import type { Voice } from './voices.ts';

/** So many sentences may wait for whoever iterates; more and the oldest are left out. */
const MOST_WAITING = 1_000;

type Said = { segment: Segment; readonly voice: Voice; wasFinal: boolean };

export class SaidSoFar {
  readonly #all = new Map<string, Said>();
  readonly #readers = new Set<FrameQueue<Segment>>();
  #isOver = false;

  /** By time, without what was taken back. */
  get segments(): readonly Segment[] {
    const there = [...this.#all.values()].flatMap(({ segment }) => (segment.state === 'removed' ? [] : [segment]));
    return there.toSorted((one, other) => one.startMs - other.startMs);
  }

  get(segmentId: string): Segment | undefined {
    return this.#all.get(segmentId)?.segment;
  }

  /** Whose it is: known from its first revision on. */
  voiceOf(segmentId: string): Voice | undefined {
    return this.#all.get(segmentId)?.voice;
  }

  take(segment: Segment, voice: Voice): void {
    const known = this.#all.get(segment.segmentId) ?? { segment, voice, wasFinal: false };
    this.#all.set(segment.segmentId, known);
    known.segment = segment;
    if (known.wasFinal || segment.state !== 'final') return;
    known.wasFinal = true;
    for (const reader of this.#readers) reader.push(segment);
  }

  /** Final ones as they come. */
  read(): AsyncIterator<Segment, undefined> {
    const reader: FrameQueue<Segment> = new FrameQueue({ limit: MOST_WAITING, onLeft: () => this.#readers.delete(reader) });
    if (this.#isOver) reader.end();
    else this.#readers.add(reader);
    return reader;
  }

  end(): void {
    this.#isOver = true;
    for (const reader of this.#readers) reader.end();
  }
}
