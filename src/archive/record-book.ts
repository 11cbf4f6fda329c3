/**
 * The event log of an archive: one stream, in which what names people is sealed with the key of its recording.
 *
 *     { recordingId, …what lies open, sealed: base64 }
 */
import { z } from 'zod';
import type { Fact, FactLog, KeptFact as LoggedFact, StreamKey } from '../store/fact-log.ts';
import { openedBytes, sealedBytes } from '../store/sealing.ts';
import { FACT_VERSION, keptFact, type KeptFact } from './kept-fact.ts';
import { upcast } from '../store/upcast.ts';

export type RecordBookOptions = { readonly log: Pick<FactLog, 'append' | 'read'>; readonly stream: StreamKey };

/** As it lies in the log. */
export type SealedFact = { readonly recordingId: string; readonly fact: Fact };

/** Facts of older programs are brought up to the shapes of `kept-fact.ts`, their words with them; there is one version of each so far. */
const broughtUp = upcast([]);

type Logged = { readonly recordingId: string; readonly sealed?: string | undefined };
const logged: z.ZodType<Logged & Readonly<Record<string, unknown>>> = z.looseObject({
  recordingId: z.string(),
  sealed: z.string().optional(),
});

export class RecordBook {
  readonly #options: RecordBookOptions;

  constructor(options: RecordBookOptions) {
    this.#options = options;
  }

  /** All there is, oldest first. */
  async *read(): AsyncGenerator<SealedFact> {
    const { log, stream } = this.#options;
    for (let after = 0; ;) {
      const page: readonly LoggedFact[] = await log.read({ ...stream, after });
      for (const fact of page) yield { recordingId: logged.parse(fact.data).recordingId, fact };
      const last = page.at(-1)?.sequence;
      if (last === undefined || last <= after) return;
      after = last;
    }
  }

  /** Together, or none of them. Resolves when they would survive a crash. Those with words want the key. */
  async append(recordingId: string, key: Uint8Array | undefined, facts: readonly KeptFact[]): Promise<readonly SealedFact[]> {
    const { log, stream } = this.#options;
    const all = facts.map(({ type, atMs, data, words }): Fact => {
      if (words === undefined) return { type, version: FACT_VERSION, atMs, data: { recordingId, ...data } };
      if (!key) throw new TypeError(`${type} has words to seal, and there is no key`);
      const bytes = sealedBytes(Buffer.from(JSON.stringify(words)), { key, context: contextOf(recordingId, type) });
      return { type, version: FACT_VERSION, atMs, data: { recordingId, ...data, sealed: Buffer.from(bytes).toString('base64') } };
    });
    await log.append(stream, all);
    return all.map((fact) => ({ recordingId, fact }));
  }
}

/** Without a key its words stay sealed. Undefined for a fact that this program does not know. Throws `store/sealed` where they were changed. */
export function openedFact({ recordingId, fact }: SealedFact, key: Uint8Array | undefined): KeptFact | undefined {
  const { sealed } = logged.parse(fact.data);
  const words =
    sealed === undefined || !key
      ? undefined
      : (JSON.parse(
          Buffer.from(openedBytes(Buffer.from(sealed, 'base64'), { key, context: contextOf(recordingId, fact.type) })).toString('utf8'),
        ) as unknown);
  const { type, data, atMs } = broughtUp({ ...fact, data: { open: fact.data, words } });
  const { open, words: said } = data as { readonly open: unknown; readonly words: unknown };
  return keptFact(type, atMs, open, said);
}

function contextOf(recordingId: string, type: string): string {
  return `${recordingId}/${type}`;
}
