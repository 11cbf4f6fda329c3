/** What redaction took out late is in no row and no page of the index, and what is left is found as before. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { grace, operator } from '../../archive/test-archive.ts';
import { seededRandom } from '../../base/random.ts';
import { openSqlite } from '../../store/sqlite.ts';
import type { TranscriptQuery } from '../port.ts';
import { newDesk, said, scribe, type Desk } from '../test-transcripts.ts';
import { BlindIndex } from './blind-index.ts';
import { BlindWords } from './blind-words.ts';

let desk: Desk;
let search: { readonly folder: string; readonly vault: Desk['place']['vault'] };
beforeEach(async () => {
  desk = await newDesk();
  search = { folder: join(desk.place.path, 'search'), vault: desk.place.vault };
  await desk.again({ search });
});
afterEach(() => desk[Symbol.asyncDispose]());

const textsOf = async (query: string | TranscriptQuery): Promise<readonly string[]> =>
  (await desk.transcripts.search(operator, typeof query === 'string' ? { text: query } : query)).hits.map(({ text }) => text);
const databaseBytes = async (): Promise<Buffer> => Buffer.concat(await Promise.all(['', '-wal'].map((ending) => readFile(join(search.folder, `said.db${ending}`)).catch(() => Buffer.alloc(0))))); // prettier-ignore

async function linesIn(): Promise<readonly Buffer[]> {
  const database = await openSqlite(join(search.folder, 'said.db'), { clock: desk.place.clock });
  const rows = database.prepare('SELECT sealed FROM lines').all() as { sealed: ArrayBuffer }[];
  database.close();
  return rows.map(({ sealed }) => Buffer.from(sealed));
}

test('of what redaction took out late neither its row nor its words are in the file, also when a kill came before that; what is left is found', async () => {
  // The index is open.
  await textsOf('alpha');
  const key = await desk.place.vault.unwrap(JSON.parse(await readFile(join(search.folder, 'said-key.json'), 'utf8')) as never, 't1/index of transcripts bots'); // prettier-ignore
  const blindOf = (word: string): string => new BlindWords(key).documentOf(word, '').split(' ')[0]?.slice(4) ?? '';
  for (const [word, how] of [
    ['quagmire', 'finished'],
    ['xylophone', 'killed'],
    ['zeppelin', 'closed'],
  ] as const) {
    const recordingId = await desk.entry([grace]);
    const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
    open.write(said('s0', `it is ${word} alpha`));
    open.write(said('s1', 'alpha rest'));
    await desk.place.clock.advance(3_000);
    const rows = await linesIn();
    expect((await databaseBytes()).includes(blindOf(word))).toBe(true);
    open.write(said('s0', 'it is ••• alpha', { revision: 2, isRedacted: true }));
    if (how === 'killed') await open.flush();
    else await open.finish();
    // The file is rid of it a second later.
    if (how === 'closed') await desk.transcripts[Symbol.asyncDispose]();
    if (how !== 'finished') await desk.again({ search });
    await desk.place.clock.advance(10_000);
    const bytes = await databaseBytes();
    expect(bytes.includes(blindOf(word)), how).toBe(false);
    // After the kill all of that recording was indexed anew.
    expect(rows.filter((row) => bytes.includes(row)).length, how).toBe(rows.length - (how === 'killed' ? 2 : 1));
    expect(await textsOf({ text: 'alpha', recordingId })).toEqual(['it is ••• alpha', 'alpha rest']);
    expect(await textsOf(word)).toEqual([]);
    await desk.again({ search });
    expect(await textsOf({ text: 'alpha', recordingId })).toEqual(['it is ••• alpha', 'alpha rest']);
  }
});

test('after it was written anew the index is what holds: no transcript is read at the next start', async () => {
  const open = await desk.transcripts.begin({ recordingId: await desk.entry([grace]), madeBy: scribe });
  open.write(said('s0', 'alpha gamma'));
  open.write(said('s0', 'alpha •••', { revision: 2, isRedacted: true }));
  await open.finish();
  await desk.place.clock.advance(10_000);
  const reads: number[] = [];
  const { facts } = desk.place;
  const counting = { replace: facts.replace.bind(facts), append: facts.append.bind(facts), read: (...[from]: Parameters<typeof facts.read>) => (reads.push(from.limit ?? Infinity), facts.read(from)) }; // prettier-ignore
  await desk.again({ search, facts: counting });
  await desk.place.clock.advance(10_000);
  reads.length = 0;
  expect(await textsOf('alpha')).toEqual(['alpha •••']);
  expect(reads.every((limit) => limit === 1)).toBe(true);
});

test('no copy of a row that was replaced is left in any page, though recordings of the same time lie among each other', async () => {
  const random = seededRandom(3);
  const file = join(desk.place.path, 'rows.db');
  using index = await BlindIndex.open(file, { clock: desk.place.clock });
  const rows = new Map<string, Buffer>();
  const replaced: Buffer[] = [];
  const put = (nth: number, place: number): void => {
    const sealed = Buffer.from(random.bytes(120 + Math.floor(random.unit() * 200)));
    replaced.push(...[rows.get(`${String(nth)}/${String(place)}`)].filter((row) => row !== undefined));
    rows.set(`${String(nth)}/${String(place)}`, sealed);
    index.put([{ recordingId: `r${String(nth)}`, startedMs: nth * 3_600_000, documents: [{ place, words: 'x', sealed }] }]);
  };
  for (let at = 0; at < 600; at++) put(at % 3, Math.floor(at / 3));
  for (let at = 0; at < 240; at++) put(at % 3, Math.floor(random.unit() * 200));
  index.oweMerge();
  for (let isFirst = true; index.merge({ isFirst }); isFirst = false);
  expect(index.isMergeOwed).toBe(false);
  const bytes = Buffer.concat([await readFile(file), await readFile(`${file}-wal`)]);
  const isLeft = (row: Buffer): boolean => Array.from({ length: 7 }, (_, at) => row.subarray(at * 16, at * 16 + 16)).some((piece) => bytes.includes(piece)); // prettier-ignore
  expect(replaced.filter(isLeft)).toEqual([]);
  expect([...rows.values()].filter((row) => !isLeft(row))).toEqual([]);
});
