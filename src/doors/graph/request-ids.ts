/** The names by which a request is found again in logs: ours, the app's own, and the app's name for the whole call. */
import type { Clock } from '../../base/clock.ts';
import type { Random } from '../../base/random.ts';

export type RequestIds = { readonly requestId: string; readonly clientRequestId: string; readonly date: string };

/** `client-request-id` is echoed as it came, and is our own where none came: so in captured answers. `date` is without a zone, as Graph's. */
export function requestIdsOf({ headers }: Request, { random, clock }: { readonly random: Random; readonly clock: Clock }): RequestIds {
  const requestId = random.uuid();
  const date = new Date(clock.wallMs()).toISOString().slice(0, 19);
  return { requestId, clientRequestId: echoable(headers.get('client-request-id')) ?? requestId, date };
}

/** What an app calls something, if it can be sent back and shown: 1 to 128 visible characters of ASCII. */
export function echoable(value: string | null): string | undefined {
  return value !== null && /^[\x21-\x7e]{1,128}$/.test(value) ? value : undefined;
}

/** Calls that are remembered by their `Scenario-Id`; the oldest are forgotten beyond. */
const remembered = 5_000;

/** The `Scenario-Id` with which an app placed a call: its notifications come back with it. */
export class Scenarios {
  readonly #byLeg = new Map<string, string>();

  /** Source of the header: captured logs of comms samples; a value that cannot be sent back is left out. */
  keep(legId: string, headers: Headers): void {
    const scenarioId = echoable(headers.get('scenario-id'));
    if (scenarioId === undefined) return;
    this.#byLeg.set(legId, scenarioId);
    if (this.#byLeg.size > remembered) this.#byLeg.delete(this.#byLeg.keys().next().value ?? '');
  }

  of(legId: string): string | undefined {
    return this.#byLeg.get(legId);
  }

  forget(legId: string): void {
    this.#byLeg.delete(legId);
  }
}
