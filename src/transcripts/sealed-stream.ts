/**
 * The event log of one transcript: a stream of its own, in which everything is sealed with the key of its entry.
 *
 *     { sealed: base64 of the items of one batch as JSON }
 */
import { z } from 'zod';
import type { Fact, FactLog, KeptFact, StreamKey } from '../store/fact-log.ts';
import type { TranscriptItem } from './transcript-item.ts';

/** As `archive.sealOf` gives it. */
export type Seal = { seal(bytes: Uint8Array): Uint8Array; open(sealed: Uint8Array): Uint8Array };

export type SealedStreamOptions = {
  readonly facts: Pick<FactLog, 'append' | 'read' | 'replace'>;
  readonly key: StreamKey;
  readonly seal: Seal;
};

const TYPE = 'transcriptWritten';
const VERSION = 1;
/** What was written anew has items that a program of before does not know. */
const ANEW_VERSION = 2;
/** What one fact takes, before it is sealed: a fact has at most 256,000 characters. */
const LONGEST_BATCH = 150_000;

const written: z.ZodType<{ readonly sealed: string }> = z.object({ sealed: z.string() });

/** All there is, oldest first, with the sequence under which it lies in the log. Rejects with `archive/unknown` when its entry goes, and with `store/sealed` where it was changed. */
export async function* readItems({ facts, key, seal }: SealedStreamOptions): AsyncGenerator<readonly [TranscriptItem, number]> {
  for (let after = 0; ;) {
    const page: readonly KeptFact[] = await facts.read({ ...key, after });
    for (const { type, version, data, sequence } of page) {
      // Of a later program.
      if (type !== TYPE || version > ANEW_VERSION) continue;
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
  const all: Fact[] = [];
  for (const batch of inBatches(items)) all.push(sealedBatch(batch, { seal, version: VERSION, atMs }));
  return facts.append(key, all);
}

/** In place of all there is, which is in no file any more when it resolves: as `FactLog.replace`. What they are is read a batch at a time; others have their turn. */
export async function replaceItems(
  { facts, key, seal }: SealedStreamOptions,
  items: readonly TranscriptItem[],
  { atMs, breathe }: { readonly atMs: number; readonly breathe: () => Promise<void> },
): Promise<number> {
  const all: Fact[] = [];
  for (const batch of inBatches(asJson(items))) {
    all.push(sealedBatch(batch, { seal, version: ANEW_VERSION, atMs }));
    await breathe();
  }
  return facts.replace(key, all);
}

function* asJson(items: readonly TranscriptItem[]): Generator<string> {
  for (const item of items) yield JSON.stringify(item);
}

function* inBatches(items: Iterable<string>): Generator<readonly string[]> {
  let batch: string[] = [];
  let length = 0;
  for (const item of items) {
    const bytes = Buffer.byteLength(item) + 1;
    if (length > 0 && length + bytes > LONGEST_BATCH) {
      yield batch;
      batch = [];
      length = 0;
    }
    batch.push(item);
    length += bytes;
  }
  yield batch;
}

function sealedBatch(
  batch: readonly string[],
  { seal, version, atMs }: { readonly seal: Seal; readonly version: number; readonly atMs: number },
): Fact {
  const sealed = Buffer.from(seal.seal(Buffer.from(`[${batch.join(',')}]`))).toString('base64');
  return { type: TYPE, version, atMs, data: { sealed } };
}
