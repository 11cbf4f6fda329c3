/** Stories of calls that have ended, for call records and attendance: folded from facts as they are told, and from the log at the start. */
import { Facts, type FactSource } from '../../base/facts.ts';
import type { CallFact } from '../call-fact.ts';
import { ended, toldFurther, type CallStory } from './call-story.ts';

export type CallRecordsFacts = {
  /** A call has ended, and its story is whole. */
  recorded: CallStory;
};

/** Graph keeps records for 30 days. `limit` is how many are kept whatever their age. */
export type CallRecordsOptions = { readonly keptMs?: number | undefined; readonly limit?: number | undefined };

const openLimit = 2_000;

export class CallRecords {
  readonly #options: CallRecordsOptions;
  readonly #open = new Map<string, CallStory>();
  readonly #ended = new Map<string, CallStory>();
  readonly #facts = new Facts<CallRecordsFacts>();

  constructor(options: CallRecordsOptions = {}) {
    this.#options = options;
  }

  get facts(): FactSource<CallRecordsFacts> {
    return this.#facts;
  }

  /** What earlier runs wrote, in order. Calls that they left open ended with them; nobody is told of these. */
  recall(facts: readonly CallFact[]): void {
    for (const fact of facts) this.#fold(fact);
    for (const story of this.#open.values()) this.#keep(ended(story, story.latestMs, 'The switchboard was shut down.'));
    this.#open.clear();
  }

  take(fact: CallFact): void {
    const whole = this.#fold(fact);
    if (whole) this.#facts.tell('recorded', whole);
  }

  get(callId: string, nowMs: number): CallStory | undefined {
    const story = this.#ended.get(callId);
    return story && this.#isKept(story, nowMs) ? story : undefined;
  }

  /** Newest first. */
  list(nowMs: number): readonly CallStory[] {
    return [...this.#ended.values()].filter((story) => this.#isKept(story, nowMs)).toReversed();
  }

  /** The calls of a meeting, oldest first. */
  ofMeeting(meetingId: string): readonly CallStory[] {
    return [...this.#ended.values()].filter(({ group }) => group?.meetingId === meetingId);
  }

  #fold(fact: CallFact): CallStory | undefined {
    // A leg's end may be told after its call's: the record has its say already.
    if (this.#ended.has(fact.callId)) return undefined;
    const story = toldFurther(this.#open.get(fact.callId), fact);
    if (!story) return undefined;
    if (story.endedMs === undefined) {
      this.#open.set(fact.callId, story);
      const [oldest] = this.#open.keys();
      if (this.#open.size > openLimit && oldest !== undefined) this.#open.delete(oldest);
      return undefined;
    }
    this.#open.delete(fact.callId);
    this.#keep(story);
    return story;
  }

  #keep(story: CallStory): void {
    this.#ended.set(story.callId, story);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > (this.#options.limit ?? 2_000) && oldest !== undefined) this.#ended.delete(oldest);
  }

  #isKept({ endedMs = 0 }: CallStory, nowMs: number): boolean {
    return nowMs - endedMs <= (this.#options.keptMs ?? 30 * 24 * 60 * 60_000);
  }
}
