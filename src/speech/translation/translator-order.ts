/** Who translates from one language to another: the first in the order of preference that can, and has not failed of late. */
import type { Clock } from '../../base/clock.ts';
import { SpeechError } from '../errors.ts';
import { fittingLanguage } from './language-names.ts';
import type { Translator } from './translator.ts';

type Rest = { readonly untilMs: number; readonly failures: number };
type Known = { readonly targets: Promise<readonly string[] | 'any'>; readonly untilMs: number };

const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 5 * 60_000;
/** What is installed or configured later is seen after so long. */
const KNOWN_FOR_MS = 60_000;

export class TranslatorOrder {
  readonly #translators: readonly Translator[];
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();
  readonly #rests = new Map<string, Rest>();

  constructor(translators: readonly Translator[], clock: Clock) {
    this.#translators = translators;
    this.#clock = clock;
  }

  /** Who is to be asked next. One that failed is asked again when its rest is over, or when there is nobody else. */
  async next(from: string, to: string, tried: readonly Translator[]): Promise<Translator | undefined> {
    let resting: Translator | undefined;
    for (const [index, translator] of this.#translators.entries()) {
      if (tried.includes(translator) || !(await this.#knows(index, translator, from, to))) continue;
      if ((this.#rests.get(keyOf(index, from, to))?.untilMs ?? 0) <= this.#clock.now()) return translator;
      resting ??= translator;
    }
    return resting;
  }

  /** It rests in this direction: the longer, the more often it failed without having worked. */
  failed(translator: Translator, from: string, to: string, error: unknown): void {
    // Of a text that nobody takes the next is not to suffer.
    if (error instanceof SpeechError && error.code === 'speech/text-too-long') return;
    const key = keyOf(this.#translators.indexOf(translator), from, to);
    const failures = (this.#rests.get(key)?.failures ?? 0) + 1;
    const isHopeless = error instanceof SpeechError && !error.isRecoverable;
    const asked = error instanceof SpeechError ? (error.retryAfterMs ?? 0) : 0;
    const restMs = isHopeless
      ? LONGEST_REST_MS
      : Math.min(LONGEST_REST_MS, Math.max(asked, FIRST_REST_MS * 2 ** Math.min(failures - 1, 8)));
    this.#rests.set(key, { untilMs: this.#clock.now() + restMs, failures });
  }

  worked(translator: Translator, from: string, to: string): void {
    this.#rests.delete(keyOf(this.#translators.indexOf(translator), from, to));
  }

  async #knows(index: number, translator: Translator, from: string, to: string): Promise<boolean> {
    const key = keyOf(index, from, '');
    const now = this.#clock.now();
    let known = this.#known.get(key);
    if (!known || known.untilMs <= now) {
      known = { targets: translator.targets(from), untilMs: now + KNOWN_FOR_MS };
      known.targets.catch(() => this.#known.delete(key));
      this.#known.set(key, known);
    }
    const targets = await known.targets.catch(() => []);
    return targets === 'any' || fittingLanguage(to, targets) !== undefined;
  }
}

function keyOf(index: number, from: string, to: string): string {
  return `${String(index)} ${from} ${to}`;
}
