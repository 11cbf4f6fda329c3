/**
 * What search in transcripts costs: hours of made-up speech (words as often as in language, by Zipf), one meeting each, written as a house writes
 * them and searched by whoever runs it; nothing is bypassed but the recogniser and the waiting between sentences. Beside it the same texts in an
 * FTS5 index of the plain words which has the texts in it, and every transcript opened and read.
 */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { realClock, type Clock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { Viewer } from '../../src/archive/port.ts';
import type { Segment } from '../../src/speech/segment.ts';
import { keyFileVault } from '../../src/store/key-file-vault.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { Transcripts } from '../../src/transcripts/transcripts.ts';
import { about, archiveOnDisk, operator, tenantId } from './archive-on-disk.ts';
import { busyFor, percentile, rounded } from './figures.ts';

type Times = { readonly p50Ms: number; readonly p95Ms: number };
type Kind = (typeof KINDS)[number];

export type SearchCost = {
  readonly hours: number;
  readonly segments: number;
  readonly words: number;
  /** Seconds: kept, sealed and indexed as it is said; the index made anew of what is kept, with its rests; indexed in the clear alone. */
  readonly built: { readonly ours: number; readonly anew: number; readonly plainIndex: number };
  /** Of a segment that is kept, sealed and indexed. */
  readonly processorMsASegment: number;
  readonly megabytes: { readonly ours: number; readonly plainIndex: number };
  /** The first search after a start, while the index is compared with what is kept. */
  readonly firstMs: number;
  readonly ours: Times;
  readonly oursByKind: Readonly<Record<Kind, Times>>;
  readonly plainIndex: Times;
  readonly plainIndexByKind: Readonly<Record<Kind, Times>>;
  /** Of somebody who may see nothing, for words that are everywhere: the first time, when keys are opened, and again. */
  readonly strangerMs: readonly [number, number];
  /** One search for what is not there, by reading all. */
  readonly readAllMs: number;
};

const SEGMENTS_AN_HOUR = 750;
const WORDS_A_SEGMENT = 12;
const VOCABULARY = 30_000;
const KINDS = ['frequent', 'rare', 'twoWords', 'phrase', 'beginning', 'nowhere'] as const;
const QUERIES = 40;
const PAGE = 20;
const stranger: Viewer = { kind: 'person', id: 'stranger', name: 'Stranger' };

export async function searchFor(hours: number): Promise<SearchCost> {
  const clock = realClock();
  const speech = new MadeUpSpeech();
  await using place = await archiveOnDisk(clock);
  const first = await place.open();
  const search = { folder: join(place.path, 'search'), vault: keyFileVault(join(place.path, 'vault', 'keys.json'), { clock }) };
  const options = { archive: first, facts: place.facts, tenantId, which: 'bots', clock, log: silentLog } as const;
  const transcripts = await Transcripts.open({ ...options, search });
  const plain = await openSqlite(join(place.path, 'plain.db'), { clock });
  plain.exec(`PRAGMA synchronous = NORMAL; CREATE VIRTUAL TABLE said USING fts5 (text, tokenize='unicode61 remove_diacritics 2')`);
  const insert = plain.prepare('INSERT INTO said (rowid, text) VALUES (?, ?)');
  const built = { ours: 0, plainIndex: 0 };
  let busyMs = 0;
  let segments = 0;
  let oldest: { readonly recordingId: string; readonly text: string } | undefined;
  for (let hour = 0; hour < hours; hour++) {
    const texts = Array.from({ length: SEGMENTS_AN_HOUR }, () => speech.sentence());
    const recording = await first.begin({ ...about, kind: 'transcript' });
    const { recordingId } = recording;
    oldest ??= { recordingId, text: texts[0] ?? '' };
    let startedAt = clock.now();
    busyMs += await busyFor(async () => {
      const open = await transcripts.begin({ recordingId, madeBy: about.madeBy });
      for (const [index, text] of texts.entries()) open.write(segmentOf(index, text));
      await open.finish();
      // What waits to be indexed is, before anybody searches.
      await transcripts.search(operator, { text: 'nowheresaid ', recordingId });
    });
    built.ours += clock.now() - startedAt;
    await recording.finish('over');
    startedAt = clock.now();
    plain.exec('BEGIN');
    for (const text of texts) insert.run(++segments, text);
    plain.exec('COMMIT');
    built.plainIndex += clock.now() - startedAt;
  }
  await transcripts[Symbol.asyncDispose]();
  await first[Symbol.asyncDispose]();
  // Nobody's key is open any more.
  const archive = await place.open();
  const again = await Transcripts.open({ ...options, archive, search });
  const find = plain.prepare('SELECT rowid, text FROM said WHERE said MATCH ? ORDER BY rowid DESC LIMIT ?');
  const [firstMs = 0] = await timed(clock, [speech.query('rare', QUERIES)], (text) => again.search(operator, { text, atMost: PAGE }));
  const ours = new Map<Kind, number[]>();
  const inTheClear = new Map<Kind, number[]>();
  for (const kind of KINDS) {
    const queries = Array.from({ length: QUERIES }, (_, index) => speech.query(kind, index));
    ours.set(kind, await timed(clock, queries, (text) => again.search(operator, { text, atMost: PAGE })));
    inTheClear.set(kind, await timed(clock, queries, (text) => Promise.resolve(find.all(plainQuery(text), PAGE))));
  }
  const everywhere = speech.query('frequent', 0);
  const [strangerMs = 0, strangerAgainMs = 0] = await timed(clock, [everywhere, everywhere], (text) => again.search(stranger, { text }));
  await again[Symbol.asyncDispose]();
  plain.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  plain.close();
  const bytes = async (file: string): Promise<number> => rounded((await stat(join(place.path, file))).size / 1e6);
  const megabytes = { ours: await bytes('search/said.db'), plainIndex: await bytes('plain.db') };
  await using reading = await Transcripts.open({ ...options, archive });
  const [readAllMs = 0] = await timed(clock, ['nowheresaid '], (text) => toTheEnd(reading, text));
  for (const ending of ['', '-wal', '-shm']) await rm(join(search.folder, `said.db${ending}`), { force: true });
  const anewMs = await madeAnew(clock, () => Transcripts.open({ ...options, archive, search }), oldest);
  return {
    hours,
    segments,
    words: segments * WORDS_A_SEGMENT,
    built: { ours: seconds(built.ours), anew: seconds(anewMs), plainIndex: seconds(built.plainIndex) },
    processorMsASegment: rounded(busyMs / segments, 3),
    megabytes,
    firstMs: rounded(firstMs),
    ours: timesOf([...ours.values()].flat()),
    oursByKind: byKind(ours),
    plainIndex: timesOf([...inTheClear.values()].flat()),
    plainIndexByKind: byKind(inTheClear),
    strangerMs: [rounded(strangerMs), rounded(strangerAgainMs)],
    readAllMs: rounded(readAllMs),
  };
}

/** A page looks at so many texts and no more: page by page. */
async function toTheEnd(transcripts: Transcripts, text: string): Promise<void> {
  let after: string | undefined;
  do {
    ({ next: after } = await transcripts.search(operator, { text, after }));
  } while (after !== undefined);
}

/** Until the oldest is found in it again: that one is the last. */
async function madeAnew(
  clock: Clock,
  open: () => Promise<Transcripts>,
  oldest: { readonly recordingId: string; readonly text: string } | undefined,
): Promise<number> {
  const startedAt = clock.now();
  await using transcripts = await open();
  if (!oldest) return 0;
  while ((await transcripts.search(operator, oldest)).hits.length === 0) await clock.sleep(200);
  return clock.now() - startedAt;
}

/** Words of a length that fits how often they are said. */
class MadeUpSpeech {
  readonly #random = seededRandom(7);
  readonly #words: readonly string[] = Array.from({ length: VOCABULARY }, (_, rank) =>
    this.#word(2 + Math.floor(Math.log2(rank + 2) * 0.6)),
  );

  sentence(): string {
    return Array.from({ length: WORDS_A_SEGMENT }, () => this.#words[this.#rank()] ?? '').join(' ');
  }

  /** Another one for each index. Without a space at its end the last word is the beginning of one. */
  query(kind: Kind, index: number): string {
    const frequent = this.#words[index] ?? '';
    const common = this.#words[50 + index] ?? '';
    const rare = this.#words[1_000 + index * 137] ?? '';
    const asked: Record<Kind, string> = {
      frequent: `${frequent} `,
      rare: `${rare} `,
      twoWords: `${common} ${rare} `,
      phrase: `"${common} ${frequent}" `,
      beginning: rare.slice(0, 4),
      nowhere: `${rare}${rare} `,
    };
    return asked[kind];
  }

  /** Zipf: the chance of a rank goes with one through it. */
  #rank(): number {
    return Math.min(VOCABULARY - 1, Math.floor(Math.exp(this.#random.unit() * Math.log(VOCABULARY))) - 1);
  }

  #word(letters: number): string {
    return Array.from({ length: letters }, () => String.fromCharCode(97 + Math.floor(this.#random.unit() * 26))).join('');
  }
}

function segmentOf(index: number, text: string): Segment {
  const startMs = index * 4_800;
  return {
    segmentId: `s${String(index)}`,
    revision: 1,
    state: 'final',
    speaker: { speakerId: `person-${String(index % 4)}`, name: `Name of ${String(index % 4)}` },
    startMs,
    endMs: startMs + 4_500,
    text,
    language: 'en',
    made: { by: 'recogniser', provider: 'bench', pass: 'live', leftMachine: false },
  };
}

function plainQuery(text: string): string {
  return text.endsWith(' ') ? text.trim() : `${text}*`;
}

async function timed(clock: { now(): number }, queries: readonly string[], ask: (text: string) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const text of queries) {
    const startedAt = clock.now();
    await ask(text);
    times.push(clock.now() - startedAt);
  }
  return times;
}

function timesOf(times: readonly number[]): Times {
  return { p50Ms: rounded(percentile(times, 0.5)), p95Ms: rounded(percentile(times, 0.95)) };
}

function byKind(times: ReadonlyMap<Kind, readonly number[]>): Readonly<Record<Kind, Times>> {
  return Object.fromEntries(KINDS.map((kind) => [kind, timesOf(times.get(kind) ?? [])])) as Record<Kind, Times>;
}

function seconds(ms: number): number {
  return rounded(ms / 1_000);
}
