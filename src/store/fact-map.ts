/** Values by key that survive a restart: every change is a fact of one stream, and the newest of each key is what there is. */
import type { Clock } from '../base/clock.ts';
import type { FactLog } from './fact-log.ts';

export type FactMapOptions = {
  readonly log: FactLog;
  readonly clock: Pick<Clock, 'wallMs'>;
  /** The stream that the facts lie in; its name is also the first part of their types. */
  readonly stream: string;
  /** Whose values are read at the start; a value of another tenant cannot be put. */
  readonly tenants: readonly string[];
};

type Change = { readonly key: string; readonly value?: unknown };

/** Values are whatever JSON can say, and are never changed in place. */
export class FactMap<T> {
  readonly #options: FactMapOptions;
  readonly #entries = new Map<string, { readonly tenant: string; readonly value: T }>();
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: FactMapOptions) {
    this.#options = options;
  }

  /** Reads what earlier runs left. Rejects as the log does. */
  static async open<T>(options: FactMapOptions): Promise<FactMap<T>> {
    const map = new FactMap<T>(options);
    for (const tenant of options.tenants) await map.#read(tenant);
    return map;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): T | undefined {
    return this.#entries.get(key)?.value;
  }

  /** In the order in which their keys came. */
  values(): readonly T[] {
    return [...this.#entries.values()].map(({ value }) => value);
  }

  /** Runs changes one after another: what `work` looks up is still so when it puts. */
  inTurn<R>(work: () => Promise<R>): Promise<R> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Resolves when it would survive a crash; until then the old value is what there is. */
  async put(tenant: string, key: string, value: T): Promise<void> {
    await this.#append(tenant, 'Put', { key, value });
    this.#entries.set(key, { tenant, value });
  }

  /** Whether there was one. */
  async remove(key: string): Promise<boolean> {
    const entry = this.#entries.get(key);
    if (!entry) return false;
    await this.#append(entry.tenant, 'Removed', { key });
    return this.#entries.delete(key);
  }

  async #append(tenant: string, what: 'Put' | 'Removed', data: Change): Promise<void> {
    const { log, stream, clock, tenants } = this.#options;
    if (!tenants.includes(tenant)) throw new TypeError(`${tenant} is none of the tenants of ${stream}`);
    await log.append({ tenant, stream }, [{ type: `${stream}${what}`, version: 1, atMs: clock.wallMs(), data }]);
  }

  async #read(tenant: string): Promise<void> {
    const { log, stream } = this.#options;
    for (let after = 0; ;) {
      const kept = await log.read({ tenant, stream, after });
      for (const { type, data } of kept) {
        const { key, value } = data as Change;
        if (type === `${stream}Put`) this.#entries.set(key, { tenant, value: value as T });
        else this.#entries.delete(key);
      }
      const last = kept.at(-1)?.sequence;
      if (last === undefined || last <= after) return;
      after = last;
    }
  }
}
