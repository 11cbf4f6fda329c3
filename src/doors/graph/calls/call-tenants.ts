/** Of which tenant each call of an app is: what the app may do with it is what that tenant's administrator consented to. */
import type { Clock } from '../../../base/clock.ts';
import type { AppEntry, Party } from '../../../switchboard/directory.ts';

/** An ended call can still be read for a while. */
const keptMs = 60_000;

export class CallTenants {
  readonly #clock: Clock;
  readonly #tenants = new Map<string, string>();
  /** Of the call that is being placed in this turn, whose leg has no name yet. */
  #placing: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  keep(legId: string, tenantId: string): void {
    this.#tenants.set(legId, tenantId);
  }

  /** Keeps the tenant of a call that `place` begins, from its first notice on. */
  placed<T extends { readonly legId: string }>(tenantId: string, place: () => T): T {
    this.#placing = tenantId;
    try {
      const call = place();
      this.keep(call.legId, tenantId);
      return call;
    } finally {
      this.#placing = undefined;
    }
  }

  of(legId: string): string | undefined {
    return this.#tenants.get(legId) ?? this.#placing;
  }

  callEnded(legId: string): void {
    this.#clock.after(keptMs, () => this.#tenants.delete(legId));
  }
}

/** An app that is at home in the caller's tenant, too, is called there; by all others it is called where it is from. */
export function tenantOfIncoming({ tenantId, grants }: AppEntry, source: Party): string {
  return source.kind === 'person' && grants[source.tenantId] !== undefined ? source.tenantId : tenantId;
}
