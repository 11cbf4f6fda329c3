/** Sound and pictures of one call as its bot uses them, where it said that it needs them. */
import type { Cancel } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { CarrierMedia, FrameStream, ListenOptions, MediaNeed, PictureKind, SoundFrame } from '../../call/media.ts';
import type { CarrierCall, Ended } from '../../call/platform.ts';
import { inCall, type InCall } from './in-call.ts';
import { mediaFor } from './needs.ts';
import { playFile, type PlayOptions } from './playing.ts';
import { beginShowing, pathOf, type Showing, type Shows } from './showing.ts';
import { speak, type LiveSound } from './speaking.ts';

export type LiveCallOptions = {
  readonly carrier: CarrierCall;
  readonly needs: readonly MediaNeed[];
  readonly clock: Clock;
  readonly life: AbortSignal;
  readonly ended: () => Ended | undefined;
  /** Says a WAV file as a prompt. */
  readonly say: (wav: Uint8Array, options: Cancel) => Promise<unknown>;
};

export class LiveCall {
  readonly #options: LiveCallOptions;
  readonly #showing = new Map<PictureKind, Showing>();

  constructor(options: LiveCallOptions) {
    this.#options = options;
  }

  readonly mediaFor = (verb: string, need: MediaNeed): CarrierMedia => {
    const { carrier, needs } = this.#options;
    return mediaFor(verb, need, carrier.media, needs);
  };

  participant(id: string): InCall | undefined {
    const found = this.#options.carrier.roster.participants.find((each) => each.id === id);
    return found && inCall(found, this.mediaFor);
  }

  hear(options?: ListenOptions): FrameStream<SoundFrame> {
    return this.mediaFor('call.hear()', 'sound').hear(options);
  }

  async speak(sound: LiveSound, options: Cancel): Promise<{ readonly kind: 'said' } | Ended> {
    const { life, ended } = this.#options;
    try {
      await speak(this.mediaFor('call.speak()', 'sound'), sound, { ...options, life });
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!life.aborted) throw error;
    }
    return ended() ?? { kind: 'said' };
  }

  /** What was shown there before is over. */
  show(what: Shows, of: PictureKind, verb: string, startMs?: number): Showing {
    const media = this.mediaFor(verb, 'pictures');
    this.#showing.get(of)?.stop();
    const showing = beginShowing(what, { ...this.#options, of, media, facts: this.#options.carrier.facts, startMs });
    this.#showing.set(of, showing);
    return showing;
  }

  async play(file: string | URL, options: PlayOptions): Promise<{ readonly kind: 'played' } | Ended> {
    const { media } = this.#options.carrier;
    const show = (what: Shows, of: PictureKind, startMs: number): Showing => this.show(what, of, 'call.play()', startMs);
    await playFile(pathOf(file), options, { ...this.#options, media, show });
    return this.#options.ended() ?? { kind: 'played' };
  }
}
