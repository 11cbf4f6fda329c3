/**
 * One transcript in memory, and its way to the disk: what is said is taken at once and written in batches, at most twice a second; what somebody
 * decides is on disk before it holds. One write at a time, in the order in which all of it became known.
 *
 * What redaction took out late is in none of it for long: all is written anew without that text. While somebody adds to it that is some minutes
 * later, and at once when nobody does any more.
 */
import type { Clock, Timer } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { TranscriptError } from './errors.ts';
import { Said } from './said.ts';
import { breathe } from './search/breathe.ts';
import { appendItems, readItems, replaceItems, type SealedStreamOptions } from './sealed-stream.ts';
import type { TranscriptItem } from './transcript-item.ts';

export type VolumeOptions = SealedStreamOptions & {
  readonly recordingId: string;
  readonly clock: Clock;
  readonly log: Log;
  /** These segments are on disk. `anew`: all is, and they may have lost text that they had before. */
  readonly onWritten: (volume: Volume, segmentIds: ReadonlySet<string>, how: 'more' | 'anew') => void;
};

const BATCH_MS = 500;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** While it is added to: a transcript of hours is megabytes, their place in the log stays, and numbers that go on after a long pause are rare. */
const REWRITTEN_MS = 600_000;
/** What may wait for a slow disk, in characters of JSON: some hours of speech. */
const MOST_WAITING = 8_000_000;

type Waiting = { readonly item: TranscriptItem; readonly json: string };

export class Volume {
  readonly #options: VolumeOptions;
  readonly said: Said = new Said();
  #waiting: Waiting[] = [];
  #waitingLength = 0;
  #timer: Timer | undefined;
  #waitMs = BATCH_MS;
  /** The write before; it never rejects. */
  #turn: Promise<unknown> = Promise.resolve();
  #lost = 0;
  #isFailing = false;
  #isGone = false;
  /** Text that redaction took out late is gone from memory, or soon will be, and is on disk still. */
  #isOwed = false;
  readonly #forgotten = new Set<string>();
  #rewriting: Timer | undefined;
  /** Those who are adding to it. */
  writers = 0;
  /** Those who change what is there, or stand on it: it is done without them. */
  changers = 0;
  usedMs = 0;
  /** Of the last that is on disk; 0 where nothing is. */
  sequence = 0;

  /** Reads what is there. Rejects as the stream does. */
  static async load(options: VolumeOptions): Promise<Volume> {
    const volume = new Volume(options);
    for await (const [item, sequence] of readItems(options)) {
      volume.said.take(item);
      volume.sequence = sequence;
    }
    // A kill, or a disk that failed, may have come before it was written anew.
    void volume.forget();
    return volume;
  }

  constructor(options: VolumeOptions) {
    this.#options = options;
  }

  /** Whether it can be forgotten and read again. */
  get isAtRest(): boolean {
    return this.writers === 0 && this.changers === 0 && this.#waiting.length === 0 && !this.#isOwed;
  }

