/** Every call as a ladder: what both ends of the Graph wire reported, put together, and what happened beside it. */
import { Facts, type FactSource } from '../base/facts.ts';
import type { WireExchange } from '../wire/graph/exchange.ts';
import type { LadderExchange, LadderFact, LadderMessage, Rail } from '../wire/live/ladder.ts';
import { explanationsOf, problemOf, titleOf } from './exchange-title.ts';

export type LadderOptions = {
  /** The name of an app, for its rail. */
  readonly nameOfApp: (appId: string) => string | undefined;
  readonly callLimit?: number;
  readonly rungLimit?: number;
};

export type LadderFacts = { grew: { readonly callId: string; readonly messages: readonly LadderMessage[] } };

type Ladder = { next: number; readonly rungs: Map<string, LadderMessage> };

const switchboardRail: Rail = { id: 'switchboard', name: 'Switchboard', kind: 'switchboard' };

/** Bounded in calls and in rungs: what is oldest goes first. */
export class Ladders {
  readonly #options: Required<LadderOptions>;
  readonly #facts = new Facts<LadderFacts>();
  readonly #ladders = new Map<string, Ladder>();
  /** From an app's own call id to the call that everybody shares. */
  readonly #chains = new Map<string, string>();
  readonly #early = new Map<string, WireExchange[]>();

  constructor(options: LadderOptions) {
    this.#options = { callLimit: 200, rungLimit: 2_000, ...options };
  }

  get facts(): FactSource<LadderFacts> {
    return this.#facts;
  }

  /** The rungs of a call in order; empty when it is not known (any more). */
  of(callId: string): readonly LadderMessage[] {
    return [...(this.#ladders.get(callId)?.rungs.values() ?? [])];
  }

  /** An app's leg belongs to a call. What was reported of it before is put in its place. */
  know(legId: string, callId: string): void {
    if (this.#chains.get(legId) === callId) return;
    this.#chains.set(legId, callId);
    trim(this.#chains, this.#options.callLimit * 4);
    const early = this.#early.get(legId) ?? [];
    this.#early.delete(legId);
    for (const exchange of early) this.take(exchange);
  }

  /** The call that everybody shares, by an app's own call id. */
  callOf(legId: string): string | undefined {
    return this.#chains.get(legId);
  }

  /** One end's report of a message: the first makes a rung, later ones complete it. */
  take(exchange: WireExchange): void {
    if (exchange.callId === undefined) return;
    const callId = this.#chains.get(exchange.callId);
    if (callId === undefined) return this.#keep(exchange.callId, exchange);
    const ladder = this.#ladder(callId);
    const before = ladder.rungs.get(exchange.exchangeId);
    const rung = before?.kind === 'exchange' ? completed(before, exchange) : this.#rung(exchange, ladder.next++);
    this.#put(callId, exchange.exchangeId, rung);
  }

  /** Something that happened at one rail. */
  note(callId: string, fact: Omit<LadderFact, 'kind' | 'order'>): void {
    const order = this.#ladder(callId).next++;
    this.#put(callId, `fact ${String(order)}`, { kind: 'fact', order, ...fact });
  }

  #rung(exchange: WireExchange, order: number): LadderExchange {
    const bot: Rail = { id: exchange.appId, name: this.#options.nameOfApp(exchange.appId) ?? 'Bot', kind: 'bot' };
    const [from, to] = exchange.direction === 'command' ? [bot, switchboardRail] : [switchboardRail, bot];
    return {
      kind: 'exchange',
      order,
      atMs: exchange.atMs,
      from,
      to,
      title: titleOf(exchange),
      method: exchange.method,
      url: exchange.url,
      requestHeaders: exchange.requestHeaders,
      requestBody: exchange.requestBody,
      ...answerOf(exchange),
      seenBy: [exchange.seenBy],
    };
  }

  #put(callId: string, key: string, rung: LadderMessage): void {
    const { rungs } = this.#ladder(callId);
    rungs.set(key, rung);
    trim(rungs, this.#options.rungLimit);
    this.#facts.tell('grew', { callId, messages: [rung] });
  }

  #ladder(callId: string): Ladder {
    const known = this.#ladders.get(callId);
    if (known) return known;
    const ladder: Ladder = { next: 1, rungs: new Map() };
    this.#ladders.set(callId, ladder);
    trim(this.#ladders, this.#options.callLimit);
    return ladder;
  }

  #keep(legId: string, exchange: WireExchange): void {
    this.#early.set(legId, [...(this.#early.get(legId) ?? []), exchange].slice(-50));
    trim(this.#early, 100);
  }
}

type Answered = Pick<LadderExchange, 'status' | 'responseHeaders' | 'responseBody' | 'tookMs' | 'problem' | 'explanations'>;

function answerOf(exchange: WireExchange): Answered {
  const { status, responseHeaders, responseBody, tookMs } = exchange;
  return { status, responseHeaders, responseBody, tookMs, problem: problemOf(exchange), explanations: explanationsOf(exchange) };
}

/** A later report adds what the first did not know; the sender's clock decides how long it took. */
function completed(rung: LadderExchange, report: WireExchange): LadderExchange {
  const seenBy = rung.seenBy.includes(report.seenBy) ? rung.seenBy : [...rung.seenBy, report.seenBy];
  const isSender = (report.seenBy === 'bot') === (report.direction === 'command');
  const answer = answerOf(report);
  return {
    ...rung,
    seenBy,
    status: answer.status ?? rung.status,
    responseHeaders: answer.responseHeaders ?? rung.responseHeaders,
    responseBody: answer.responseBody ?? rung.responseBody,
    tookMs: (isSender ? answer.tookMs : undefined) ?? rung.tookMs ?? answer.tookMs,
    problem: answer.problem ?? rung.problem,
    explanations: answer.explanations ?? rung.explanations,
  };
}

function trim(map: Map<string, unknown>, limit: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= limit) return;
    map.delete(oldest);
  }
}
