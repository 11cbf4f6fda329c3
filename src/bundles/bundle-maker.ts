/** Puts a captured call together from what was told of it, by a switchboard or by the lab. */
import type { WireExchange } from '../wire/graph/exchange.ts';
import type { LadderExchange } from '../wire/live/ladder.ts';
import type { Bundle, BundleApp, BundleFact, BundleMessage, BundleParty, BundlePerson, Deed, HeardPiece } from './bundle.ts';
import { BundleError } from './errors.ts';

/** What the begin of a call tells. */
type Begin = { readonly from: BundleParty; readonly to: BundleParty; readonly begunMs: number };
type WithoutTime<T> = T extends unknown ? Omit<T, 'atMs'> : never;

/** `wallMs`: when, in milliseconds since 1970 UTC. `wav`: 16 kHz, 16 bit, mono. */
export type Sounded = { readonly who: string; readonly wallMs: number; readonly wav: Uint8Array };

/** All that is fed in has times of the wall (milliseconds since 1970 UTC); the bundle counts from the begin of the call. */
export class BundleMaker {
  readonly #callId: string;
  readonly #made: Bundle['made'];
  readonly #lacks: string[] = [];
  readonly #people = new Map<string, BundlePerson>();
  readonly #apps = new Map<string, BundleApp>();
  readonly #facts: BundleFact[] = [];
  readonly #deeds: Deed[] = [];
  readonly #messages = new Map<string, BundleMessage>();
  readonly #sounds: Record<string, string> = {};
  readonly #heard: HeardPiece[] = [];
  #begin: Begin | undefined;
  #endedMs: number | undefined;

  constructor({ callId, made }: { readonly callId: string; readonly made: Bundle['made'] }) {
    this.#callId = callId;
    this.#made = made;
  }

  /** A sentence about what is not in it, and why. */
  lacks(sentence: string): void {
    if (!this.#lacks.includes(sentence)) this.#lacks.push(sentence);
  }

  person(person: BundlePerson): void {
    this.#people.set(person.userId, { userId: person.userId, name: person.name, number: person.number });
  }

  app(app: BundleApp): void {
    this.#apps.set(app.appId, { appId: app.appId, name: app.name, number: app.number });
  }

  /** A fact of the switchboard, in the order in which they were told. Whoever it names takes part; `callStarted` begins the call. */
  fact(fact: BundleFact): void {
    this.#facts.push(fact);
    for (const party of partiesIn(fact)) this.#meet(party);
    if (fact.type === 'callStarted' && 'from' in fact && 'to' in fact && isParty(fact.from) && isParty(fact.to))
      this.#begin ??= { from: fact.from, to: fact.to, begunMs: fact.atMs };
    if (fact.type === 'callEnded') this.#endedMs = fact.atMs;
  }

  /** `wallMs`: when it was done. */
  deed(wallMs: number, deed: WithoutTime<Deed>): void {
    this.#deeds.push({ ...deed, atMs: wallMs });
  }

  /** A stretch of what somebody said. */
  said({ who, wallMs, wav }: Sounded): void {
    this.deed(wallMs, { kind: 'say', who, sound: this.#keep('said', wav) });
  }

  /** A stretch of what somebody heard. */
  heard({ who, wallMs, wav }: Sounded): void {
    this.#heard.push({ who, atMs: wallMs, sound: this.#keep('heard', wav) });
  }

  /** One end's report of a message; the other end's, and that of its answer, complete it. */
  exchange(report: WireExchange): void {
    const known = this.#messages.get(report.exchangeId);
    this.#messages.set(report.exchangeId, known ? completed(known, report) : messageOf(report));
  }

  /** A message as the call inspector has it, which is complete. */
  rung(rung: LadderExchange): void {
    const isCommand = rung.from.kind === 'bot';
    this.#messages.set(`rung ${String(rung.order)}`, {
      ...wordsOf(rung),
      direction: isCommand ? 'command' : 'notification',
      appId: (isCommand ? rung.from : rung.to).id,
      seenBy: rung.seenBy,
    });
  }

  /** The call as it is known by now; it may go on. Throws a `BundleError` before its begin is known. */
  bundle(): Bundle {
    if (!this.#begin)
      throw new BundleError('bundle/not-begun', `nothing is known of how call ${this.#callId} began: give its facts, callStarted first`);
    const { begunMs, from, to } = this.#begin;
    const since = <T extends { readonly atMs: number }>(one: T): T => ({ ...one, atMs: rounded(Math.max(0, one.atMs - begunMs)) });
    const inOrder = (a: { readonly atMs: number }, b: { readonly atMs: number }): number => a.atMs - b.atMs;
    return {
      format: 'rollcall-call',
      version: 1,
      made: this.#made,
      lacks: [...this.#lacks],
      call: { callId: this.#callId, from: partyOf(from), to: partyOf(to), begunMs, endedMs: this.#endedMs },
      people: [...this.#people.values()],
      apps: [...this.#apps.values()],
      facts: [...this.#facts],
      deeds: this.#deeds.map(since).toSorted(inOrder),
      messages: [...this.#messages.values()].map((message) => ({ ...message, atMs: rounded(message.atMs - begunMs) })).toSorted(inOrder),
      sounds: { ...this.#sounds },
      heard: this.#heard.map(since).toSorted(inOrder),
    };
  }

  #meet({ kind, id, name, number }: BundleParty): void {
    if (kind === 'person' && !this.#people.has(id)) this.person({ userId: id, name, number });
    if (kind === 'app' && !this.#apps.has(id)) this.app({ appId: id, name, number });
  }

  #keep(kind: 'said' | 'heard', wav: Uint8Array): string {
    const name = `${kind} ${String(Object.keys(this.#sounds).length + 1)}`;
    this.#sounds[name] = Buffer.from(wav.buffer, wav.byteOffset, wav.byteLength).toString('base64');
    return name;
  }
}

function messageOf(report: WireExchange): BundleMessage {
  return { ...wordsOf(report), direction: report.direction, appId: report.appId, seenBy: [report.seenBy] };
}

function wordsOf({
  atMs,
  method,
  url,
  requestBody,
  status,
  responseBody,
}: WireExchange | LadderExchange): Omit<BundleMessage, 'direction' | 'appId' | 'seenBy'> {
  // prettier-ignore
  return { atMs, method, url, requestBody, status, responseBody };
}

function completed(known: BundleMessage, report: WireExchange): BundleMessage {
  const { seenBy } = known;
  return {
    ...known,
    seenBy: seenBy.includes(report.seenBy) ? seenBy : [...seenBy, report.seenBy],
    atMs: Math.min(known.atMs, report.atMs),
    requestBody: known.requestBody ?? report.requestBody,
    status: report.status ?? known.status,
    responseBody: report.responseBody ?? known.responseBody,
  };
}

/** Every party that a fact names, under whatever name. */
function partiesIn(fact: BundleFact): readonly BundleParty[] {
  return Object.values<unknown>(fact).filter(isParty);
}

function isParty(value: unknown): value is BundleParty {
  if (typeof value !== 'object' || value === null) return false;
  return ['kind', 'id', 'name', 'number'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string');
}

function partyOf({ kind, id, tenantId, name, number }: BundleParty): BundleParty {
  return { kind, id, tenantId, name, number };
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
