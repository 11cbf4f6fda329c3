/**
 * Who said what to being recorded: facts of their own stream, which stay when the recording is gone, as the proof that it was allowed. So they
 * name nobody: a person is an id there, and has a name as long as the recording itself knows it.
 */
import { createHash } from 'node:crypto';
import type { Person } from '../../archive/port.ts';
import type { Clock } from '../../base/clock.ts';
import type { Fact, FactLog } from '../../store/fact-log.ts';
import type { LedgerEntry } from './port.ts';

export type LedgerOptions = {
  readonly facts: Pick<FactLog, 'append'>;
  readonly tenantId: string;
  readonly clock: Pick<Clock, 'wallMs'>;
};

type Said = Omit<LedgerEntry, 'atMs' | 'recordingId'>;

const TYPE = 'consentChanged';

export class Ledger {
  readonly #options: LedgerOptions;
  #entries: readonly LedgerEntry[] = [];
  #recordingId = '';
  /** One after the other, in order. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Oldest first. */
  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  /** `kept` resolves when it would survive a crash: at once as long as nothing has begun. */
  add(said: Said): { readonly entry: LedgerEntry; readonly kept: Promise<void> } {
    const entry = { ...said, atMs: this.#options.clock.wallMs(), recordingId: this.#recordingId };
    this.#entries = [...this.#entries, entry];
    return { entry, kept: this.#recordingId === '' ? Promise.resolve() : this.#append(streamOf(this.#recordingId), [factOf(entry)]) };
  }

  /** Before the first byte: resolves when all that was said so far is on record with the recording. */
  begin(recordingId: string): Promise<void> {
    this.#recordingId = recordingId;
    this.#entries = this.#entries.map((entry) => ({ ...entry, recordingId }));
    return this.#append(streamOf(recordingId), this.#entries.map(factOf));
  }

  /** Nothing was begun: what was said is on record with the call. */
  async notBegun(callId: string, why: string): Promise<void> {
    if (this.#entries.length === 0) return;
    const over = { type: 'recordingNotBegun', version: 1, atMs: this.#options.clock.wallMs(), data: { why } };
    await this.#append(`calls/${partOf(callId)}/consent`, [...this.#entries.map(factOf), over]);
  }

  #append(stream: string, facts: readonly Fact[]): Promise<void> {
    const mine = this.#put(this.#turn, stream, facts);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #put(before: Promise<unknown>, stream: string, facts: readonly Fact[]): Promise<void> {
    const { tenantId: tenant, facts: log } = this.#options;
    await before;
    if (facts.length > 0) await log.append({ tenant, stream }, facts);
  }
}

export type LedgerReading = {
  readonly facts: Pick<FactLog, 'read'>;
  readonly tenantId: string;
  /** Whose names are known: `people` of the recording. */
  readonly people?: readonly Person[] | undefined;
};

/** The ledger of a recording, oldest first; empty where nobody was asked. */
export async function ledgerOf(recordingId: string, { facts, tenantId, people = [] }: LedgerReading): Promise<readonly LedgerEntry[]> {
  const kept: Fact[] = [];
  for (let after = 0; ;) {
    const more = await facts.read({ tenant: tenantId, stream: streamOf(recordingId), after });
    kept.push(...more);
    const last = more.at(-1);
    if (!last) return entriesOf(kept, people);
    after = last.sequence;
  }
}

/** What facts of one stream say. */
function entriesOf(facts: readonly Fact[], people: readonly Person[]): readonly LedgerEntry[] {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return facts
    .filter(({ type }) => type === TYPE)
    .map(({ atMs, data }) => {
      const { person, ...said } = data as Omit<LedgerEntry, 'atMs'>;
      const name = names.get(person.id);
      return { atMs, ...said, person: name === undefined ? person : { ...person, name } };
    });
}

function factOf({ atMs, person: { kind, id }, ...said }: LedgerEntry): Fact {
  return { type: TYPE, version: 1, atMs, data: { ...said, person: { kind, id } } };
}

function streamOf(recordingId: string): string {
  return `recordings/${partOf(recordingId)}/consent`;
}

/** Ids are the carrier's: what could not stand in the name of a stream is written in another way. */
function partOf(id: string): string {
  return /^[\w-]{1,128}$/.test(id) ? id : `_${createHash('sha256').update(id).digest('hex')}`;
}
