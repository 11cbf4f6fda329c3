/** One app leg's notifications on their way out: one after the other, so that their order holds. */
import type { Log } from '../../base/log.ts';
import type { NotificationItem } from '../../wire/graph/notification.ts';

export type Outgoing = {
  readonly callbackUri: string;
  readonly item: NotificationItem;
  /** What may be dropped when too much waits: an update that a later one outdates. */
  readonly isMereUpdate: boolean;
  /** The last of its leg: the queue has done its work with it. */
  readonly isLast: boolean;
};

type Options = {
  readonly limit: number;
  readonly log: Log;
  /** Posts one and resolves when it was answered or has failed for good; never rejects. */
  readonly post: (outgoing: Outgoing) => Promise<void>;
  /** The last one has gone. */
  readonly onDone: () => void;
};

/** Holds at most `limit`; when it is full the oldest mere update goes. Ends and completions are never dropped: each leg has few. */
export class NotificationQueue {
  readonly #options: Options;
  readonly #waiting: Outgoing[] = [];
  #isRunning = false;
  #isClosed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  push(outgoing: Outgoing): void {
    if (this.#isClosed) return;
    const { limit, log } = this.#options;
    if (this.#waiting.length >= limit) {
      const victim = this.#waiting.findIndex(({ isMereUpdate }) => isMereUpdate);
      log.warn('a notification was dropped: the bot does not keep up', { waiting: this.#waiting.length });
      if (victim >= 0) this.#waiting.splice(victim, 1);
      else if (outgoing.isMereUpdate) return;
    }
    this.#waiting.push(outgoing);
    if (!this.#isRunning) void this.#run();
  }

  /** Nothing more is begun. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    // The answer to the command that brought this about goes first.
    await new Promise<void>((resolve) => void setImmediate(resolve));
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      await this.#options.post(next);
      if (next.isLast) this.#options.onDone();
    }
    this.#isRunning = false;
  }
}
