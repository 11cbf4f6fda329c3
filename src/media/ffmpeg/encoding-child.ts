/** Encoders that are children of ffmpeg: raw pictures or sound go in as fast as they are taken, whole packets come out. */
import type { Clock } from '../../base/clock.ts';
import { makeNice } from '../../base/niceness.ts';
import { MediaError } from '../errors.ts';
import { startFfmpeg, type FfmpegChild, type FfmpegOptions } from './ffmpeg-child.ts';

/** Cuts what an encoder writes into packets. */
export interface PacketCutter {
  push(chunk: Uint8Array): readonly Uint8Array[];
  /** What is left when it has ended. */
  end(): readonly Uint8Array[];
}

export type EncodingOptions = FfmpegOptions & {
  readonly cutter: PacketCutter;
  /** Pieces that may lie between here and the child. */
  readonly ahead: number;
};

export class EncodingChild {
  readonly #child: FfmpegChild;
  readonly #clock: Clock;
  readonly #cutter: PacketCutter;
  readonly #ahead: number;
  readonly #spare: Uint8Array[] = [];
  #packets: Uint8Array[] = [];
  #pending = 0;
  #wake: (() => void) | undefined;
  #wrong: string | undefined;

  /** `args` say what comes in by `pipe:0`, and what it becomes; the format goes without saying where it is written: to `pipe:1`. */
  static async start(args: readonly string[], options: EncodingOptions): Promise<EncodingChild> {
    const child = await startFfmpeg(['-nostdin', '-loglevel', 'error', ...args, '-flush_packets', '1', 'pipe:1'], options);
    return new EncodingChild(child, options);
  }

  private constructor(child: FfmpegChild, { clock, cutter, ahead }: EncodingOptions) {
    this.#child = child;
    this.#clock = clock;
    this.#cutter = cutter;
    this.#ahead = ahead;
    makeNice(child.child.pid);
    child.child.stdout?.on('data', (chunk: Buffer) => this.#packets.push(...cutter.push(chunk)));
    void this.#watch();
  }

  /** Takes a copy; resolves when there is space for another piece. Rejects with `media/composite-failed` when the child is gone. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#wrong !== undefined) throw this.#failed(this.#wrong);
    const spare = this.#spare.pop();
    const copy = spare?.length === bytes.length ? spare : new Uint8Array(bytes.length);
    copy.set(bytes);
    this.#pending++;
    this.#child.child.stdin?.write(copy, () => {
      this.#pending--;
      if (this.#spare.length < this.#ahead) this.#spare.push(copy);
      this.#wake?.();
    });
    if (this.#pending < this.#ahead) return;
    await this.#clock.hold(() => new Promise<void>((resolve) => (this.#wake = resolve)));
    this.#wake = undefined;
    if (this.#wrong !== undefined) throw this.#failed(this.#wrong);
  }

  /** What has come since it was last asked. */
  take(): readonly Uint8Array[] {
    const packets = this.#packets;
    if (packets.length > 0) this.#packets = [];
    return packets;
  }

  /** Waits until everything has been encoded. */
  async end(): Promise<readonly Uint8Array[]> {
    this.#child.child.stdin?.end();
    const wrong = await this.#clock.hold(() => this.#child.ended);
    if (wrong !== undefined) throw this.#failed(wrong);
    this.#packets.push(...this.#cutter.end());
    return this.take();
  }

  kill(): Promise<void> {
    return this.#child.kill();
  }

  async #watch(): Promise<void> {
    this.#wrong = (await this.#child.ended) ?? 'it ended before its time';
    this.#wake?.();
  }

  #failed(why: string): MediaError {
    return new MediaError('media/composite-failed', `ffmpeg stopped encoding the film: ${why}`);
  }
}
