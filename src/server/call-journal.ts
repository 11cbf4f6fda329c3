/** Writes down what happens in calls, in order and behind the calls' back, and reads back what earlier runs wrote. */
import type { Clock, Timer } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { FactLog } from '../store/fact-log.ts';
import { subscriptionsStream } from '../doors/graph/around/subscriptions/subscription-book.ts';
import type { CallFact } from '../switchboard/call-fact.ts';
import { meetingsStream } from '../switchboard/meetings/meetings.ts';
import { presenceStream } from '../switchboard/presence/presence-board.ts';

export type CallJournalOptions = { readonly log: FactLog; readonly tenant: string; readonly clock: Clock; readonly onError: Log };

/** More facts than this waiting for the disk, and the oldest are given up, which is told. */
const mostWaiting = 10_000;
const mostAtOnce = 500;
/** Facts are gathered for so long: a commit costs the program milliseconds, and nobody waits for these. */
const gatherMs = 20;
/** How far back a new run looks: enough for the latest calls. */
const lookBack = 6_000;
/** More facts of one call than this are not read at once. */
const mostOfCall = 50_000;
/** Streams of the same log that are no call's. */
const otherStreams: ReadonlySet<string> = new Set(['house', meetingsStream, presenceStream, subscriptionsStream]);

export class CallJournal implements AsyncDisposable {
  readonly #options: CallJournalOptions;
  #waiting: CallFact[] = [];
  #due: Timer | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: CallJournalOptions) {
    this.#options = options;
  }

  /** The facts of the latest calls of earlier runs, in order. Notes that this run has begun. */
  async open(): Promise<readonly CallFact[]> {
    const { log, tenant, clock } = this.#options;
    const last = await log.append({ tenant, stream: 'house' }, [{ type: 'houseOpened', version: 1, atMs: clock.wallMs(), data: null }]);
    const facts: CallFact[] = [];
    for (let after = Math.max(0, last - lookBack); ;) {
      const kept = await log.read({ tenant, after });
      for (const { data, stream } of kept) if (!otherStreams.has(stream)) facts.push(data as CallFact);
      const next = kept.at(-1)?.sequence;
      if (next === undefined || next <= after) return facts;
      after = next;
    }
  }

  write(fact: CallFact): void {
    this.#waiting.push(fact);
    if (this.#waiting.length > mostWaiting) {
      this.#waiting.shift();
      this.#options.onError.error('the disk does not keep up: a fact of a call was not written');
    }
    this.#due ??= this.#options.clock.after(gatherMs, () => this.#begin());
  }

  /** All facts of one call, with those that were still to be written; none for a call that is not known. */
  async of(callId: string): Promise<readonly CallFact[]> {
    const { log, tenant } = this.#options;
    if (otherStreams.has(callId)) return [];
    await this[Symbol.asyncDispose]();
    const facts: CallFact[] = [];
    for (let after = 0; ;) {
      const kept = await log.read({ tenant, stream: callId, after });
      for (const { data } of kept) facts.push(data as CallFact);
      const next = kept.at(-1)?.sequence;
      if (next === undefined || next <= after || facts.length >= mostOfCall) return facts;
      after = next;
    }
  }

  /** Writes what waits, and waits until it is written. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#begin();
    while (this.#writing) await this.#writing;
  }

  #begin(): void {
    this.#due?.[Symbol.dispose]();
    this.#due = undefined;
    this.#writing ??= this.#drain().finally(() => (this.#writing = undefined));
  }

  /** All that waits is handed over in one turn, so that the log can commit it as one. */
  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batches: CallFact[][] = [];
      while (this.#waiting.length > 0) batches.push(this.#nextBatch());
      await Promise.all(batches.map((batch) => this.#append(batch)));
    }
  }

  /** The oldest facts that wait and belong to one call. */
  #nextBatch(): CallFact[] {
    const [first] = this.#waiting;
    const together = this.#waiting.findIndex(({ callId }) => callId !== first?.callId);
    return this.#waiting.splice(0, Math.min(together === -1 ? this.#waiting.length : together, mostAtOnce));
  }

  async #append(batch: readonly CallFact[]): Promise<void> {
    const { log, tenant, onError } = this.#options;
    const facts = batch.map((fact) => ({ type: fact.type, version: fact.version, atMs: fact.atMs, data: fact }));
    try {
      await log.append({ tenant, stream: batch[0]?.callId ?? 'none' }, facts);
    } catch (error) {
      onError.error('facts of a call could not be written', { error, facts: batch.length });
    }
  }
}
