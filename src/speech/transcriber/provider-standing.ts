/** How it stands with one provider: looked for, at work, failed and tried again after a while, ever later. */
import { orAborted } from '../../base/cancel.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import { primaryLanguage } from '../recognition/language-names.ts';
import type { SpeechToText } from '../recognition/speech-to-text.ts';
import { SpeechError } from '../errors.ts';

/**
 *     looking ──► up ◄──► down ──► trying ──► up        (trying: one utterance at a time, until one succeeds)
 *        └────────────────▲ └────────┘
 */
export type StandingState = 'looking' | 'up' | 'down' | 'trying';

export type ProviderStandingOptions = {
  readonly clock: Clock;
  readonly random: Random;
  /** Something is otherwise: somebody may be tried who could not. */
  readonly onChange: (why: string) => void;
  /** The first time it is tried again; then twice as long each time, up to five minutes. */
  readonly retryMs: number;
};

const LONGEST_RETRY_MS = 300_000;
/** For what will not get better by itself, and for what is not installed. */
const HOPELESS_RETRY_MS = 600_000;
const MISSING_RETRY_MS = 60_000;
/** Looking whether all is there takes no longer; a machine that is very busy is asked again soon. */
const LOOK_MS = 20_000;
const BUSY_RETRY_MS = 5_000;

export class ProviderStanding {
  readonly provider: SpeechToText;
  readonly #options: ProviderStandingOptions;
  #state: StandingState = 'looking';
  #problem: string | undefined;
  #failures = 0;
  #retryAt = 0;
  #timer: Timer | undefined;
  #hasEnded = false;
  /** Utterances that it is at. */
  running = 0;

  constructor(provider: SpeechToText, options: ProviderStandingOptions) {
    this.provider = provider;
    this.#options = options;
    void this.#look('up');
  }

  get state(): StandingState {
    return this.#state;
  }

  /** Why it is not used; undefined where it is. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get isFree(): boolean {
    if (this.#state === 'up') return this.running < Math.max(1, this.provider.atOnce);
    return this.#state === 'trying' && this.running === 0;
  }

  /** How long until it is tried again. */
  get retryInMs(): number {
    return this.#state === 'down' ? Math.max(0, this.#retryAt - this.#options.clock.now()) : 0;
  }

  /** Undefined: knows it, or nobody said which it is. */
  knows(language: string | undefined): boolean {
    const { languages } = this.provider;
    if (language === undefined || languages === 'any') return true;
    return languages.some((known) => primaryLanguage(known) === primaryLanguage(language));
  }

  /** It has recognised a whole utterance. What it began before it failed tells nothing. */
  succeeded(): void {
    if (this.#state === 'down') return;
    this.#failures = 0;
    if (this.#state === 'trying') this.#become('up', 'it is back');
  }

  failed(error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    if (this.#state === 'down' || isOfUtterance(error)) return;
    const { random, retryMs } = this.#options;
    const isHopeless = error instanceof SpeechError && !error.isRecoverable;
    const againMs = Math.min(LONGEST_RETRY_MS, retryMs * 2 ** this.#failures++) * (0.75 + random.unit() / 2);
    const askedMs = error instanceof SpeechError ? (error.retryAfterMs ?? 0) : 0;
    this.#goDown(why, isHopeless ? HOPELESS_RETRY_MS : Math.max(againMs, askedMs), 'trying');
  }

  end(): void {
    this.#hasEnded = true;
    this.#timer?.[Symbol.dispose]();
  }

  #goDown(problem: string, retryMs: number, then: 'up' | 'trying'): void {
    const { clock } = this.#options;
    this.#problem = problem;
    this.#retryAt = clock.now() + retryMs;
    this.#timer?.[Symbol.dispose]();
    if (!this.#hasEnded) this.#timer = clock.after(retryMs, () => void this.#look(then));
    this.#become('down', problem);
  }

  /** Asks whether all that it needs is there. */
  async #look(then: 'up' | 'trying'): Promise<void> {
    const looked = await orAborted(this.#missing(), this.#options.clock.deadline(LOOK_MS)).catch(() => undefined);
    if (this.#hasEnded) return;
    if (!looked)
      return this.#goDown(`it did not say within ${String(LOOK_MS / 1000)} s whether all is there that it needs`, BUSY_RETRY_MS, 'up');
    const { problem, isKnown } = looked;
    if (problem !== undefined) return this.#goDown(problem, isKnown ? MISSING_RETRY_MS : BUSY_RETRY_MS, 'up');
    this.#become(then, 'it is back');
  }

  /** Where it could not be looked, nobody knows what is missing. */
  async #missing(): Promise<{ readonly problem: string | undefined; readonly isKnown: boolean }> {
    try {
      return { problem: await this.provider.missing(), isKnown: true };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error), isKnown: false };
    }
  }

  #become(state: StandingState, why: string): void {
    this.#state = state;
    if (state === 'up') this.#problem = undefined;
    this.#options.onChange(why);
  }
}

/** What is wrong with this utterance, and not with who should recognise it. */
function isOfUtterance(error: unknown): boolean {
  return error instanceof SpeechError && (error.code === 'speech/unknown-language' || error.code === 'speech/sound-too-long');
}
