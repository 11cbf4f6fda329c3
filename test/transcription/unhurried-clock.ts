/**
 * Time that goes faster than the machine's, but never faster than the program can follow: it moves on by a step each time that the program has
 * come to rest. So what is said sounds whole on a busy machine too, with real sockets, files and programs.
 */
import { deadlineOn, realClock, sleepOn, type Clock } from '../../src/base/clock.ts';
import { DueQueue } from '../../src/base/due-queue.ts';

const STEP_MS = 10;

export class UnhurriedClock implements Clock, Disposable {
  readonly #real = realClock();
  readonly #startedMs: number;
  readonly #dues = new DueQueue();
  readonly #restMs: number;
  #nowMs = 0;
  #isOver = false;

  /** At most so many times as fast as the machine's. */
  constructor({ times = 5 }: { readonly times?: number } = {}) {
    this.#restMs = STEP_MS / times;
    this.#startedMs = this.#real.wallMs();
    void this.#go();
  }

  now(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#startedMs + Math.floor(this.#nowMs);
  }

  after(ms: number, task: () => void): Disposable {
    return this.#dues.add(this.#nowMs + Math.max(0, ms), task);
  }

  deadline(ms: number): AbortSignal {
    return deadlineOn(this, ms);
  }

  sleep(ms: number, options?: { readonly signal?: AbortSignal | undefined }): Promise<void> {
    return sleepOn(this, ms, options);
  }

  hold<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  /** Time stands still from now on. */
  [Symbol.dispose](): void {
    this.#isOver = true;
  }

  async #go(): Promise<void> {
    while (!this.#isOver) {
      await this.#real.sleep(this.#restMs);
      const untilMs = this.#nowMs + STEP_MS;
      while (this.#dues.nextAt <= untilMs) {
        this.#nowMs = Math.max(this.#nowMs, this.#dues.nextAt);
        this.#dues.take()?.();
        // Whoever waited for it has their turn before the next.
        await new Promise<void>((resolve) => void setImmediate(resolve));
      }
      this.#nowMs = untilMs;
    }
  }
}
