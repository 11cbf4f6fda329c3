/** The subscriptions of all apps, kept in the switchboard's event log: a restart loses none. */
import type { Clock } from '../../../../base/clock.ts';
import type { FactLog } from '../../../../store/fact-log.ts';
import { FactMap } from '../../../../store/fact-map.ts';
import type { Subscription } from './subscription.ts';

export type SubscriptionBookOptions = {
  readonly log: FactLog;
  readonly clock: Clock;
  readonly tenants: readonly string[];
  readonly limits: { readonly perApp: number; readonly total: number };
};

export const subscriptionsStream = 'subscriptions';

export class SubscriptionBook {
  readonly #options: SubscriptionBookOptions;
  readonly #kept: FactMap<Subscription>;

  private constructor(options: SubscriptionBookOptions, kept: FactMap<Subscription>) {
    this.#options = options;
    this.#kept = kept;
  }

  static async open(options: SubscriptionBookOptions): Promise<SubscriptionBook> {
    return new SubscriptionBook(options, await FactMap.open<Subscription>({ ...options, stream: subscriptionsStream }));
  }

  /** False when the app, or the house, has as many as it may. */
  add(subscription: Subscription): Promise<boolean> {
    return this.#kept.inTurn(async () => {
      const { perApp, total } = this.#options.limits;
      if (this.#kept.size >= total || this.of(subscription).length >= perApp) return false;
      await this.#kept.put(subscription.tenantId, subscription.subscriptionId, subscription);
      return true;
    });
  }

  get(subscriptionId: string): Subscription | undefined {
    return this.#kept.get(subscriptionId);
  }

  values(): readonly Subscription[] {
    return this.#kept.values();
  }

  /** An app's own in a tenant, oldest first. */
  of({ appId, tenantId }: { readonly appId: string; readonly tenantId: string }): readonly Subscription[] {
    return this.#kept.values().filter((each) => each.appId === appId && each.tenantId === tenantId);
  }

  /** Undefined when it is gone. */
  change(subscriptionId: string, changes: Partial<Subscription>): Promise<Subscription | undefined> {
    return this.#kept.inTurn(async () => {
      const subscription = this.#kept.get(subscriptionId);
      if (!subscription) return undefined;
      const changed = { ...subscription, ...changes };
      await this.#kept.put(subscription.tenantId, subscriptionId, changed);
      return changed;
    });
  }

  remove(subscriptionId: string): Promise<boolean> {
    return this.#kept.inTurn(() => this.#kept.remove(subscriptionId));
  }
}
