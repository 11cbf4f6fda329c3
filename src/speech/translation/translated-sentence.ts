/** One segment on its way into other languages: which revision is the newest, what waits, what was told. */
import type { Segment, TranslatedSegment } from '../segment.ts';
import { HeldWords, StableInterim } from './stable-interims.ts';

export type SentenceJob = {
  readonly segment: Segment;
  readonly text: string;
  readonly to: readonly string[];
  readonly signal: AbortSignal;
};

type Told = { readonly interim: StableInterim; revision: number; text: string; provider: string; leftMachine: boolean };
type Made = { readonly text: string; readonly provider: string; readonly leftMachine: boolean };

export class TranslatedSentence {
  /** Languages into which the newest revision is still to be translated. */
  readonly waiting: Set<string> = new Set();
  readonly #told = new Map<string, Told>();
  readonly #held: HeldWords;
  #segment: Segment | undefined;
  /** The interim text that was translated last: the same again would only seem to agree with it. */
  #interimText = '';
  #running: { readonly controller: AbortController } | undefined;

  constructor(language: string) {
    this.#held = new HeldWords(language);
  }

  get segment(): Segment {
    if (!this.#segment) throw new TypeError('a sentence has no segment before it took one');
    return this.#segment;
  }

  get isInterim(): boolean {
    return this.#segment?.state === 'interim';
  }

  /** False where the revision is older than what is known. What is under way goes on for an interim, and is given up for what stays. */
  take(segment: Segment): boolean {
    if (this.#segment && segment.revision <= this.#segment.revision) return false;
    this.#segment = segment;
    if (segment.state === 'interim') this.#held.take(segment.text);
    else this.giveUp();
    return true;
  }

  /** What is to be translated of the newest revision; undefined where nothing of it holds yet. */
  begin(): SentenceJob | undefined {
    const { segment } = this;
    const text = (this.isInterim ? this.#held.text : segment.text).trim();
    const to = [...this.waiting];
    this.waiting.clear();
    if (text === '' || to.length === 0 || (this.isInterim && text === this.#interimText)) return undefined;
    if (this.isInterim) this.#interimText = text;
    const controller = new AbortController();
    this.#running = { controller };
    return { segment, text, to, signal: controller.signal };
  }

  /** What is under way, and what waits, is of no more use. */
  giveUp(): void {
    this.waiting.clear();
    this.#running?.controller.abort(new Error('a newer revision has come'));
    this.#running = undefined;
  }

  forget(language: string): void {
    this.#told.delete(language);
    this.waiting.delete(language);
  }

  translated({ segment }: SentenceJob, to: string, made: Made): TranslatedSegment | undefined {
    if (segment.state !== 'interim') return this.#tell(segment, to, made);
    const told = this.#toldIn(to);
    const text = told.interim.take(made.text);
    return text === undefined ? undefined : this.#tell(segment, to, { ...made, text });
  }

  /** In a language that it is in already. */
  unchanged(to: string): TranslatedSegment | undefined {
    return this.#tell(this.segment, to, { text: this.segment.text, provider: '', leftMachine: false });
  }

  /** It was taken back, or is no text: whoever shows something of it shows it no more. */
  emptied(to: string): TranslatedSegment | undefined {
    return this.#tell(this.segment, to, this.#nothing(to));
  }

  /** What was told before is no translation of what holds now. */
  failed({ segment }: SentenceJob, to: string): TranslatedSegment | undefined {
    const told = this.#told.get(to)?.text ?? '';
    return segment.state === 'interim' || told === '' ? undefined : this.#tell(segment, to, this.#nothing(to));
  }

  /** In the place of what somebody told before. */
  #nothing(to: string): Made {
    const { provider = '', leftMachine = false } = this.#told.get(to) ?? {};
    return { text: '', provider, leftMachine };
  }

  #tell({ segmentId, revision, state }: Segment, language: string, { text, provider, leftMachine }: Made): TranslatedSegment | undefined {
    const told = this.#toldIn(language);
    if (told.revision >= revision) return undefined;
    told.revision = revision;
    told.text = text;
    told.provider = provider;
    told.leftMachine = leftMachine;
    return { segmentId, revision, language, text, isFinal: state !== 'interim', provider, leftMachine };
  }

  #toldIn(language: string): Told {
    const told = this.#told.get(language) ?? {
      interim: new StableInterim(language),
      revision: 0,
      text: '',
      provider: '',
      leftMachine: false,
    };
    this.#told.set(language, told);
    return told;
  }
}
