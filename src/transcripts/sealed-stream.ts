/**
 * The event log of one transcript: a stream of its own, in which everything is sealed with the key of its entry.
 *
 *     { sealed: base64 of the items of one batch as JSON }
 */
import { z } from 'zod';
import type { FactLog, KeptFact, StreamKey } from '../store/fact-log.ts';
import type { TranscriptItem } from './transcript-item.ts';

/** As `archive.sealOf` gives it. */
export type Seal = { seal(bytes: Uint8Array): Uint8Array; open(sealed: Uint8Array): Uint8Array };

export type SealedStreamOptions = {
  readonly facts: Pick<FactLog, 'append' | 'read'>;
  readonly key: StreamKey;
  readonly seal: Seal;
};

const TYPE = 'transcriptWritten';
const VERSION = 1;
/** What one fact takes, before it is sealed: a fact has at most 256,000 characters. */
const LONGEST_BATCH = 150_000;

const written: z.ZodType<{ readonly sealed: string }> = z.object({ sealed: z.string() });

/** All there is, oldest first, with the sequence under which it lies in the log. Rejects with `archive/unknown` when its entry goes, and with `store/sealed` where it was changed. */
export async function* readItems({ facts, key, seal }: SealedStreamOptions): AsyncGenerator<readonly [TranscriptItem, number]> {
  for (let after = 0; ;) {
    const page: readonly KeptFact[] = await facts.read({ ...key, after });
    for (const { type, version, data, sequence } of page) {
      // Of a later program.
      if (type !== TYPE || version > VERSION) continue;
      const bytes = seal.open(Buffer.from(written.parse(data).sealed, 'base64'));
      // It is as we sealed it, or it would not have opened.
      for (const item of JSON.parse(Buffer.from(bytes).toString('utf8')) as readonly TranscriptItem[]) yield [item, sequence];
    }
    const last = page.at(-1)?.sequence;
    if (last === undefined || last <= after) return;
    after = last;
  }
}

/** Together, or none of them. Resolves with the sequence of the last when they would survive a crash. `items` are JSON. */
export async function appendItems({ facts, key, seal }: SealedStreamOptions, items: readonly string[], atMs: number): Promise<number> {
  const batches: string[][] = [[]];
  let length = 0;
  for (const item of items) {
    const bytes = Buffer.byteLength(item) + 1;
    if (length > 0 && length + bytes > LONGEST_BATCH) {
      batches.push([]);
      length = 0;
    }
    batches.at(-1)?.push(item);
    length += bytes;
  }
  const all = batches.map((batch) => ({
    type: TYPE,
    version: VERSION,
    atMs,
    data: { sealed: Buffer.from(seal.seal(Buffer.from(`[${batch.join(',')}]`))).toString('base64') },
  }));
  return facts.append(key, all);
}
