/** Deliveries on record: every change is a fact before it counts. */
import type { Clock } from '../../base/clock.ts';
import type { FactLog, KeptFact } from '../../store/fact-log.ts';
import { fold, isDeliveryFact, noDeliveries, type Deliveries, type Delivery, type DeliveryFact } from './deliveries.ts';

export type BookOptions = {
  readonly facts: Pick<FactLog, 'append' | 'read'>;
  readonly tenantId: string;
  readonly clock: Pick<Clock, 'wallMs'>;
};

const STREAM = 'webhooks';
/** Of facts, in one go. */
const MOST_AT_ONCE = 1_000;

export class DeliveryBook {
  readonly #options: BookOptions;
  readonly #deliveries: Deliveries;
  /** What could not be put on record: it is not tried again in this run. */
  readonly #left = new Set<string>();

  /** Reads what there is. */
  static async open(options: BookOptions): Promise<DeliveryBook> {
    const { facts, tenantId: tenant } = options;
    const deliveries = noDeliveries();
    for (let after = 0; ;) {
      const more: readonly KeptFact[] = await facts.read({ tenant, stream: STREAM, after });
      for (const fact of more) if (isDeliveryFact(fact)) fold(deliveries, fact);
      const last = more.at(-1);
      if (!last) return new DeliveryBook(options, deliveries);
      after = last.sequence;
    }
  }

  private constructor(options: BookOptions, deliveries: Deliveries) {
    this.#options = options;
    this.#deliveries = deliveries;
  }

  /** Oldest first. */
  get list(): readonly Delivery[] {
    return [...this.#deliveries.byId.values()];
  }

  get waiting(): readonly Delivery[] {
    return this.list.filter(({ state, deliveryId }) => state === 'waiting' && !this.#left.has(deliveryId));
  }

  get(deliveryId: string): Delivery | undefined {
    return this.#deliveries.byId.get(deliveryId);
  }

  isDisabled(url: string): boolean {
    return this.#deliveries.disabled.has(url);
  }

  leave(deliveryId: string): void {
    this.#left.add(deliveryId);
  }

  /** Resolves when they would survive a crash; up to 1,000 are all there or none. */
  async add(facts: readonly DeliveryFact[]): Promise<void> {
    const { facts: log, tenantId: tenant, clock } = this.#options;
    const dated = facts.map((fact) => ({ ...fact, version: 1, atMs: clock.wallMs() }));
    for (let first = 0; first < dated.length; first += MOST_AT_ONCE) {
      const some = dated.slice(first, first + MOST_AT_ONCE);
      await log.append({ tenant, stream: STREAM }, some);
      for (const fact of some) fold(this.#deliveries, fact);
    }
  }
}
