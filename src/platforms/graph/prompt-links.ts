/** The links under which the service fetches what a bot says: signed, short-lived, and good only while the sound is on offer. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';
import type { Sound } from '../../call/platform.ts';
import type { MediaPrompt } from '../../wire/graph/operation.ts';
import { PlatformError } from './errors.ts';

/** Twenty prompts in a row may last minutes, and each is fetched when its turn comes. */
const LINK_LIVES_MS = 15 * 60_000;
/** Half a minute of speech is 1 MB. */
const MOST_BYTES = 256 * 1024 * 1024;

export type Offer = { readonly prompts: readonly MediaPrompt[]; withdraw(): void };
export type Opened =
  | { readonly kind: 'sound'; readonly wav: Uint8Array; readonly callId: string }
  | { readonly kind: 'refused'; readonly why: string; readonly callId?: string | undefined };

type Kept = { readonly wav: Uint8Array; offers: number };

export class PromptLinks {
  readonly #clock: Clock;
  readonly #base: string;
  readonly #key: Uint8Array;
  readonly #mostBytes: number;
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  /** `publicUrl` is where the bot's public side is reachable. */
  constructor(options: { readonly clock: Clock; readonly random: Random; readonly publicUrl: string; readonly mostBytes?: number }) {
    this.#clock = options.clock;
    this.#base = `${options.publicUrl.replace(/\/+$/, '')}/prompts/`;
    this.#key = options.random.bytes(32);
    this.#mostBytes = options.mostBytes ?? MOST_BYTES;
  }

  /** Puts sounds on offer for one call until the offer is withdrawn. */
  offer(callId: string, sounds: readonly Sound[]): Offer {
    const added = sounds.filter(
      (sound, at) => !this.#kept.has(sound.name) && sounds.findIndex((other) => other.name === sound.name) === at,
    );
    const more = added.reduce((sum, { wav }) => sum + wav.length, 0);
    if (this.#bytes + more > this.#mostBytes) {
      throw new PlatformError(
        'platform/too-many-sounds',
        `the prompts of all calls together would take more than ${String(this.#mostBytes)} bytes; play shorter ones`,
      );
    }
    for (const { name, wav } of sounds) {
      const kept = this.#kept.get(name) ?? { wav, offers: 0 };
      kept.offers++;
      this.#kept.set(name, kept);
    }
    this.#bytes += more;
    let isOpen = true;
    return {
      prompts: sounds.map((sound) => this.#promptFor(callId, sound)),
      withdraw: () => {
        if (isOpen) for (const { name } of sounds) this.#release(name);
        isOpen = false;
      },
    };
  }

  /** Takes the last part of a link's path: `{payload}.{signature}.wav`. */
  open(file: string): Opened {
    const [payload = '', signature = '', extension, ...rest] = file.split('.');
    if (extension !== 'wav' || rest.length > 0 || !isSame(this.#sign(payload), signature))
      return { kind: 'refused', why: 'the link is not one of ours' };
    const [expires = '', callId = '', name = ''] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as string[];
    if (this.#clock.wallMs() > Number(expires)) return { kind: 'refused', why: 'the link has expired', callId };
    const kept = this.#kept.get(name);
    return kept ? { kind: 'sound', wav: kept.wav, callId } : { kind: 'refused', why: 'the sound is no longer on offer', callId };
  }

  #promptFor(callId: string, { name }: Sound): MediaPrompt {
    const expires = String(this.#clock.wallMs() + LINK_LIVES_MS);
    const payload = Buffer.from(JSON.stringify([expires, callId, name])).toString('base64url');
    return {
      '@odata.type': '#microsoft.graph.mediaPrompt',
      // The service may keep a sound under its resourceId, so that must be another for another sound.
      mediaInfo: {
        '@odata.type': '#microsoft.graph.mediaInfo',
        uri: `${this.#base}${payload}.${this.#sign(payload)}.wav`,
        resourceId: name,
      },
    };
  }

  #release(name: string): void {
    const kept = this.#kept.get(name);
    if (!kept || --kept.offers > 0) return;
    this.#kept.delete(name);
    this.#bytes -= kept.wav.length;
  }

  #sign(payload: string): string {
    return createHmac('sha256', this.#key).update(payload).digest('base64url');
  }
}

function isSame(ours: string, theirs: string): boolean {
  const [a, b] = [Buffer.from(ours), Buffer.from(theirs)];
  return a.length === b.length && timingSafeEqual(a, b);
}
