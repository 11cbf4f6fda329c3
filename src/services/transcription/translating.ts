/** What is said, in other languages: those that are wanted at the moment, and no others. */
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { ProviderNote } from '../../call/media.ts';
import type { Segment, TranslatedSegment } from '../../speech/segment.ts';
import { offeredTargets } from '../../speech/translation/offered-targets.ts';
import { Translations } from '../../speech/translation/translations.ts';
import type { Glossary, Translator } from '../../speech/translation/translator.ts';

export type TranslatingOptions = {
  /** In order of preference; none, and nothing is translated. */
  readonly translators: readonly Translator[];
  readonly glossary: Glossary | undefined;
  /** Of what is spoken, where that was said. */
  readonly language: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
};

export class Translating {
  readonly #options: TranslatingOptions;
  #translations: Translations | undefined;
  #make: ((glossary: Glossary | undefined) => Translations) | undefined;
  /** Those with an earlier glossary, until all that was said before is translated. */
  readonly #ending = new Set<Promise<void>>();

  constructor(options: TranslatingOptions) {
    this.#options = options;
  }

  get languages(): readonly string[] {
    return this.#translations?.languages ?? [];
  }

  /** For people: the first in the order of preference. */
  get provider(): ProviderNote | undefined {
    return this.#options.translators[0];
  }

  /** Into what can be translated from that language. */
  async targets(): Promise<readonly string[]> {
    const { translators, log } = this.#options;
    const from = this.#spoken;
    const lists = await Promise.all(
      translators.map((translator) =>
        offeredTargets(translator, from).catch((error: unknown) => {
          log.warn('a translator does not say into which languages it translates', { translator: translator.name, error });
          return [];
        }),
      ),
    );
    return [...new Set(lists.flat())];
  }

  /** `onTranslated` is told of translations alone: what is spoken in the language already needs none. */
  begin(onTranslated: (translated: TranslatedSegment) => void): void {
    const { translators } = this.#options;
    if (translators.length === 0) return;
    this.#make = (glossary) =>
      new Translations({
        ...this.#options,
        glossary,
        spokenLanguage: this.#spoken,
        onTranslated: (translated) => translated.provider !== '' && onTranslated(translated),
      });
    this.#translations = this.#make(this.#options.glossary);
  }

  /** From the next sentence on. */
  useGlossary(glossary: Glossary): void {
    const before = this.#translations;
    if (!before || !this.#make) return;
    this.#translations = this.#make(glossary);
    this.#translations.want(before.languages);
    const ending = before.end().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  want(languages: readonly string[]): void {
    this.#translations?.want(languages);
  }

  take(segment: Segment): void {
    this.#translations?.take(segment);
  }

  /** Resolves when all that is final has been translated. */
  async end(): Promise<void> {
    await Promise.all([this.#translations?.end(), ...this.#ending]);
  }

  /** English, where nobody says otherwise. */
  get #spoken(): string {
    return this.#options.language ?? 'en';
  }
}
