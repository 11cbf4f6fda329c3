/** A pair of message sockets in memory: what one sends the other is told, in order, each message in a turn of its own. */
import type { MessageSocket } from './bridge-connection.ts';

/** RFC 6455 §7.1.5: the socket was lost without a word. */
const LOST = 1006;

type Listener = Parameters<MessageSocket['listen']>[0];

export class MemorySocket implements MessageSocket {
  #other: MemorySocket | undefined;
  #listener: Listener | undefined;
  readonly #waiting: (() => void)[] = [];
  #isReading = true;
  #isClosed = false;
  #buffered = 0;

  /** Two ends of one socket. */
  static pair(): [MemorySocket, MemorySocket] {
    const [one, other] = [new MemorySocket(), new MemorySocket()];
    one.#other = other;
    other.#other = one;
    return [one, other];
  }

  get bufferedBytes(): number {
    return this.#buffered;
  }

  send(message: string | Uint8Array): void {
    const other = this.#other;
    if (this.#isClosed || !other) return;
    const copy = typeof message === 'string' ? message : message.slice();
    this.#buffered += copy.length;
    other.#come(() => {
      this.#buffered -= copy.length;
      other.#listener?.message(copy);
    });
  }

  /** Both ends are told, each once. */
  close(code: number, _reason: string = ''): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    queueMicrotask(() => this.#listener?.closed(code));
    const other = this.#other;
    if (other) other.#come(() => other.#hangUp(code));
  }

  listen(listener: Listener): void {
    this.#listener = listener;
    this.#handOver();
  }

  /** The network is lost: what is on its way never comes. */
  lose(): void {
    for (const end of this.#other ? [this, this.#other] : [this]) {
      end.#waiting.splice(0);
      end.#hangUp(LOST);
    }
  }

  /** Takes nothing more that comes, or takes it again: what is sent waits at the other end. */
  read(isReading: boolean): void {
    this.#isReading = isReading;
    this.#handOver();
  }

  #come(told: () => void): void {
    this.#waiting.push(told);
    this.#handOver();
  }

  #handOver(): void {
    if (!this.#isReading || !this.#listener || this.#waiting.length === 0) return;
    queueMicrotask(() => {
      if (!this.#isReading) return;
      this.#waiting.shift()?.();
      this.#handOver();
    });
  }

  #hangUp(code: number): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener?.closed(code);
  }
}
