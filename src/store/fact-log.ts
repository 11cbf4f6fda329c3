/** Facts in the order in which they became known, never changed again; those of one stream can be replaced all together. The port; its backends stand beside it. */
import { StoreError } from './errors.ts';

export type Fact = {
  readonly type: string;
  /** Of the shape of `data`; `upcast.ts` brings old ones up. */
  readonly version: number;
  /** Anything JSON can say. */
  readonly data: unknown;
  /** Wall time, in milliseconds since 1970. */
  readonly atMs: number;
};

/** A tenant never sees another's: there is no read without one. */
export type StreamKey = { readonly tenant: string; readonly stream: string };

export type KeptFact = Fact &
  StreamKey & {
    /** Grows through the whole log, across tenants, with gaps for each reader. */
    readonly sequence: number;
  };

export type ReadFacts = {
  readonly tenant: string;
  /** All the tenant's streams where none is named. */
  readonly stream?: string | undefined;
  /** Only what came after this sequence. */
  readonly after?: number | undefined;
  /** At most so many; ask again from the last sequence for more. */
  readonly limit?: number | undefined;
};

export interface FactLog extends AsyncDisposable {
  /** All or none, together and in order. Resolves with the last one's sequence when they would survive a crash. */
  append(key: StreamKey, facts: readonly Fact[]): Promise<number>;
  /**
   * For what must not lie in the log any longer: these facts, or none, take the place of all that the stream has. All or none, in order, under
   * sequences above every one there was, so that whoever reads page by page goes on with the whole of them. Resolves with the last one's
   * sequence (of none: the last that anything had) when they would survive a crash, and nothing of the data before is in any file; their place
   * in it may stay. Where it rejects, either nothing has changed, or these are there and something of those before is still in a file: to ask
   * again is right in both cases.
   */
  replace(key: StreamKey, facts: readonly Fact[]): Promise<number>;
  /** In the order of their sequence. */
  read(from: ReadFacts): Promise<readonly KeptFact[]>;
}

export const MOST_READ = 1_000;
const MOST_APPENDED = 1_000;
/** A stream that was appended to for days is replaced at once. */
const MOST_REPLACING = 10_000;
const LONGEST_DATA = 256_000;
const NAME = /^[\w.:@+=/-]{1,256}$/u;

/** The facts with their data as JSON, checked; throws a `StoreError`. Every backend begins with this. */
export function checkedFacts(key: StreamKey, facts: readonly Fact[]): readonly string[] {
  if (facts.length === 0 || facts.length > MOST_APPENDED) {
    throw new StoreError('store/bad-fact', `${String(facts.length)} facts cannot be appended at once: 1 to ${String(MOST_APPENDED)} can`);
  }
  return checkedAll(key, facts);
}

/** As `checkedFacts`, of what takes the place of a stream. */
export function checkedReplacement(key: StreamKey, facts: readonly Fact[]): readonly string[] {
  if (facts.length > MOST_REPLACING) {
    throw new StoreError(
      'store/bad-fact',
      `${String(facts.length)} facts cannot take the place of others at once: up to ${String(MOST_REPLACING)} can`,
    );
  }
  return checkedAll(key, facts);
}

function checkedAll({ tenant, stream }: StreamKey, facts: readonly Fact[]): readonly string[] {
  checkedName('tenant', tenant);
  checkedName('stream', stream);
  return facts.map(({ type, version, atMs, data }) => {
    if (!NAME.test(type) || !Number.isSafeInteger(version) || version < 1 || !Number.isFinite(atMs)) {
      throw new StoreError(
        'store/bad-fact',
        `a fact needs a type, a version from 1 and a time, not ${JSON.stringify({ type, version, atMs })}`,
      );
    }
    return jsonOf(type, data);
  });
}

/** How many to read: bounded whatever is asked for. */
export function checkedLimit({ tenant, stream, limit = MOST_READ }: ReadFacts): number {
  checkedName('tenant', tenant);
  if (stream !== undefined) checkedName('stream', stream);
  if (!(limit >= 1)) throw new TypeError(`a limit of ${String(limit)} facts reads nothing`);
  return Math.min(MOST_READ, Math.floor(limit));
}

function checkedName(what: string, name: string): void {
  if (!NAME.test(name))
    throw new StoreError(
      'store/bad-key',
      `${JSON.stringify(name)} is no name of a ${what}: 1 to 256 letters, digits and . _ : @ + = / - are`,
    );
}

function jsonOf(type: string, data: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(data);
  } catch (cause) {
    throw new StoreError('store/bad-fact', `the data of ${type} are not JSON: ${String(cause)}`, { cause });
  }
  if (json === undefined) throw new StoreError('store/bad-fact', `the data of ${type} are not JSON; give null where there are none`);
  if (json.length > LONGEST_DATA) {
    throw new StoreError(
      'store/bad-fact',
      `the data of ${type} are ${String(json.length)} characters of JSON, more than ${String(LONGEST_DATA)}: keep them as a blob and its key here`,
    );
  }
  return json;
}
