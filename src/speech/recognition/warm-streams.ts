/** Connections to a provider that wait for the next utterance, so that it need not wait for them. */
import type { Clock, Timer } from '../../base/clock.ts';

export interface WarmStream {
  readonly isUsable: boolean;
  close(): void;
}

export type WarmStreamsOptions = {
  readonly clock: Clock;
  /** How many wait at most. */
  readonly limit: number;
  /** How long one waits; then it is closed. */
  readonly idleMs: number;
};

type Waiting<T> = { readonly stream: T; readonly timer: Timer };

/** Streams are of one kind, by a key that says what they were opened for (language, names): the one that waited least is taken. */
export class WarmStreams<T extends WarmStream> implements Disposable {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #idleMs: number;
  #isOver = false;
  readonly #waiting = new Map<string, Waiting<T>[]>();

  constructor({ clock, limit, idleMs }: WarmStreamsOptions) {
    this.#clock = clock;
    this.#limit = limit;
    this.#idleMs = idleMs;
  }

  /** Whether one more would be kept. */
  get hasRoom(): boolean {
    let count = 0;
    for (const each of this.#waiting.values()) count += each.length;
    return !this.#isOver && count < this.#limit;
  }

  take(key: string): T | undefined {
    const streams = this.#waiting.get(key);
    for (let next = streams?.pop(); next; next = streams?.pop()) {
      next.timer[Symbol.dispose]();
      if (next.stream.isUsable) return next.stream;
      next.stream.close();
    }
    this.#waiting.delete(key);
    return undefined;
  }

  keep(key: string, stream: T): void {
    if (!stream.isUsable || !this.hasRoom) return stream.close();
    const streams = this.#waiting.get(key) ?? [];
    this.#waiting.set(key, streams);
    const timer = this.#clock.after(this.#idleMs, () => {
      const at = streams.findIndex((each) => each.stream === stream);
      if (at >= 0) streams.splice(at, 1);
      if (streams.length === 0) this.#waiting.delete(key);
      stream.close();
    });
    streams.push({ stream, timer });
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const each of this.#waiting.values())
      for (const { stream, timer } of each) {
        timer[Symbol.dispose]();
        stream.close();
      }
    this.#waiting.clear();
  }
}