  /** Holds at once, and is on disk soon. Never waits. False: too much waits for the disk, and it is not kept. */
  put(item: TranscriptItem): boolean {
    if (this.#isGone) return false;
    const json = JSON.stringify(item);
    if (this.#waitingLength + json.length > MOST_WAITING) {
      if (this.#lost++ === 0)
        this.#options.log.error('a transcript is said faster than the disk takes it; some of it is lost', this.#named());
      return false;
    }
    this.said.take(item);
    this.#waiting.push({ item, json });
    this.#waitingLength += json.length;
    this.#timer ??= this.#options.clock.after(this.#waitMs, this.#onDue);
    return true;
  }

  /** Holds when it is on disk. Rejects as the log does, and nothing has changed then. */
  async commit(items: readonly TranscriptItem[]): Promise<void> {
    await this.#inTurn(async () => {
      await this.#drain();
      this.#checkThere();
      const sequence = await appendItems(this.#options, items.map((item) => JSON.stringify(item)), this.#options.clock.wallMs()); // prettier-ignore
      for (const item of items) this.said.take(item);
      this.#written(segmentsOf(items), sequence);
      if (this.writers === 0) await this.#forget();
    });
  }

  /** Writes it anew where redaction took something out late. It is gone when this resolves, unless the disk fails: then it is tried again. Never rejects. */
  forget(): Promise<void> {
    if (!this.said.hides && !this.#isOwed) return Promise.resolve();
    this.#isOwed = true;
    return this.#inTurn(() => this.#forget());
  }

  /** Resolves when all that was put would survive a crash. Rejects as the disk does (it is still tried), and where something was lost. */
  async flush(): Promise<void> {
    await this.#inTurn(() => this.#drain());
    if (this.#lost === 0) return;
    const lost = this.#lost;
    this.#lost = 0;
    throw new TranscriptError('transcripts/behind', `${String(lost)} pieces of a transcript were not kept: the disk was behind`);
  }

  /** Its entry is deleted: nothing is written any more. */
  drop(): void {
    this.#isGone = true;
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#rewriting?.[Symbol.dispose]();
    this.#rewriting = undefined;
    this.#isOwed = false;
  }

  readonly #onDue = (): void => {
    this.#timer = undefined;
    void this.#inTurn(() => this.#drain()).catch(() => undefined);
  };

  async #drain(): Promise<void> {
    if (this.#waiting.length === 0 || this.#isGone) return;
    const batch = [...this.#waiting];
    const length = this.#waitingLength;
    const { clock, log } = this.#options;
    try {
      const sequence = await appendItems(this.#options, batch.map(({ json }) => json), clock.wallMs()); // prettier-ignore
      // What came while it was written waits for the next turn.
      this.#waiting = this.#isGone ? [] : this.#waiting.slice(batch.length);
      this.#waitingLength = this.#isGone ? 0 : this.#waitingLength - length;
      this.#waitMs = BATCH_MS;
      this.#isFailing = false;
      this.#written(segmentsOf(batch.map(({ item }) => item)), sequence); // prettier-ignore
    } catch (error) {
      if (this.#isGone) return;
      if (!this.#isFailing) log.error('a transcript cannot be written; it is tried again', { ...this.#named(), error: String(error) });
      this.#isFailing = true;
      this.#waitMs = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, this.#waitMs * 2));
      this.#timer ??= clock.after(this.#waitMs, this.#onDue);
      throw error;
    }
  }

  async #forget(): Promise<void> {
    if (this.#isGone || (!this.said.hides && !this.#isOwed)) return;
    this.#isOwed = true;
    this.#rewriting?.[Symbol.dispose]();
    this.#rewriting = undefined;
    try {
      await this.#drain();
      await this.#rewrite();
    } catch (error) {
      if (this.#isGone) return;
      this.#options.log.error('what was taken out of a transcript is still in its log; it is tried again', { ...this.#named(), error: String(error) }); // prettier-ignore
      this.#forgetAfter(LONGEST_WAIT_MS);
    }
  }

  async #rewrite(): Promise<void> {
    const { clock } = this.#options;
    for (const segmentId of this.said.forgetHidden()) this.#forgotten.add(segmentId);
    // What was put since is among it, and what is put from now on waits for the next turn.
    const batch = this.#waiting.length;
    const items = this.said.items();
    if (this.#isGone) return;
    const sequence = await replaceItems(this.#options, items, { atMs: clock.wallMs(), breathe: () => breathe(clock) });
    const written = this.#waiting.splice(0, batch);
    for (const { json } of written) this.#waitingLength -= json.length;
    this.#isOwed = false;
    for (const { item } of written) if (item.kind === 'segment') this.#forgotten.add(item.segment.segmentId);
    this.#written(new Set(this.#forgotten), sequence, 'anew');
    this.#forgotten.clear();
  }

  #forgetAfter(ms: number): void {
    this.#rewriting ??= this.#options.clock.after(ms, () => {
      this.#rewriting = undefined;
      void this.forget();
    });
  }

  #written(segmentIds: ReadonlySet<string>, sequence: number, how: 'more' | 'anew' = 'more'): void {
    this.sequence = sequence;
    this.#options.onWritten(this, segmentIds, how);
    if (this.said.hides && this.writers > 0) this.#forgetAfter(REWRITTEN_MS);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #checkThere(): void {
    if (this.#isGone) throw new TranscriptError('transcripts/none', 'the transcript was deleted meanwhile');
  }

  #named(): { readonly recordingId: string } {
    return { recordingId: this.#options.recordingId };
  }
}

function segmentsOf(items: readonly TranscriptItem[]): ReadonlySet<string> {
  return new Set(items.flatMap((item) => (item.kind === 'segment' ? [item.segment.segmentId] : [])));
}
