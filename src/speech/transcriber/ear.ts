/** Listens to one speaker: finds what is said, hands it to the pool, and names it. */
import type { Speaker } from '../segment.ts';
import { PendingUtterance } from './pending-utterance.ts';
import type { EarOptions, SpeakerEar } from './port.ts';
import type { RecogniserPool } from './recogniser-pool.ts';
import type { Revisions } from './revisions.ts';
import { SaidSegments, type RecogniserOrigin } from './said-segments.ts';
import { SpokenLine } from './spoken-line.ts';
import { UtteranceCutter } from './utterance-cutter.ts';
import type { Utterance } from './utterance.ts';

export type EarParts = {
  readonly pool: RecogniserPool;
  readonly revisions: Revisions;
  readonly newId: () => string;
  /** Of what nobody was asked for. */
  readonly origin: () => RecogniserOrigin;
  /** Has `pump` called soon, in a turn of its own. */
  readonly wake: () => void;
  readonly onHeard: (ms: number) => void;
  readonly onEnded: (ear: Ear) => void;
  /** Whoever tells the time of an utterance has thrown. */
  readonly onError: (error: unknown) => void;
};

/** Nothing came for so long in the middle of speech: it is over. Many leave silence out. */
const LOST_MS = 450;
/** Where silence came before nothing did, that counts too, after what may only be late. */
const LATE_MS = 100;

export class Ear implements SpeakerEar {
  readonly #options: EarOptions;
  readonly #parts: EarParts;
  readonly #cutter: UtteranceCutter;
  readonly #line: SpokenLine<PendingUtterance>;
  readonly #begun: Utterance[] = [];
  /** Those that are being said, and are known to the pool. */
  readonly #open: PendingUtterance[] = [];
  /** By speaker id: each as they are known by now. */
  readonly #speakers = new Map<string, Speaker>();
  #idleMs = 0;
  #ending: Promise<void> | undefined;

  constructor(speaker: Speaker, options: EarOptions, parts: EarParts) {
    this.#speakers.set(speaker.speakerId, speaker);
    this.#options = options;
    this.#parts = parts;
    this.#cutter = new UtteranceCutter(speaker, (utterance) => void this.#begun.push(utterance));
    this.#line = new SpokenLine<PendingUtterance>({
      hints: options.hints,
      tell: (segment) => parts.revisions.take(segment, options.onSegment),
    });
  }

  get isSpeaking(): boolean {
    return this.#cutter.isSpeech;
  }

  push(samples: Int16Array, atMs: number): void {
    if (this.#ending) return;
    this.#idleMs = 0;
    if (this.#cutter.push(samples, atMs)) this.#parts.wake();
  }

  rename(speaker: Speaker): void {
    this.#speakers.set(speaker.speakerId, speaker);
    this.#cutter.rename(speaker);
    this.#parts.wake();
  }

  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  /** Time went by: whoever fell silent by sending nothing has ended. */
  waited(ms: number): void {
    this.#idleMs += ms;
    if (!this.#cutter.isSpeech || this.#idleMs < LATE_MS || this.#idleMs + this.#cutter.quietMs < LOST_MS) return;
    this.#cutter.lapse();
    this.#parts.wake();
  }

  /** Hands on what came since the last time. */
  pump(): void {
    for (const utterance of this.#begun.splice(0)) this.#open.push(this.#taken(utterance));
    for (let at = 0; at < this.#open.length; at++) {
      const pending = this.#open[at];
      if (!pending) continue;
      if (pending.utterance.isOver) {
        this.#open.splice(at--, 1);
        this.#parts.onHeard(pending.utterance.durationMs);
      }
      this.#parts.pool.tell(pending);
    }
  }

  #taken(utterance: Utterance): PendingUtterance {
    const { pool, newId, origin } = this.#parts;
    const { language } = this.#options;
    const line = this.#line;
    const said = new SaidSegments(
      {
        startMs: this.#timeOf(utterance.atMs),
        speaker: () => this.#speakers.get(utterance.speaker.speakerId) ?? utterance.speaker,
        language,
        newId,
        tell: (segment) => line.said(pending, segment),
      },
      origin(),
    );
    const pending: PendingUtterance = new PendingUtterance({ utterance, line, said, language });
    pool.add(pending);
    return pending;
  }

  /** One that fails must not stop what others say: times are those of frames then. */
  #timeOf(atMs: number): number {
    try {
      return this.#options.timeOf?.(atMs) ?? atMs;
    } catch (error) {
      this.#parts.onError(error);
      return atMs;
    }
  }

  async #end(): Promise<void> {
    this.#cutter.finish();
    this.pump();
    await this.#line.whenEmpty();
    this.#parts.onEnded(this);
  }
}
