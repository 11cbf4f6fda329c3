/**
 * What everybody who is or has been there has said to being recorded. It is of the person: whoever comes again has said it already.
 *
 *     pending ──► given ──► refused        a withdrawal is a refusal of somebody who had agreed
 *        └──────────┴──────────┘           and each may be said anew at any time
 */
import type { Log } from '../../../base/log.ts';
import type { Ledger } from '../ledger.ts';
import type { People, Present } from '../people.ts';
import type { Consent, LedgerEntry } from '../port.ts';

export type ConsentsOptions = {
  readonly people: People;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly onEntry: (entry: LedgerEntry) => void;
  /** Somebody may be recorded, or may not any more. */
  readonly onChange: (key: string) => void;
  /** Took it back for what was kept before as well. */
  readonly onWithdrawnBefore: (key: string) => void;
};

type What = LedgerEntry['what'];
/** `isKept`: the entry that says so is on record. */
type Standing = { readonly consent: Consent; isKept: boolean };

export class Consents {
  readonly #options: ConsentsOptions;
  readonly #byKey = new Map<string, Standing>();

  constructor(options: ConsentsOptions) {
    this.#options = options;
  }

  consentOf(participantId: string): Consent {
    const who = this.#options.people.find(participantId);
    return (who && this.#byKey.get(who.key)?.consent) ?? 'pending';
  }

  /** Has agreed, and that is on record. */
  mayRecord(key: string): boolean {
    const standing = this.#byKey.get(key);
    return standing?.consent === 'given' && standing.isKept;
  }

  told(participantId: string, how: string): void {
    this.#note(this.#known(participantId), 'told', how);
  }

  /** Calm where they have agreed. */
  agrees(participantId: string, how: string): void {
    const who = this.#known(participantId);
    if (this.#byKey.get(who.key)?.consent === 'given') return;
    const standing: Standing = { consent: 'given', isKept: false };
    this.#byKey.set(who.key, standing);
    const failed = (error: unknown): void => {
      this.#options.log.error('a consent could not be put on record: that person is not recorded', { error });
      if (this.#byKey.get(who.key) === standing) this.#byKey.delete(who.key);
    };
    const kept = (): void => {
      standing.isKept = true;
      this.#options.onChange(who.key);
    };
    this.#add(who, 'agreed', how).then(kept, failed);
  }

  /** Of somebody who had agreed it is a withdrawal. Calm where they have refused. */
  refuses(participantId: string, how: string): void {
    const who = this.#known(participantId);
    const { consent } = this.#byKey.get(who.key) ?? {};
    if (consent !== 'refused') this.#end(who, consent === 'given' ? 'withdrew' : 'refused', how);
  }

  withdraws(participantId: string, how: string, { andBefore = false }: { readonly andBefore?: boolean } = {}): void {
    const who = this.#known(participantId);
    this.refuses(participantId, how);
    if (andBefore) this.#options.onWithdrawnBefore(who.key);
  }

  noAnswer(participantId: string, how: string): void {
    this.#note(this.#known(participantId), 'noAnswer', how);
  }

  /** Somebody came again: what they have said holds for this visit, too. True if they have said something. */
  again({ participantId, key }: Present): boolean {
    const { consent } = this.#byKey.get(key) ?? {};
    if (consent === undefined || consent === 'pending') return false;
    this.#note(this.#known(participantId), consent === 'given' ? 'agreed' : 'refused', 'as before');
    return true;
  }

  #end(who: Present, what: 'refused' | 'withdrew', how: string): void {
    this.#byKey.set(who.key, { consent: 'refused', isKept: false });
    this.#options.onChange(who.key);
    this.#note(who, what, how);
  }

  /** What cannot be put on record must not keep anybody from being left out. */
  #note(who: Present, what: What, how: string): void {
    this.#add(who, what, how).catch((error: unknown) =>
      this.#options.log.error('an entry of the ledger could not be put on record', { error }),
    );
  }

  #add({ person, participantId }: Present, what: What, how: string): Promise<void> {
    const { entry, kept } = this.#options.ledger.add({ person, participantId, what, how });
    this.#options.onEntry(entry);
    return kept;
  }

  #known(participantId: string): Present {
    const who = this.#options.people.find(participantId);
    if (who) return who;
    throw new TypeError(`nobody of this call has had the id ${JSON.stringify(participantId)}: ids are those of call.participants`);
  }
}
