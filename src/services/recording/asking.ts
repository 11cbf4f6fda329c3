/** Consent through the life of one recording: before it begins, of whoever comes later, and of whoever changes their mind. */
import { orAborted } from '../../base/cancel.ts';
import type { Clock } from '../../base/clock.ts';
import type { Facts } from '../../base/facts.ts';
import type { Log } from '../../base/log.ts';
import type { RecordingStatus } from '../../call/platform.ts';
import type { FactLog } from '../../store/fact-log.ts';
import { Consents } from './consent/consents.ts';
import { Room } from './consent/room.ts';
import { RecordingError } from './errors.ts';
import type { Keeping } from './keeping.ts';
import { Ledger } from './ledger.ts';
import { People, type Present } from './people.ts';
import type { ConsentPolicy, RecordingFacts } from './port.ts';
import type { RecordedCall } from './recorded-call.ts';

export type AskingOptions = {
  readonly call: RecordedCall;
  readonly policy: ConsentPolicy;
  readonly facts: Facts<RecordingFacts>;
  /** Of the store, for the ledger. */
  readonly store: Pick<FactLog, 'append'>;
  readonly tenantId: string;
  /** The recording is over, or called off. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
};

export class Asking {
  readonly people: People;
  readonly ledger: Ledger;
  readonly consents: Consents;
  readonly #options: AskingOptions;
  readonly #room: Room;
  readonly #life = new AbortController();
  /** Who was there when the policy began: it has asked them itself. */
  #asked: ReadonlySet<string> = new Set();
  #keeping: Keeping | undefined;
  #wasShown = false;
  readonly #someone: Once = once();

  constructor(options: AskingOptions) {
    const { call, store, tenantId, clock, log, facts, signal } = options;
    this.#options = options;
    this.people = new People(call);
    this.ledger = new Ledger({ facts: store, tenantId, clock });
    this.consents = new Consents({
      people: this.people,
      ledger: this.ledger,
      log,
      onEntry: (entry) => facts.tell('consentChanged', { entry }),
      onChange: (key) => this.#changed(key),
      onWithdrawnBefore: (key) => this.#keeping?.withdrawn(key),
    });
    this.#room = new Room({
      call,
      people: this.people,
      consents: this.consents,
      clock,
      signal: AbortSignal.any([signal, this.#life.signal]),
    });
  }

  /** Resolves when somebody has agreed, and whoever was there at the beginning has been asked. */
  async obtain(): Promise<void> {
    const { signal } = this.#room;
    signal.throwIfAborted();
    this.#listen();
    await orAborted(this.#someone.promise, signal);
    signal.throwIfAborted();
    this.#wasShown = await this.#tell('recording', signal);
    this.#room.statusShown = this.#wasShown;
    signal.throwIfAborted();
    this.#asked = new Set(this.people.list.map(({ participantId }) => participantId));
    const { policy } = this.#options;
    // It may wait for whatever it likes; the end of the call is not kept waiting.
    await orAborted(policy.open(this.#room), signal);
    signal.throwIfAborted();
    if (this.people.list.some(({ participantId }) => this.consents.consentOf(participantId) === 'given')) return;
    throw new RecordingError('recording/not-allowed', `nobody who is there has agreed to be recorded (${policy.name}); nothing was kept`);
  }

  /** It is recorded from now on: whoever came meanwhile is asked now. */
  follow(keeping: Keeping): void {
    this.#keeping = keeping;
    keeping.look();
    for (const who of this.people.list) if (!this.#asked.has(who.participantId)) this.#came(who);
  }

  /** Shows people whether it is recorded, where the carrier does. Rejects where that is not to be had any more, and is needed. */
  async show(status: RecordingStatus): Promise<void> {
    if (!this.#wasShown) return;
    const isShown = await this.#tell(status);
    if (status !== 'recording') return;
    this.#room.statusShown = isShown;
    if (isShown || this.#options.signal.aborted) return;
    const message =
      'the carrier does not show people any more that they are recorded, and did when it began. Instead: stop, and record anew';
    throw new RecordingError('recording/not-allowed', message);
  }

  /** Nothing came of it. */
  async giveUp(error: unknown): Promise<void> {
    const { call, log } = this.#options;
    this.end();
    try {
      await this.ledger.notBegun(call.info.chainId, error instanceof Error ? error.message : String(error));
    } catch (cause) {
      log.error('a ledger could not be kept', { cause });
    }
    if (!call.signal.aborted) await this.show('notRecording');
  }

  /** Nobody is asked any more. */
  end(): void {
    this.#life.abort();
    this.#room.close();
  }

  #listen(): void {
    const { facts } = this.#options.call;
    const { signal } = this.#room;
    const look = (): void => this.#look();
    for (const name of ['participantJoined', 'participantLeft', 'participantChanged'] as const) facts.on(name, look, { signal });
    facts.on('keyPressed', ({ key, participantId }) => this.#pressed(key, participantId), { signal });
    signal.addEventListener('abort', () => this.#room.close(), { once: true });
    this.#look();
  }

  #look(): void {
    const { came, left } = this.people.look();
    for (const { participantId } of left) this.#room.left(participantId);
    if (this.people.list.length > 0) this.#someone.resolve();
    this.#keeping?.look();
    if (this.#keeping) for (const who of came) this.#came(who);
  }

  #came(who: Present): void {
    const { policy, log } = this.#options;
    // What they have said before holds for this visit as well.
    if (this.consents.again(who)) return;
    policy.joined(this.#room, who).catch((error: unknown) => {
      if (!this.#room.signal.aborted) log.warn('somebody who came later could not be asked, and is not recorded', { error });
    });
  }

  #pressed(key: string, participantId: string | undefined): void {
    const { call, policy, log } = this.#options;
    const who = this.people.find(call.tellsWhoPresses || this.people.isOtherSide ? participantId : undefined);
    if (!who || !this.people.isHere(who.participantId) || this.#room.pressed(who.participantId, key)) return;
    try {
      policy.key?.(this.#room, who, key);
    } catch (error) {
      log.error('the consent policy could not take a key', { policy: policy.name, error });
    }
  }

  /** Who may not be recorded any more is forgotten at once. */
  #changed(key: string): void {
    if (this.consents.mayRecord(key)) this.#keeping?.look();
    else this.#keeping?.forget(key);
  }

  async #tell(status: RecordingStatus, signal?: AbortSignal): Promise<boolean> {
    const { call, log } = this.#options;
    try {
      return (await call.tellRecording(status, { signal })).kind === 'done';
    } catch (error) {
      signal?.throwIfAborted();
      log.info('the carrier does not show people whether they are recorded', { status, error });
      return false;
    }
  }
}

type Once = { readonly promise: Promise<void>; readonly resolve: () => void };

function once(): Once {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
