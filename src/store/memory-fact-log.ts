/** A fact log that lives as long as the process, for tests. It keeps JSON, so that what works here works on disk. */
import { StoreError } from './errors.ts';
import { checkedFacts, checkedLimit, checkedReplacement, type Fact, type FactLog, type KeptFact, type StreamKey } from './fact-log.ts';

type Row = Omit<KeptFact, 'data'> & { readonly json: string };

export function memoryFactLog(): FactLog {
  let rows: Row[] = [];
  let last = 0;
  let isClosed = false;
  const opened = (): void => {
    if (isClosed) throw new StoreError('store/closed', 'the fact log has been closed');
  };
  const add = ({ tenant, stream }: StreamKey, facts: readonly Fact[], all: readonly string[]): number => {
    for (const [index, json] of all.entries()) {
      const { type = '', version = 1, atMs = 0 } = facts[index] ?? {};
      rows.push({ tenant, stream, sequence: ++last, type, version, atMs, json });
    }
    return last;
  };
  return {
    async append(key, facts) {
      opened();
      return add(key, facts, checkedFacts(key, facts));
    },
    async replace(key, facts) {
      opened();
      const all = checkedReplacement(key, facts);
      rows = rows.filter(({ tenant, stream }) => tenant !== key.tenant || stream !== key.stream);
      return add(key, facts, all);
    },
    async read(from) {
      opened();
      const { tenant, stream, after = 0 } = from;
      return rows
        .filter((row) => row.sequence > after && row.tenant === tenant && (stream === undefined || row.stream === stream))
        .slice(0, checkedLimit(from))
        .map(({ json, ...row }) => ({ ...row, data: JSON.parse(json) as unknown }));
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
    },
  };
}
