/** Pictures of one VP8 stream as pixels (YUV 4:2:0), by a child of ffmpeg that is fed ahead of whoever looks. */
import type { Readable } from 'node:stream';
import type { Clock } from '../../base/clock.ts';
import { ivfFrame, ivfHeader } from '../ivf.ts';
import { startFfmpeg, type FfmpegChild, type FfmpegOptions } from './ffmpeg-child.ts';

/** Planes of brightness and, at half the width and height, of the two colours, one after the other. */
export type Yuv = { readonly width: number; readonly height: number; readonly data: Uint8Array };

export type PictureDecoderOptions = FfmpegOptions & {
  /** What comes out, whatever size goes in. Even numbers. */
  readonly width: number;
  readonly height: number;
};

/** A child that says nothing for so long has lost a picture in a way of its own; the one before it is shown on. */
const STALLED_MS = 10_000;

/** What ends its words about one picture that makes no sense: `Error while decoding stream`, or `Error submitting packet to decoder`. */
const UNDECODED = /\bError\b.*\bdecod/u;

type Waiting = { readonly number: number; readonly resolve: () => void };

/**
 * Every picture that is fed gets a number, and only those that are to be seen come back: a number is even, plus one where the picture is
 * kept, and stands for its time. ffmpeg prints the number of each picture that it could decode to a pipe of its own, so that a broken one is
 * known, and shifts nothing.
 */
export class PictureDecoder {
  readonly width: number;
  readonly height: number;
  readonly #child: FfmpegChild;
  readonly #clock: Clock;
  readonly #bytes: number;
  /** Numbers of kept pictures that were decoded and have not come yet, and pictures whose numbers have not. */
  readonly #numbers: number[] = [];
  readonly #unnumbered: Uint8Array[] = [];
  readonly #ready: { readonly number: number; readonly data: Uint8Array }[] = [];
  readonly #spare: Uint8Array[] = [];
  #filling: Uint8Array;
  #filled = 0;
  #rest = '';
  #complaint = '';
  #fed = 0;
  #decoded = -1;
  /** Up to there, nothing is waited for. */
  #givenUp = -1;
  #shown: Uint8Array | undefined;
  #waiting: Waiting | undefined;
  #hasEnded = false;

  static async start(options: PictureDecoderOptions): Promise<PictureDecoder> {
    const input = '-nostdin -loglevel error -copyts -flags low_delay -probesize 32 -analyzeduration 0 -threads 1 -f ivf -i pipe:0';
    const size = `${String(options.width)}:${String(options.height)}`;
    const numbers = 'metadata=add:key=n:value=1,metadata=print:key=n:file=pipe\\\\:3:direct=1,select=mod(pts\\,2)';
    const output = '-pix_fmt yuv420p -threads 1 -flush_packets 1 -f rawvideo pipe:1';
    const filter = ['-an', '-fps_mode', 'passthrough', '-vf', `${numbers},scale=${size}`];
    const child = await startFfmpeg([...input.split(' '), ...filter, ...output.split(' ')], { ...options, sidePipe: true });
    return new PictureDecoder(child, options);
  }

  private constructor(child: FfmpegChild, { width, height, clock }: PictureDecoderOptions) {
    this.width = width;
    this.height = height;
    this.#child = child;
    this.#clock = clock;
    this.#bytes = (width * height * 3) / 2;
    this.#filling = new Uint8Array(this.#bytes);
    const { stdin, stdout, stderr, stdio } = child.child;
    stdin?.write(ivfHeader({ width: 1_280, height: 720 }));
    stdout?.on('data', (chunk: Buffer) => this.#pixels(chunk));
    (stdio[3] as Readable | undefined)?.on('data', (chunk: Buffer) => this.#said(chunk));
    stderr?.on('data', (chunk: Buffer) => this.#complained(chunk));
    void this.#watch();
  }

  /** It was killed, or gave up: begin another one with a key frame. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The first must be a key frame. Returns the number to wait for. What is fed and kept, but never looked at, stays in memory. */
  feed(data: Uint8Array, { isKept }: { readonly isKept: boolean }): number {
    const number = this.#fed * 2 + Number(isKept);
    this.#fed++;
    if (!this.#hasEnded) this.#child.child.stdin?.write(ivfFrame(data, number));
    return number;
  }

  /** The kept picture of that number, or the last one before it that could be decoded. It is good until the next call. */
  async picture(number: number): Promise<Yuv | undefined> {
    if (!this.#isSettled(number)) {
      const stall = this.#clock.after(STALLED_MS, () => this.#giveUp());
      await this.#clock.hold(() => new Promise<void>((resolve) => (this.#waiting = { number, resolve })));
      stall[Symbol.dispose]();
    }
    for (let first = this.#ready[0]; first && first.number <= number; first = this.#ready[0]) {
      this.#ready.shift();
      if (this.#shown) this.#spare.push(this.#shown);
      this.#shown = first.data;
    }
    return this.#shown && { width: this.width, height: this.height, data: this.#shown };
  }

  kill(): Promise<void> {
    return this.#child.kill();
  }

  async #watch(): Promise<void> {
    await this.#child.ended;
    this.#hasEnded = true;
    this.#giveUp();
  }

  #isSettled(number: number): boolean {
    if (this.#hasEnded || this.#givenUp >= number || (this.#ready.at(-1)?.number ?? -1) >= number) return true;
    const next = this.#numbers[0];
    return this.#decoded >= number && (next === undefined || next > number);
  }

  #settle(): void {
    for (; this.#numbers.length > 0 && this.#unnumbered.length > 0;)
      this.#ready.push({ number: this.#numbers.shift() ?? 0, data: this.#unnumbered.shift() ?? this.#filling });
    if (!this.#waiting || !this.#isSettled(this.#waiting.number)) return;
    this.#waiting.resolve();
    this.#waiting = undefined;
  }

  #giveUp(): void {
    this.#givenUp = this.#fed * 2;
    this.#settle();
  }

  /** A picture that makes no sense is told of here, and by nothing else; once for each, or a later one would be given up with it. */
  #complained(chunk: Buffer): void {
    const lines = (this.#complaint + chunk.toString('latin1')).split('\n');
    this.#complaint = lines.pop() ?? '';
    if (lines.some((line) => UNDECODED.test(line))) this.#giveUp();
  }

  /** Lines such as `frame:3 pts:199 pts_time:0.199`. */
  #said(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const number = Number(/ pts:(\d+)/.exec(line)?.[1] ?? -1);
      if (number < 0) continue;
      this.#decoded = number;
      if (number % 2 === 1) this.#numbers.push(number);
    }
    this.#settle();
  }

  #pixels(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      const count = Math.min(this.#bytes - this.#filled, chunk.length - at);
      this.#filling.set(chunk.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled < this.#bytes) continue;
      this.#unnumbered.push(this.#filling);
      this.#filling = this.#spare.pop() ?? new Uint8Array(this.#bytes);
      this.#filled = 0;
    }
    this.#settle();
  }
}
