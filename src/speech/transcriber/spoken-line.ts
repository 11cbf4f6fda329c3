/** What one person said that is not text yet, and the segments of it in the order in which it was said. */
import type { Segment } from '../segment.ts';

/** An utterance that stands in line. */
interface InLine {
  readonly state: 'waiting' | 'running' | 'done';
  /** How much of its sound is kept. */
  readonly keptMs: number;
  finish(): void;
}

export class SpokenLine<Pending extends InLine> {
  readonly hints: readonly string[] | undefined;
  /** How many of its utterances are being recognised, and when that began for the last one, in turns. */
  running = 0;
  lastTurn = 0;
  readonly #pending: Pending[] = [];
  /** Of utterances that are not the oldest: shown when those before them are done. */
  readonly #heldBack = new Map<Pending, Map<string, Segment>>();
  readonly #tell: (segment: Segment) => void;
  #whenEmpty: (() => void)[] = [];

  constructor({ hints, tell }: { readonly hints: readonly string[] | undefined; readonly tell: (segment: Segment) => void }) {
    this.hints = hints;
    this.#tell = tell;
  }

  get isEmpty(): boolean {
    return this.#pending.length === 0;
  }

  get waitingMs(): number {
    let ms = 0;
    for (const pending of this.#pending) if (pending.state === 'waiting') ms += pending.keptMs;
    return ms;
  }

  add(pending: Pending): void {
    this.#pending.push(pending);
  }

  /** Oldest first. */
  waiting(): readonly Pending[] {
    return this.#pending.filter(({ state }) => state === 'waiting');
  }

  /** A revision of a segment of that utterance. */
  said(pending: Pending, segment: Segment): void {
    if (this.#pending[0] === pending) return this.#tell(segment);
    const held = this.#heldBack.get(pending) ?? new Map<string, Segment>();
    this.#heldBack.set(pending, held.set(segment.segmentId, segment));
  }

  /** All is said of it. */
  done(pending: Pending): void {
    pending.finish();
    while (this.#pending[0]?.state === 'done') {
      this.#pending.shift();
      const next = this.#pending[0];
      if (next) this.#show(next);
    }
    if (this.#pending.length > 0) return;
    for (const resolve of this.#whenEmpty) resolve();
    this.#whenEmpty = [];
  }

  async whenEmpty(): Promise<void> {
    if (this.isEmpty) return;
    await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  #show(pending: Pending): void {
    // What was taken back before anybody saw it was never there.
    for (const segment of this.#heldBack.get(pending)?.values() ?? []) if (segment.state !== 'removed') this.#tell(segment);
    this.#heldBack.delete(pending);
  }
}
