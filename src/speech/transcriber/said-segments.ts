/** What becomes of one utterance: segments under ids that stay, whoever recognises it in the end, and however often it is said again. */
import type { Recognised } from '../recognition/speech-to-text.ts';
import type { Segment, SegmentOrigin, Speaker } from '../segment.ts';

export type RecogniserOrigin = Extract<SegmentOrigin, { by: 'recogniser' }>;

export type SaidOptions = {
  /** Of its first sample, on the time line of segments. */
  readonly startMs: number;
  /** Asked for each revision: names may become known later. */
  readonly speaker: () => Speaker;
  readonly language: string | undefined;
  readonly newId: () => string;
  readonly tell: (segment: Segment) => void;
};

type Said = Omit<Segment, 'segmentId' | 'revision' | 'speaker' | 'made'>;

/** How far the speech of an utterance goes, from its first sample. */
export type SpeechSpan = { readonly fromMs: number; readonly toMs: number };

/** A gap that is shorter is no gap: a breath after the last word. */
const SHORTEST_GAP_MS = 400;

export class SaidSegments {
  readonly #options: SaidOptions;
  readonly #segments: Segment[] = [];
  /** Which of them the next result is of. */
  #at = 0;
  /** Sentences that do not reach as far yet as what another has stood by before it failed: shown when they do, or when all is said. */
  #drafts: { readonly result: Recognised; readonly durationMs: number }[] = [];
  #isDrafting = false;
  /** Where the last final one ends, from the first sample; and how far was heard, and how far by those who failed. */
  #finalToMs = 0;
  #heardToMs = 0;
  #caughtUpAtMs = 0;
  #origin: RecogniserOrigin;

  /** `origin`: of what nobody was asked for. */
  constructor(options: SaidOptions, origin: RecogniserOrigin) {
    this.#options = options;
    this.#origin = origin;
  }

  /** It is said from its beginning, for the first time or again. What is shown stays until it is replaced. */
  begin(origin: RecogniserOrigin): void {
    // What left the machine once has left it.
    this.#origin = { ...origin, leftMachine: origin.leftMachine || this.#origin.leftMachine };
    this.#at = 0;
    this.#drafts = [];
    this.#isDrafting = this.#finalToMs > 0;
    this.#caughtUpAtMs = this.#heardToMs;
  }

  take(result: Recognised, durationMs: number): void {
    if (result.text.trim() === '') return;
    if (result.kind === 'interim') return this.#takeInterim(result, durationMs);
    if (!this.#isDrafting) return this.#takeFinal(result, durationMs);
    this.#drafts.push({ result, durationMs });
    if (result.endMs >= this.#finalToMs) this.#replace();
  }

  /** The recogniser has said all. What it did not stand by is taken back. */
  finish(): void {
    // One that understood nothing does not take back what another has stood by.
    if (this.#isDrafting && this.#drafts.length > 0) this.#replace();
    for (const segment of this.#segments.splice(this.#isDrafting ? 0 : this.#at)) if (segment.state === 'interim') this.#remove(segment);
  }

  /** Nobody could: what is not text is a gap that is shown. */
  fail(problem: string, { fromMs, toMs }: SpeechSpan): void {
    const finals = this.#segments.filter(({ state }) => state === 'final');
    const startMs = Math.max(Math.round(this.#options.startMs + fromMs), ...finals.map(({ endMs }) => endMs));
    const endMs = Math.round(this.#options.startMs + toMs);
    const open = this.#segments.find(({ state }) => state === 'interim');
    if (endMs - startMs >= SHORTEST_GAP_MS || finals.length === 0) {
      const span = { startMs: Math.min(startMs, endMs), endMs };
      this.#tell(open, { state: 'unheard', ...span, text: '', language: this.#options.language ?? 'und', problem });
    } else if (open) this.#remove(open);
  }

  #takeInterim(result: Recognised, durationMs: number): void {
    // What is shown of whoever failed goes further, until the next one has caught up.
    if (this.#isDrafting || result.endMs < this.#caughtUpAtMs) return;
    this.#heardToMs = Math.max(this.#heardToMs, result.endMs);
    const known = this.#segments[this.#at];
    if (known?.text === result.text.trim()) return;
    this.#segments[this.#at] = this.#tell(known, this.#said(result, durationMs));
  }

  #takeFinal(result: Recognised, durationMs: number): void {
    this.#heardToMs = Math.max(this.#heardToMs, result.endMs);
    this.#finalToMs = Math.max(this.#finalToMs, result.endMs);
    this.#segments[this.#at] = this.#tell(this.#segments[this.#at], this.#said(result, durationMs));
    this.#at++;
  }

  /** What is drafted takes the place of what another has stood by. */
  #replace(): void {
    this.#isDrafting = false;
    for (const { result, durationMs } of this.#drafts) this.#takeFinal(result, durationMs);
    this.#drafts = [];
    for (let at = this.#segments.length - 1; at >= this.#at; at--) {
      const old = this.#segments[at];
      if (old?.state !== 'final') continue;
      this.#segments.splice(at, 1);
      this.#remove(old);
    }
  }

  #said(result: Recognised, durationMs: number): Said {
    return {
      state: result.kind,
      ...this.#span(result.startMs, result.endMs, durationMs),
      text: result.text.trim(),
      language: result.language ?? this.#options.language ?? 'und',
      ...(result.confidence !== undefined && { confidence: result.confidence }),
      ...(result.words && {
        words: result.words.map((word) => ({ ...word, ...this.#span(word.startMs, word.endMs, durationMs) })),
      }),
    };
  }

  #span(startMs: number, endMs: number, durationMs: number): { readonly startMs: number; readonly endMs: number } {
    const start = Math.min(Math.max(0, startMs), durationMs);
    const end = Math.min(Math.max(start, endMs), durationMs);
    return { startMs: Math.round(this.#options.startMs + start), endMs: Math.round(this.#options.startMs + end) };
  }

  #remove(segment: Segment): void {
    const { startMs, endMs, language } = segment;
    this.#tell(segment, { state: 'removed', startMs, endMs, language, text: '' });
  }

  #tell(known: Segment | undefined, said: Said): Segment {
    const segment: Segment = {
      segmentId: known?.segmentId ?? this.#options.newId(),
      revision: (known?.revision ?? 0) + 1,
      speaker: this.#options.speaker(),
      made: this.#origin,
      ...said,
    };
    this.#options.tell(segment);
    return segment;
  }
}
