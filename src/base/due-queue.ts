/** What is due, the earliest first: a heap, so that a long list of far deadlines costs nothing while time moves. */
import type { Timer } from './clock.ts';

/** Below so many, what was called off is not worth clearing away. */
const CLEAR_FROM = 64;

type Due = { readonly at: number; readonly order: number; task: (() => void) | undefined };

export class DueQueue {
  /** Each is due no earlier than the one at half its place. Those without a task were called off. */
  #heap: Due[] = [];
  #calledOff = 0;
  #order = 0;

  /** `task` is due at `at`, after whatever is due at that moment already. */
  add(at: number, task: () => void): Timer {
    const due: Due = { at, order: this.#order++, task };
    this.#rise(due);
    return { [Symbol.dispose]: () => this.#callOff(due) };
  }

  /** The moment of the first; `Infinity` if there is none. */
  get nextAt(): number {
    for (let first = this.#heap[0]; first; first = this.#heap[0]) {
      if (first.task) return first.at;
      this.#calledOff--;
      this.#sink();
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Takes the first out; undefined if there is none. */
  take(): (() => void) | undefined {
    if (this.nextAt === Number.POSITIVE_INFINITY) return undefined;
    const first = this.#heap[0];
    const task = first?.task;
    if (first) first.task = undefined;
    this.#sink();
    return task;
  }

  #callOff(due: Due): void {
    if (!due.task) return;
    due.task = undefined;
    this.#calledOff++;
    if (this.#calledOff < CLEAR_FROM || this.#calledOff * 2 < this.#heap.length) return;
    // What is in order stays a heap.
    this.#heap = this.#heap.filter(({ task }) => task).toSorted(byTime);
    this.#calledOff = 0;
  }

  /** Puts one in, from the end upwards. */
  #rise(due: Due): void {
    const heap = this.#heap;
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (!parent || byTime(parent, due) <= 0) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = due;
  }

  /** Takes the first out: the last moves to its place, and sinks to where it belongs. */
  #sink(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = heap[place * 2 + 1];
      if (!left) break;
      const right = heap[place * 2 + 2];
      const isRight = right !== undefined && byTime(right, left) < 0;
      const child = isRight ? right : left;
      if (byTime(last, child) <= 0) break;
      heap[place] = child;
      place = place * 2 + (isRight ? 2 : 1);
    }
    heap[place] = last;
  }
}

function byTime(a: Due, b: Due): number {
  return a.at - b.at || a.order - b.order;
}
