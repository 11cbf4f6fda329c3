/** A translator that answers when a test says so, and translations that were begun with it. */
import { virtualClock, type VirtualClock } from '../../base/virtual-clock.ts';
import type { Segment, TranslatedSegment } from '../segment.ts';
import { Translations, type TranslationsOptions } from './translations.ts';
import type { TranslateOptions, Translator } from './translator.ts';

type Work = {
  readonly text: string;
  readonly options: TranslateOptions;
  readonly give: (texts?: readonly string[]) => void;
  readonly fail: (error: Error) => void;
};

/** Answers when the test says so; `[es] text` if it does not say what. */
export class SlowTranslator implements Translator {
  readonly name: string;
  readonly leavesMachine = false;
  readonly works: Work[] = [];
  /** Answers at once. */
  isQuick = false;
  readonly #targets: readonly string[] | 'any';

  constructor(name: string = 'slow', targets: readonly string[] | 'any' = 'any') {
    this.name = name;
    this.#targets = targets;
  }

  missing(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  targets(): Promise<readonly string[] | 'any'> {
    return Promise.resolve(this.#targets);
  }

  translate(text: string, options: TranslateOptions): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      const give = (texts: readonly string[] = options.to.map((to) => `[${to}] ${text}`)): void => resolve(texts);
      this.works.push({ text, options, give, fail: reject });
      if (this.isQuick) give();
    });
  }
}

export function segment(text: string, more: Partial<Segment> = {}): Segment {
  return {
    segmentId: 's1',
    revision: 1,
    state: 'final',
    speaker: { speakerId: 'ada' },
    startMs: 0,
    endMs: 1_000,
    text,
    language: 'en-US',
    made: { by: 'recogniser', provider: 'ear', pass: 'live', leftMachine: false },
    ...more,
  };
}

type Begun = {
  readonly clock: VirtualClock;
  readonly told: readonly TranslatedSegment[];
  readonly problems: readonly string[];
  readonly translations: Translations;
  readonly lines: () => readonly string[];
  readonly translator: SlowTranslator;
  /** Of the first translator. */
  readonly works: readonly Work[];
};

/** With all that comes of it. */
export function begun(translators: readonly SlowTranslator[] = [new SlowTranslator()], more: Partial<TranslationsOptions> = {}): Begun {
  const clock = virtualClock();
  const told: TranslatedSegment[] = [];
  const problems: string[] = [];
  const translations = new Translations({
    translators,
    spokenLanguage: 'en',
    clock,
    onTranslated: (each) => told.push(each),
    onProblem: ({ language }) => problems.push(language),
    ...more,
  });
  const lines = (): readonly string[] => told.map((each) => `${each.segmentId}.${String(each.revision)} ${each.language}: ${each.text}`);
  const [first = new SlowTranslator()] = translators;
  return { clock, told, problems, translations, lines, works: first.works, translator: first };
}
