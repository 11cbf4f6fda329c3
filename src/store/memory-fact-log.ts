/** A fact log that lives as long as the process, for tests. It keeps JSON, so that what works here works on disk. */
import { StoreError } from './errors.ts';
import { checkedFacts, checkedLimit, type FactLog, type KeptFact } from './fact-log.ts';

type Row = Omit<KeptFact, 'data'> & { readonly json: string };

export function memoryFactLog(): FactLog {
  const rows: Row[] = [];
  let isClosed = false;
  const opened = (): void => {
    if (isClosed) throw new StoreError('store/closed', 'the fact log has been closed');
  };
  return {
    async append({ tenant, stream }, facts) {
      opened();
      for (const [index, json] of checkedFacts({ tenant, stream }, facts).entries()) {
        const { type = '', version = 1, atMs = 0 } = facts[index] ?? {};
        rows.push({ tenant, stream, sequence: rows.length + 1, type, version, atMs, json });
      }
      return rows.length;
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
