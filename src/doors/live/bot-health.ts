/** How the house's bots are doing, learnt from what became of the calls to them. */
import type { CallFact } from '../../switchboard/call-fact.ts';
import type { Call } from '../../switchboard/call.ts';
import type { AppEntry } from '../../switchboard/directory.ts';
import type { BotState } from '../../wire/live/page-event.ts';

type Health = Pick<BotState, 'health' | 'lastError'>;

/** A fold over facts: the last call to a bot decides. */
export class BotHealth {
  readonly #health = new Map<string, Health>();

  take(fact: CallFact): void {
    if (fact.type === 'botFailed') this.#health.set(fact.party.id, { health: 'failing', lastError: fact.because });
    if (fact.type === 'legAnswered' && fact.party.kind === 'app') this.#health.set(fact.party.id, { health: 'answering' });
  }

  /** A bot threw while it had a call. */
  failed(appId: string, because: string): void {
    this.#health.set(appId, { health: 'failing', lastError: because });
  }

  stateOf({ appId, name, number = '', says }: AppEntry, calls: readonly Call[]): BotState {
    const activeCalls = calls.filter(({ legs }) =>
      legs.some((leg) => leg.kind === 'app' && leg.appId === appId && leg.state !== 'ended'),
    ).length;
    return { appId, name, number, says, activeCalls, ...(this.#health.get(appId) ?? { health: 'unknown' }) };
  }
}
