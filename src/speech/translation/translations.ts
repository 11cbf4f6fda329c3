/** What is said, in all the languages that are asked for at the moment: takes every revision of every segment, tells its translations. */
import { silentLog, type Log } from '../../base/log.ts';
import type { Segment, TranslatedSegment } from '../segment.ts';
import { canonical, isSameLanguage } from './language-names.ts';
import { TranslatedSentence } from './translated-sentence.ts';
import { inOrder, translateByOrder, type InOrderOptions, type TranslateByOrder } from './translate-by-order.ts';

export type TranslationsOptions = InOrderOptions & {
  /** BCP 47 of segments of which nobody knows the language (`und`). */
  readonly spokenLanguage: string;
  readonly log?: Log | undefined;
  /** Interims only grow; of one segment and language, revisions never go back. Of segments in that language already, their text (`provider` is empty). An empty text takes back what was told. */
  readonly onTranslated: (translated: TranslatedSegment) => void;
  /** Once a language, until it works again: there is no translation, and nothing is shown in its stead. */
  readonly onProblem?: ((problem: TranslationProblem) => void) | undefined;
};

type TranslationProblem = { readonly language: string; readonly problem: string };

/** Of a language that is asked for later, so many segments are translated that were said before. */
const LAST_FEW = 5;
/** Segments whose later revisions are translated as well. */
const REMEMBERED = 200;
const MOST_LANGUAGES = 32;
/** Segments that are translated at the same time. */
const AT_ONCE = 4;
const CACHED = 1_000;

export class Translations {
  readonly #options: TranslationsOptions;
  readonly #log: Log;
  readonly #means: TranslateByOrder;
  /** In the order in which they began. */
  readonly #sentences = new Map<string, TranslatedSentence>();
  readonly #waiting = new Set<TranslatedSentence>();
  readonly #running = new Map<TranslatedSentence, Promise<void>>();
  readonly #troubled = new Set<string>();
  #languages: readonly string[] = [];
  #isOver = false;

  constructor(options: TranslationsOptions) {
    this.#options = options;
    this.#log = options.log ?? silentLog;
    this.#means = inOrder(options, CACHED);
  }

  /** Those that are translated into now. */
  get languages(): readonly string[] {
    return this.#languages;
  }

  /** From now on these, and no others. A language that is new gets the last few segments as well. Tags that are none are left out. */
  want(languages: readonly string[]): void {
    if (this.#isOver) return;
    const wanted = [...new Set(languages.map(canonical).filter((tag) => tag !== undefined))];
    for (const language of wanted.slice(MOST_LANGUAGES))
      this.#tellProblem(language, `more than ${String(MOST_LANGUAGES)} languages are asked for`);
    const before = this.#languages;
    this.#languages = wanted.slice(0, MOST_LANGUAGES);
    for (const language of before) if (!this.#languages.includes(language)) this.#forget(language);
    const added = this.#languages.filter((language) => !before.includes(language));
    const isShown = ({ segment }: TranslatedSentence): boolean => segment.text.trim() !== '' && segment.state !== 'removed';
    for (const sentence of [...this.#sentences.values()].filter(isShown).slice(-LAST_FEW)) this.#translate(sentence, added);
  }

  /** Any revision of any segment; one that is older than what is known is left out. Never waits, never throws. */
  take(segment: Segment): void {
    if (this.#isOver) return;
    const sentence = this.#sentences.get(segment.segmentId) ?? new TranslatedSentence(this.#languageOf(segment));
    if (!sentence.take(segment)) return;
    this.#sentences.set(segment.segmentId, sentence);
    this.#dropOldest();
    this.#translate(sentence, this.#languages);
  }

  /** No more comes. Resolves when all that is final has been told; interims are given up. */
  async end(): Promise<void> {
    this.#isOver = true;
    for (const sentence of this.#sentences.values()) {
      if (!sentence.isInterim) continue;
      sentence.giveUp();
      this.#waiting.delete(sentence);
    }
    await this.rest();
  }

  /** Resolves when nothing is under way and nothing waits. */
  async rest(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  #translate(sentence: TranslatedSentence, languages: readonly string[]): void {
    const { segment } = sentence;
    const from = this.#languageOf(segment);
    for (const to of languages) {
      if (segment.text.trim() === '' || segment.state === 'removed') this.#tell(sentence.emptied(to));
      else if (isSameLanguage(from, to)) this.#tell(sentence.unchanged(to));
      else sentence.waiting.add(to);
    }
    if (sentence.waiting.size === 0) return;
    this.#waiting.add(sentence);
    this.#goOn();
  }

  /** The next that waits: finals before interims, which are worth less and soon replaced. One sentence is never translated twice at a time. */
  #goOn(): void {
    while (this.#running.size < AT_ONCE) {
      const ready = [...this.#waiting].filter((sentence) => !this.#running.has(sentence));
      const next = ready.find(({ isInterim }) => !isInterim) ?? ready[0];
      if (!next) return;
      this.#waiting.delete(next);
      const running = this.#run(next).finally(() => {
        this.#running.delete(next);
        this.#goOn();
      });
      this.#running.set(next, running);
    }
  }

  async #run(sentence: TranslatedSentence): Promise<void> {
    const job = sentence.begin();
    if (!job) return;
    const from = this.#languageOf(job.segment);
    await translateByOrder(this.#means, {
      ...job,
      from,
      onText: (to, text, { name, leavesMachine }) => {
        this.#troubled.delete(to);
        if (this.#languages.includes(to)) this.#tell(sentence.translated(job, to, { text, provider: name, leftMachine: leavesMachine }));
      },
      onFailed: (to, error) => {
        if (!this.#languages.includes(to)) return;
        this.#tellProblem(to, `nobody could translate from ${from} to ${to}: ${error instanceof Error ? error.message : String(error)}`);
        this.#tell(sentence.failed(job, to));
      },
      onFallOver: ({ name }, error) => this.#log.warn('a translator failed', { translator: name, from, error }),
    });
  }

  #languageOf({ language }: Segment): string {
    return canonical(language) ?? this.#options.spokenLanguage;
  }

  #tell(translated: TranslatedSegment | undefined): void {
    if (!translated) return;
    try {
      this.#options.onTranslated(translated);
    } catch (error) {
      this.#log.error('whoever shows translations failed', { error });
    }
  }

  #tellProblem(language: string, problem: string): void {
    if (this.#troubled.has(language)) return;
    this.#troubled.add(language);
    this.#log.warn('there is no translation', { language, problem });
    try {
      this.#options.onProblem?.({ language, problem });
    } catch (error) {
      this.#log.error('whoever shows that there is no translation failed', { error });
    }
  }

  #forget(language: string): void {
    this.#troubled.delete(language);
    for (const sentence of this.#sentences.values()) sentence.forget(language);
  }

  #dropOldest(): void {
    for (const [segmentId, sentence] of this.#sentences) {
      if (this.#sentences.size <= REMEMBERED) return;
      this.#sentences.delete(segmentId);
      if (!this.#waiting.delete(sentence)) continue;
      for (const language of sentence.waiting) this.#tellProblem(language, 'more is said than can be translated; some of it was left out');
    }
  }
}
