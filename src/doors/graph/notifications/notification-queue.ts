/** One app leg's notifications on their way out: one post after the other, so that their order holds. */
import type { Log } from '../../../base/log.ts';
import type { NotificationItem } from '../../../wire/graph/notification.ts';

export type Outgoing = {
  readonly callbackUri: string;
  readonly item: NotificationItem;
  /** What may be dropped when too much waits: first a `snapshot` that a later one outdates, then an `update`; never what is `needed`. */
  readonly worth: 'update' | 'snapshot' | 'needed';
  /** The last of its leg: the queue has done its work with it. */
  readonly isLast: boolean;
};

type Options = {
  readonly limit: number;
  /** How many may go in one body. */
  readonly batch: number;
  readonly log: Log;
  /** Posts some for the same address and resolves when they were answered or have failed for good; never rejects. */
  readonly post: (batch: readonly Outgoing[]) => Promise<void>;
  /** The last one has gone. */
  readonly onDone: () => void;
};

/** What is needed is few for each command of an app; one that hears nothing and goes on asking loses even that, beyond so many times the limit. */
const hardLimit = 10;

/** Holds at most `limit`, and what is needed beyond: ends and completions are not dropped as long as an app is at all reasonable. */
export class NotificationQueue {
  readonly #options: Options;
  readonly #waiting: Outgoing[] = [];
  #isRunning = false;
  #isClosed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  push(outgoing: Outgoing): void {
    if (this.#isClosed || !this.#hasRoomFor(outgoing)) return;
    this.#waiting.push(outgoing);
    if (!this.#isRunning) void this.#run();
  }

  /** Nothing more is begun. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
  }

  #hasRoomFor(next: Outgoing): boolean {
    const { limit, log } = this.#options;
    if (this.#waiting.length < limit) return true;
    log.warn('a notification was dropped: the bot does not keep up', { waiting: this.#waiting.length });
    const victim = this.#victim(next);
    if (victim >= 0) this.#waiting.splice(victim, 1);
    return victim >= 0 || next.worth !== 'update';
  }

  #victim(next: Outgoing): number {
    const [outdated = -1] = [...this.#waiting, next].flatMap(({ worth }, index) => (worth === 'snapshot' ? [index] : [])).slice(0, -1);
    if (outdated >= 0) return outdated;
    const update = this.#waiting.findIndex(({ worth }) => worth === 'update');
    if (update >= 0 || this.#waiting.length < this.#options.limit * hardLimit) return update;
    return 0;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // The answer to the command that brought this about goes first.
    await new Promise<void>((resolve) => void setImmediate(resolve));
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) {
      await this.#options.post(batch);
      if (batch.at(-1)?.isLast) this.#options.onDone();
    }
    this.#isRunning = false;
  }

  /** The next one, with those behind it that go to the same address; `incoming` goes alone, since its address is another. */
  #next(): readonly Outgoing[] {
    const [first] = this.#waiting;
    if (!first) return [];
    const isTogether = (each: Outgoing): boolean => each.callbackUri === first.callbackUri && first.item.changeType !== 'created';
    const other = this.#waiting.findIndex((each, index) => index > 0 && !isTogether(each));
    return this.#waiting.splice(0, Math.min(other < 0 ? this.#waiting.length : other, Math.max(1, this.#options.batch)));
  }
}
