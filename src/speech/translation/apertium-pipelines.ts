/** The pipelines that run: one for each direction that is asked for, no more than so many, begun when first needed and again when they die. */
import { orAborted, type Cancel } from '../../base/cancel.ts';
import type { Clock, Timer } from '../../base/clock.ts';
import { SpeechError } from '../errors.ts';
import { pipeOf, type ApertiumMode } from './apertium-modes.ts';
import { ApertiumPipeline } from './apertium-pipeline.ts';

export type ApertiumPipelinesOptions = {
  readonly clock: Clock;
  readonly modesFolder: string;
  /** Each takes some 200 MB. */
  readonly limit: number;
};

type Running = { readonly pipeline: ApertiumPipeline; users: number; idle: Timer | undefined };

/** Texts that may wait for one direction. */
const LONGEST_QUEUE = 256;
const IDLE_MS = 10 * 60_000;
const ANSWER_MS = 15_000;

export class ApertiumPipelines implements AsyncDisposable {
  readonly #options: ApertiumPipelinesOptions;
  /** By the name of the mode, the one used longest ago first. */
  readonly #running = new Map<string, Running>();
  readonly #pipes = new Map<string, Promise<string>>();
  #freed: (() => void)[] = [];
  #isOver = false;

  constructor(options: ApertiumPipelinesOptions) {
    this.#options = options;
  }

  /** A text that was in a pipeline that died is tried once more, in a new one. */
  async translate(mode: ApertiumMode, stream: string, { signal }: Cancel): Promise<string> {
    try {
      return await this.#ask(mode, stream, signal);
    } catch (error) {
      signal?.throwIfAborted();
      if (this.#isOver || (error instanceof SpeechError && error.code === 'speech/throttled')) throw error;
      return this.#ask(mode, stream, signal);
    }
  }

  async #ask(mode: ApertiumMode, stream: string, signal: AbortSignal | undefined): Promise<string> {
    const { clock } = this.#options;
    signal?.throwIfAborted();
    const pipe = await this.#pipe(mode);
    const running = await this.#place(mode.name, pipe, signal);
    if (running.users >= LONGEST_QUEUE) throw new SpeechError('speech/throttled', `too many texts wait for ${mode.name} of apertium`);
    const { pipeline } = running;
    running.users++;
    running.idle?.[Symbol.dispose]();
    // One that hangs is as good as dead.
    const tooLate = clock.after(ANSWER_MS, () => pipeline.kill());
    const answered = clock
      .hold(() => pipeline.ask(stream))
      .finally(() => {
        tooLate[Symbol.dispose]();
        this.#leave(mode.name, running);
      });
    return orAborted(answered, signal);
  }

  /** Of that direction; begun, if need be when another has ended. */
  async #place(name: string, pipe: string, signal: AbortSignal | undefined): Promise<Running> {
    for (;;) {
      signal?.throwIfAborted();
      if (this.#isOver) throw new SpeechError('speech/no-provider', 'apertium was ended');
      const running = this.#running.get(name);
      this.#running.delete(name);
      const isAlive = running && !running.pipeline.isDead;
      if (isAlive || this.#running.size < this.#options.limit || this.#makeRoom()) {
        const kept = isAlive ? running : { pipeline: new ApertiumPipeline(name, pipe), users: 0, idle: undefined };
        this.#running.set(name, kept);
        return kept;
      }
      await orAborted(new Promise<void>((resolve) => this.#freed.push(resolve)), signal);
    }
  }

  /** Ends the one that nobody needs for the longest time; false if all are needed. */
  #makeRoom(): boolean {
    for (const [name, running] of this.#running) {
      if (running.users > 0 && !running.pipeline.isDead) continue;
      this.#end(name, running);
      return true;
    }
    return false;
  }

  #leave(name: string, running: Running): void {
    running.users--;
    if (running.users > 0) return;
    running.idle = this.#options.clock.after(IDLE_MS, () => this.#end(name, running));
    for (const freed of this.#freed.splice(0)) freed();
  }

  #end(name: string, running: Running): void {
    running.idle?.[Symbol.dispose]();
    running.pipeline.kill();
    if (this.#running.get(name) === running) this.#running.delete(name);
  }

  #pipe(mode: ApertiumMode): Promise<string> {
    const { modesFolder, clock } = this.#options;
    const known = this.#pipes.get(mode.name) ?? pipeOf(modesFolder, mode, clock).catch((cause: unknown) => gone(mode, cause));
    this.#pipes.set(mode.name, known);
    known.catch(() => this.#pipes.delete(mode.name));
    return known;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    for (const [name, running] of this.#running) this.#end(name, running);
    for (const freed of this.#freed.splice(0)) freed();
    return Promise.resolve();
  }
}

function gone({ name }: ApertiumMode, cause: unknown): never {
  throw new SpeechError('speech/no-provider', `the direction ${name} of apertium was here and cannot be read any more: install it again`, {
    cause,
  });
}
