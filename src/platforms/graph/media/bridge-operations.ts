/** Playing, recording and pressing keys over a media bridge: what the carrier does in calls whose media it hosts is done here. */
import { anyOf, orAborted, type Cancel } from '../../../base/cancel.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Random } from '../../../base/random.ts';
import type { PlayOutcome, RecordingOptions, RecordOutcome, Sound } from '../../../call/platform.ts';
import { toneOf } from '../../../media/tones.ts';
import { readWav } from '../../../media/wav.ts';
import type { CallLife } from '../call-life.ts';
import type { BridgeMedia } from './bridge-media.ts';
import { overPrompt, recordMix } from './bridge-recording.ts';

export type BridgeOperationsOptions = {
  readonly media: BridgeMedia;
  readonly life: CallLife;
  readonly clock: Clock;
  readonly random: Random;
};

export class BridgeOperations {
  readonly #options: BridgeOperationsOptions;

  constructor(options: BridgeOperationsOptions) {
    this.#options = options;
  }

  async play(sounds: readonly Sound[], { signal }: Cancel = {}): Promise<PlayOutcome> {
    const { media, life, random } = this.#options;
    if (life.ended) return life.ended;
    if (signal?.aborted) return { kind: 'stopped' };
    const read = samplesOf(sounds);
    if ('message' in read) return { kind: 'failed', message: read.message };
    const speech = media.out.open();
    try {
      for (const [at, samples] of read.samples.entries()) {
        const text = sounds[at]?.text;
        const begin = text === undefined ? undefined : (): void => media.caption({ captionId: random.uuid(), text, isFinal: true });
        void speech.put(samples, begin);
      }
      await orAborted(speech.said(), anyOf(signal, life.signal));
      return life.ended ?? { kind: 'played' };
    } catch {
      speech.drop();
      return life.ended ?? { kind: 'stopped' };
    }
  }

  async record({ signal, ...options }: RecordingOptions & Cancel): Promise<RecordOutcome> {
    const { media, life } = this.#options;
    if (life.ended) return life.ended;
    if (signal?.aborted) return { kind: 'stopped' };
    const { prompt, beep } = options;
    const heard = await this.#prompted(prompt, options.bargeIn, { signal });
    if (heard.kind === 'over') return heard.outcome;
    if (beep && heard.kind === 'listen') {
      const speech = media.out.open();
      void speech.put(toneOf('beep'));
      await orAborted(speech.said(), anyOf(signal, life.signal)).catch(() => speech.drop());
      if (life.ended) return life.ended;
      if (signal?.aborted) return { kind: 'stopped' };
    }
    const before = heard.kind === 'spoken' ? heard.frames : [];
    return recordMix({ ...this.#options, options, before, signal });
  }

  async sendKeys(keys: string, { signal, pauseMs }: Cancel & { readonly pauseMs?: number | undefined } = {}): Promise<PlayOutcome> {
    const { media, life } = this.#options;
    if (life.ended) return life.ended;
    if (signal?.aborted) return { kind: 'stopped' };
    const stopped = await orAborted(media.press(keys, pauseMs), anyOf(signal, life.signal)).then(
      () => false,
      () => true,
    );
    return life.ended ?? { kind: stopped ? 'stopped' : 'played' };
  }

  async #prompted(prompt: Sound | undefined, bargeIn: boolean, { signal }: Cancel): Promise<Prompted> {
    if (!prompt) return { kind: 'listen' };
    const over = bargeIn ? overPrompt(this.#options) : undefined;
    try {
      const outcome = await this.play([prompt], { signal: anyOf(signal, over?.signal) });
      if (outcome.kind === 'played') return { kind: 'listen' };
      if (outcome.kind === 'stopped' && !signal?.aborted && over)
        return over.spoken ? { kind: 'spoken', frames: over.spoken } : { kind: 'listen' };
      return { kind: 'over', outcome };
    } finally {
      over?.[Symbol.dispose]();
    }
  }
}

type Prompted =
  | { readonly kind: 'listen' }
  /** A voice ended the prompt; with what it had said by then. */
  | { readonly kind: 'spoken'; readonly frames: Parameters<typeof recordMix>[0]['before'] }
  | { readonly kind: 'over'; readonly outcome: Exclude<PlayOutcome, { kind: 'played' }> };

function samplesOf(sounds: readonly Sound[]): { readonly samples: readonly Int16Array[] } | { readonly message: string } {
  try {
    return { samples: sounds.map(({ wav }) => readWav(wav)) };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}
