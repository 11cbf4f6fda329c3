/**
 * Encoders and decoders at hand for whoever needs one within a tick, when there is no time to wait: who only listens needs neither, and in a
 * large room that is nearly everybody. A few of each codec lie ready; what is taken is made anew at once. Encoders for a way that loses
 * packets are made when the first is asked for.
 */
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { CodecName, SoundDecoder, SoundEncoder, Way } from '../media/codec.ts';
import { decoderFor, encoderFor } from '../media/codecs.ts';

/** So many people may begin to speak within one tick; one more is not heard before the next. */
const READY = 4;

type Freed = { free(): void };

export type CodecPoolOptions = { readonly clock: Clock; readonly log: Log };

export class CodecPool implements Disposable {
  readonly #options: CodecPoolOptions;
  readonly #encoders: Record<Way, Map<CodecName, Shelf<SoundEncoder>>> = { clean: new Map(), lossy: new Map() };
  readonly #decoders = new Map<CodecName, Shelf<SoundDecoder>>();

  constructor(options: CodecPoolOptions) {
    this.#options = options;
  }

  /** Resolves when some of that codec lie ready. Rejects with a `MediaError` if it cannot be loaded. */
  async ready(codec: CodecName): Promise<void> {
    await this.#encodersOf(codec, 'clean').ready();
    await this.#decodersOf(codec).ready();
  }

  /** To be freed by whoever takes it; undefined if none is ready at this moment. */
  encoder(codec: CodecName, way: Way = 'clean'): SoundEncoder | undefined {
    return this.#encodersOf(codec, way).take();
  }

  decoder(codec: CodecName): SoundDecoder | undefined {
    return this.#decodersOf(codec).take();
  }

  [Symbol.dispose](): void {
    for (const shelves of [this.#encoders.clean, this.#encoders.lossy, this.#decoders])
      for (const shelf of shelves.values()) shelf[Symbol.dispose]();
  }

  #encodersOf(codec: CodecName, way: Way): Shelf<SoundEncoder> {
    const shelves = this.#encoders[way];
    const shelf = shelves.get(codec) ?? new Shelf(() => encoderFor(codec, way), this.#options);
    if (!shelves.has(codec)) shelves.set(codec, shelf);
    return shelf;
  }

  #decodersOf(codec: CodecName): Shelf<SoundDecoder> {
    const shelf = this.#decoders.get(codec) ?? new Shelf(() => decoderFor(codec), this.#options);
    if (!this.#decoders.has(codec)) this.#decoders.set(codec, shelf);
    return shelf;
  }
}

class Shelf<Codec extends Freed> implements Disposable {
  readonly #make: () => Promise<Codec>;
  readonly #options: CodecPoolOptions;
  readonly #lying: Codec[] = [];
  #filling: Promise<void> | undefined;
  #isOver = false;

  constructor(make: () => Promise<Codec>, options: CodecPoolOptions) {
    this.#make = make;
    this.#options = options;
  }

  async ready(): Promise<void> {
    if (this.#lying.length === 0) await (this.#filling ?? this.#fill());
  }

  take(): Codec | undefined {
    const codec = this.#lying.pop();
    if (this.#lying.length < READY && !this.#filling) {
      this.#fill().catch((error: unknown) => this.#options.log.error('a codec could not be made', { error }));
    }
    return codec;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const codec of this.#lying.splice(0)) codec.free();
  }

  #fill(): Promise<void> {
    const missing = READY - this.#lying.length;
    this.#filling = this.#filled(missing).finally(() => {
      this.#filling = undefined;
    });
    return this.#filling;
  }

  async #filled(missing: number): Promise<void> {
    const made = await this.#options.clock.hold(() => Promise.all(Array.from({ length: missing }, () => this.#make())));
    if (this.#isOver) for (const codec of made) codec.free();
    else this.#lying.push(...made);
  }
}
