/** Says things in one call: turns them into sound, plays them, and stops when the call ends or a signal asks for it. */
import { anyOf, type Cancel } from '../base/cancel.ts';
import type { Clock } from '../base/clock.ts';
import type { CarrierCall, Ended, Sound } from '../call/platform.ts';
import { BotError } from './errors.ts';
import { batchesOf, soundOf, type Speakable } from './sounds.ts';
import type { Speaks } from './speaks.ts';

export type VoiceOptions = Cancel & { readonly voice?: string | undefined };

export type SpeakerOptions = {
  readonly carrier: CarrierCall;
  readonly speech: Speaks;
  readonly clock: Clock;
  /** Aborts when the call ends. */
  readonly life: AbortSignal;
};

export class Speaker {
  readonly #options: SpeakerOptions;

  constructor(options: SpeakerOptions) {
    this.#options = options;
  }

  /** Throws a `BotError` when it cannot be said; `stopped` means that the signal asked for it. */
  async say(parts: readonly Speakable[], { voice, signal }: VoiceOptions = {}): Promise<{ readonly kind: 'played' | 'stopped' } | Ended> {
    const { carrier, life } = this.#options;
    const stop = anyOf(signal, life);
    try {
      for await (const sounds of batchesOf(parts, { ...this.#options, voice, signal: stop })) {
        const outcome = await carrier.play(sounds, { signal });
        if (outcome.kind === 'failed') throw new BotError('bot/prompt-failed', `a prompt could not be played: ${outcome.message}`);
        if (outcome.kind !== 'played') return outcome;
      }
      return { kind: 'played' };
    } catch (error) {
      return this.ended ?? (signal?.aborted ? { kind: 'stopped' } : raise(error));
    }
  }

  /** One sound, ready to be handed to the carrier; undefined when the call ended meanwhile. */
  async prepare(what: Speakable, { voice, signal }: VoiceOptions = {}): Promise<Sound | undefined> {
    const { life } = this.#options;
    try {
      return await soundOf(what, { ...this.#options, voice, signal: anyOf(signal, life) });
    } catch (error) {
      signal?.throwIfAborted();
      return this.ended ? undefined : raise(error);
    }
  }

  get ended(): Ended | undefined {
    const { state } = this.#options.carrier;
    return state.status === 'ended' ? { kind: 'ended', reason: state.reason } : undefined;
  }
}

function raise(error: unknown): never {
  throw error;
}
