/** One utterance said to one recogniser: ends when all is said, when the recogniser fails, or when it does nothing for too long. */
import { orAborted } from '../../base/cancel.ts';
import { msOf } from '../../media/frame.ts';
import { SpeechError } from '../errors.ts';
import type { Recognised, SpeechToText } from '../recognition/speech-to-text.ts';
import type { Utterance } from './utterance.ts';
import { UtteranceSound } from './utterance-sound.ts';

export type AttemptOptions = {
  readonly utterance: Utterance;
  readonly provider: SpeechToText;
  readonly language: string | undefined;
  readonly hints: readonly string[] | undefined;
  /** How long it may do nothing while there is something to do; and once the sound is over, as long as that took besides. */
  readonly patienceMs: number;
  readonly onResult: (result: Recognised) => void;
};

export class Attempt {
  readonly #options: AttemptOptions;
  readonly #sound: UtteranceSound;
  readonly #controller = new AbortController();
  #idleMs = 0;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#sound = new UtteranceSound(options.utterance, () => (this.#idleMs = 0));
  }

  /** Rejects with what the provider rejected with, a `SpeechError` where it hung, or the reason it was stopped for; never waits for one that does not stop. */
  async run(): Promise<void> {
    const { provider, language, hints, onResult } = this.#options;
    const { signal } = this.#controller;
    let results: AsyncIterator<Recognised> | undefined;
    try {
      signal.throwIfAborted();
      const found = provider.recognise(this.#sound, { signal, ...(language !== undefined && { language }), ...(hints && { hints }) });
      results = found[Symbol.asyncIterator]();
      for (;;) {
        const result = await orAborted(results.next(), signal);
        if (result.done) return this.#checkAllHeard();
        this.#idleMs = 0;
        onResult(result.value);
      }
    } catch (error) {
      // Ends the work behind it, if that can be ended at all.
      this.#controller.abort(error);
      results?.return?.().then(undefined, () => undefined);
      throw error;
    } finally {
      this.#sound.close();
    }
  }

  /** Whoever stops listening early has left something out. */
  #checkAllHeard(): void {
    if (this.#sound.isReadToEnd) return;
    const { name } = this.#options.provider;
    throw new SpeechError('speech/provider-failed', `${name} stopped listening before the end of what was said`);
  }

  /** Time went by. It is counted in steps, so that a machine that slept blames nobody. */
  waited(ms: number): void {
    const { utterance, patienceMs, provider } = this.#options;
    if (!this.#sound.isAwaited) {
      this.#idleMs = 0;
      return;
    }
    this.#idleMs += ms;
    const mostMs = patienceMs + (utterance.isOver ? msOf(utterance.samples) : 0);
    if (this.#idleMs < mostMs) return;
    const message = `${provider.name} gave no result for ${String(Math.round(this.#idleMs / 1000))} s: another one is asked, and this one again in a while`;
    this.stop(new SpeechError('speech/provider-failed', message));
  }

  stop(reason: unknown): void {
    this.#controller.abort(reason);
  }
}
