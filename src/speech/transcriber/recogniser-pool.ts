/** One pool of recognisers for all who speak: as many utterances at a time as the provider takes, the others wait their turn, and not for ever. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { Attempt } from './attempt.ts';
import { PendingUtterance } from './pending-utterance.ts';
import type { ProviderStanding } from './provider-standing.ts';
import type { Recognisers } from './recognisers.ts';
import type { RecogniserOrigin } from './said-segments.ts';
import type { SpokenLine } from './spoken-line.ts';

export type RecogniserPoolOptions = {
  readonly recognisers: Recognisers;
  readonly clock: Clock;
  readonly log: Log;
  readonly pass: 'live' | 'second';
  readonly mostWaitingMs: number;
  readonly patienceMs: number;
  /** Told of sound that nobody will turn into text. */
  readonly onDropped: (ms: number) => void;
  readonly onFailover: () => void;
  /** Something waits, or waits no more. */
  readonly onChange: () => void;
};

/** How often those are looked after that do nothing. */
const WATCH_MS = 250;

export class RecogniserPool {
  readonly #options: RecogniserPoolOptions;
  /** Of all who speak, with the utterances that are not text yet. */
  readonly #lines = new Set<SpokenLine<PendingUtterance>>();
  readonly #running = new Map<PendingUtterance, Attempt>();
  #turn = 0;
  #watch: Timer | undefined;
  #ended: { readonly problem: string } | undefined;

  constructor(options: RecogniserPoolOptions) {
    this.#options = options;
  }

  add(pending: PendingUtterance): void {
    pending.line.add(pending);
    this.#lines.add(pending.line);
    if (this.#ended) this.#fail(pending, this.#ended.problem);
    else this.next();
  }

  /** There is more to be read of it, or it is over. */
  tell(pending: PendingUtterance): void {
    pending.utterance.tell();
    if (pending.state !== 'waiting') return;
    this.#keepBound();
    // One that nobody can recognise is a gap when it is known how long that is.
    if (pending.utterance.isOver) this.next();
  }

  waiting(): { readonly count: number; readonly ms: number } {
    let [count, ms] = [0, 0];
    for (const line of this.#lines) {
      for (const pending of line.waiting()) {
        count++;
        ms += pending.keptMs;
      }
    }
    return { count, ms };
  }

  /** Begins what can be begun. */
  next(): void {
    const inTurn = [...this.#lines].toSorted((a, b) => a.running - b.running || a.lastTurn - b.lastTurn);
    for (const line of inTurn) {
      for (const pending of line.waiting()) {
        if (this.#begin(pending)) return this.next();
      }
    }
    this.#options.onChange();
  }

  /** Whatever is not text yet will not become it. */
  end(problem: string): void {
    this.#ended = { problem };
    for (const attempt of this.#running.values()) attempt.stop(new Error(problem));
    for (const line of this.#lines) for (const pending of line.waiting()) this.#fail(pending, problem);
    this.#watch?.[Symbol.dispose]();
    this.#options.onChange();
  }

  /** True if that has changed who may begin. */
  #begin(pending: PendingUtterance): boolean {
    const { utterance } = pending;
    if (utterance.isDropped) {
      if (!utterance.isOver) return false;
      this.#fail(pending, pending.problem);
      return true;
    }
    const choice = this.#options.recognisers.choose(pending.language, pending.tries);
    if (choice.kind === 'ask') {
      void this.#run(pending, choice.standing);
      return true;
    }
    if (choice.kind === 'wait' || !utterance.isOver) return false;
    this.#fail(pending, choice.problem);
    return true;
  }

  async #run(pending: PendingUtterance, standing: ProviderStanding): Promise<void> {
    const { provider } = standing;
    const { line, utterance } = pending;
    pending.begin(standing, originOf(provider, this.#options.pass));
    standing.running++;
    line.running++;
    line.lastTurn = ++this.#turn;
    const attempt = new Attempt({
      utterance,
      provider,
      language: pending.language,
      hints: line.hints,
      patienceMs: this.#options.patienceMs,
      onResult: (result) => pending.said.take(result, utterance.durationMs),
    });
    this.#running.set(pending, attempt);
    this.#keepWatch();
    const failure = await attempt.run().then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    standing.running--;
    line.running--;
    this.#running.delete(pending);
    if (!failure) {
      standing.succeeded();
      pending.said.finish();
      line.done(pending);
    } else if (this.#ended) {
      this.#fail(pending, this.#ended.problem);
    } else {
      this.#passOn(pending, standing, failure.error);
    }
    if (line.isEmpty) this.#lines.delete(line);
    if (!this.#ended) this.next();
  }

  /** It is said again from its beginning, to whoever is next. */
  #passOn(pending: PendingUtterance, standing: ProviderStanding, error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#options.log.warn('a recogniser failed at an utterance', { provider: standing.provider.name, error: why });
    pending.wait(why);
    standing.failed(error);
    this.#options.onFailover();
  }

  #fail(pending: PendingUtterance, problem: string): void {
    const { utterance, line } = pending;
    if (pending.state === 'done') return;
    const span = { fromMs: utterance.leadMs, toMs: utterance.speechEndMs };
    pending.said.fail(problem, span);
    line.done(pending);
    if (line.isEmpty) this.#lines.delete(line);
  }

  /** Too much waits: the oldest goes, of whom most waits. */
  #keepBound(): void {
    const { mostWaitingMs, onDropped } = this.#options;
    for (let { ms } = this.waiting(); ms > mostWaitingMs; { ms } = this.waiting()) {
      let most: SpokenLine<PendingUtterance> | undefined;
      for (const line of this.#lines) if (!most || line.waitingMs > most.waitingMs) most = line;
      const oldest = most?.waiting().find(({ keptMs }) => keptMs > 0);
      if (!oldest) return;
      oldest.giveUp(`too much was said at once: more than ${String(mostWaitingMs / 1000)} s waited for a recogniser`, onDropped);
      if (oldest.utterance.isOver) this.#fail(oldest, oldest.problem);
    }
  }

  #keepWatch(): void {
    if (this.#ended) return;
    this.#watch ??= this.#options.clock.after(WATCH_MS, () => {
      this.#watch = undefined;
      for (const attempt of this.#running.values()) attempt.waited(WATCH_MS);
      if (this.#running.size > 0) this.#keepWatch();
    });
  }
}

function originOf(provider: ProviderStanding['provider'], pass: 'live' | 'second'): RecogniserOrigin {
  return { by: 'recogniser', provider: provider.name, pass, leftMachine: provider.leavesMachine };
}
