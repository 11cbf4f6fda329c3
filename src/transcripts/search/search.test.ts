import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ada, asViewer, grace, mallory, operator } from '../../archive/test-archive.ts';
import type { Viewer } from '../../archive/port.ts';
import { openSqlite } from '../../store/sqlite.ts';
import type { TranscriptHit, TranscriptQuery } from '../port.ts';
import { newDesk, said, scribe, type Desk } from '../test-transcripts.ts';
import { marksOf, termsOf } from './asked.ts';
import { BlindIndex } from './blind-index.ts';
import { BlindWords } from './blind-words.ts';
import { Remembered } from './remembered.ts';
import { wordsOf } from './words.ts';

let desk: Desk;
let search: { readonly folder: string; readonly vault: Desk['place']['vault'] };
beforeEach(async () => {
  desk = await newDesk();
  search = { folder: join(desk.place.path, 'search'), vault: desk.place.vault };
  await desk.again({ search });
});
afterEach(() => desk[Symbol.asyncDispose]());

/** A transcript of these texts, said in turn by Ada and Grace. */
async function talked(...texts: readonly string[]): Promise<string> {
  const recordingId = await desk.entry([grace]);
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  for (const [index, text] of texts.entries()) {
    const speaker = index % 2 === 0 ? ada : grace;
    open.write(said(`s${String(index)}`, text, { speaker: { speakerId: speaker.id, name: speaker.name } }));
  }
  await open.finish();
  await desk.place.clock.advance(60_000);
  return recordingId;
}

async function found(query: string | TranscriptQuery, viewer: Viewer = operator): Promise<readonly TranscriptHit[]> {
  return (await desk.transcripts.search(viewer, typeof query === 'string' ? { text: query } : query)).hits;
}
const textsOf = async (query: string | TranscriptQuery, viewer: Viewer = operator): Promise<readonly string[]> =>
  (await found(query, viewer)).map(({ text }) => text);
const databaseBytes = async (): Promise<Buffer> => Buffer.concat(await Promise.all(['', '-wal'].map((ending) => readFile(join(search.folder, `said.db${ending}`)).catch(() => Buffer.alloc(0))))); // prettier-ignore

/** What is sealed beside the index. */
async function linesIn(): Promise<readonly Buffer[]> {
  const database = await openSqlite(join(search.folder, 'said.db'), { clock: desk.place.clock });
  const rows = database.prepare('SELECT sealed FROM lines').all() as { sealed: ArrayBuffer }[];
  database.close();
  return rows.map(({ sealed }) => Buffer.from(sealed));
}

describe.each(['with the index', 'without one'])('what was said is found %s', (how) => {
  beforeEach(async () => {
    if (how === 'without one') await desk.again({ search: undefined });
  });

  test('in any case and without accents, all words, the last by its beginning, words in a row', async () => {
    await talked(
      'Zoë says the QUARTERLY figures are late',
      'We don’t ship on Friday',
      'Die Straße nach Łódź ist gesperrt',
      '会議を始めましょう',
    );
    expect(await textsOf('zoe figures')).toHaveLength(1);
    expect(await textsOf('figures zoe quart')).toHaveLength(1);
    expect(await textsOf('quart zoe')).toEqual([]);
    expect(await textsOf('figures friday')).toEqual([]);
    expect(await textsOf('"figures are late"')).toHaveLength(1);
    expect(await textsOf('"are figures"')).toEqual([]);
    expect(await textsOf('"the quarterly fig')).toHaveLength(1);
    expect(await textsOf('"the quarterly fi')).toHaveLength(1);
    expect(await textsOf('late "the quarterly f')).toHaveLength(1);
    expect(await textsOf('"the quarterly la')).toEqual([]);
    expect(await textsOf('ship fr')).toHaveLength(1);
    expect(await textsOf('会議会')).toEqual([]);
    expect(await textsOf("don't")).toHaveLength(1);
    expect(await textsOf('strasse lodz')).toHaveLength(1);
    expect(await textsOf('会議')).toHaveLength(1);
    expect(await textsOf('議会')).toEqual([]);
    expect(await textsOf('  ,. ')).toEqual([]);
    expect(await textsOf('NOT OR AND ( * " figures')).toEqual([]);
    const [hit] = await found('FIGURES zoé quarterly');
    expect(hit?.marks.map(([from, to]) => hit.text.slice(from, to))).toEqual(['Zoë', 'QUARTERLY', 'figures']);
    expect(hit).toMatchObject({ segmentId: 's0', startMs: 0, speaker: ada.name, subject: 'Canary quarterly figures' });
  });

  test('under the name that its speaker has now', async () => {
    const recordingId = await talked('alpha one', 'alpha two');
    const speakers = async (): Promise<readonly string[]> => (await found('alpha')).map(({ speaker }) => speaker);
    expect(await speakers()).toEqual([ada.name, grace.name]);
    await desk.transcripts.renameSpeaker(operator, recordingId, grace.id, 'The Admiral');
    expect(await speakers()).toEqual([ada.name, 'The Admiral']);
    await desk.again(how === 'without one' ? { search: undefined } : { search });
    expect(await speakers()).toEqual([ada.name, 'The Admiral']);
  });

  test('by who said it, when, and in which recording; the newest first, page by page', async () => {
    const first = await talked('alpha one', 'alpha two', 'alpha three');
    const second = await talked('alpha four', 'alpha five');
    expect(await textsOf('alpha')).toEqual(['alpha four', 'alpha five', 'alpha one', 'alpha two', 'alpha three']);
    expect(await textsOf({ text: 'alpha', recordingId: first })).toEqual(['alpha one', 'alpha two', 'alpha three']);
    expect(await textsOf({ text: 'alpha', speakerId: grace.id })).toEqual(['alpha five', 'alpha two']);
    const fromMs = (await desk.archive.get(operator, second)).startedMs;
    expect(await textsOf({ text: 'alpha', fromMs: fromMs + 1_000 })).toEqual(['alpha five']);
    expect(await textsOf({ text: 'alpha', toMs: fromMs })).toHaveLength(3);
    const pages: string[][] = [];
    let after: string | undefined;
    do {
      const { hits, next } = await desk.transcripts.search(operator, { text: 'alpha', atMost: 2, after });
      pages.push(hits.map(({ text }) => text));
      after = next;
    } while (after !== undefined);
    expect(pages).toEqual([['alpha four', 'alpha five'], ['alpha one', 'alpha two'], ['alpha three']]);
  });

  test('by who may see it alone', async () => {
    const hidden = await desk.entry();
    const open = await desk.transcripts.begin({ recordingId: hidden, madeBy: scribe });
    open.write(said('s0', 'alpha secret'));
    await open.finish();
    await desk.place.clock.advance(60_000);
    await talked('alpha shared');
    const hiddenToo = await desk.entry();
    const more = await desk.transcripts.begin({ recordingId: hiddenToo, madeBy: scribe });
    for (let i = 0; i < 100; i++) more.write(said(`s${String(i)}`, 'alpha hidden'));
    await more.finish();
    await desk.place.clock.advance(60_000);
    expect(await textsOf('alpha', asViewer(grace))).toEqual(['alpha shared']);
    expect(await textsOf('alpha', asViewer(mallory))).toEqual([]);
    expect(await textsOf({ text: 'alpha', atMost: 100 }, asViewer(ada))).toHaveLength(100);
    await desk.again(how === 'without one' ? { search: undefined } : { search });
    expect(await textsOf('alpha', asViewer(grace))).toEqual(['alpha shared']);
    expect((await desk.archive.trail(operator, hidden)).filter(({ did }) => did === 'refused')).toEqual([]);
  });

  test('as it holds now: corrected, taken back, and no more when it is deleted', async () => {
    const recordingId = await talked('the lemming of a canvas', 'alpha beta');
    await desk.transcripts.correct(operator, recordingId, 's0', 'the lemon on a canvas');
    expect([await textsOf('lemming'), await textsOf('lemon')]).toEqual([[], ['the lemon on a canvas']]);
    await desk.transcripts.correct(operator, recordingId, 's1', '');
    expect(await textsOf('alpha')).toEqual([]);
    // An entry that is open is not deleted.
    await desk.again(how === 'without one' ? { search: undefined } : { search });
    await desk.archive.erase(operator, recordingId);
    await desk.place.clock.advance(1_000);
    expect(await textsOf('lemon')).toEqual([]);
  });
});

test('no word lies in the index, and of what was deleted nothing at all, also when we were away', async () => {
  const text = 'Xylophone zeppelin quagmire';
  const kept = await talked('Something else entirely, zeppelin');
  const gone = [await talked(text), await talked(text)];
  await desk.again({ search });
  await desk.place.clock.advance(1_000);
  const before = await databaseBytes();
  for (const word of ['xylophone', 'Xylophone', 'quagmire', 'entirely', ada.id]) expect(before.includes(word), word).toBe(false);
  // What the index has of the word, which nobody else has said.
  const key = await desk.place.vault.unwrap(JSON.parse(await readFile(join(search.folder, 'said-key.json'), 'utf8')) as never, 't1/index of transcripts bots'); // prettier-ignore
  const [blind = ''] = new BlindWords(key).documentOf('quagmire', '').split(' ');
  // FTS5 leaves out what a term has in common with the one before: the end of it is there.
  const isThere = async (): Promise<boolean> => (await databaseBytes()).includes(blind.slice(4));
  expect(await isThere()).toBe(true);
  await desk.archive.erase(operator, gone[0] ?? '');
  await desk.transcripts[Symbol.asyncDispose]();
  // While there is nobody who listens.
  await desk.archive.erase(operator, gone[1] ?? '');
  await desk.again({ search });
  await desk.place.clock.advance(5_000);
  expect((await found('zeppelin')).map(({ recordingId }) => recordingId)).toEqual([kept]);
  expect(await isThere()).toBe(false);
});

test('a hit is shown by what lies beside the index: no transcript is read for it, and of what was deleted nothing lies there', async () => {
  const recordingId = await talked('alpha one', 'alpha two', 'alpha three');
  await talked('alpha four');
  const reads: number[] = [];
  const { facts } = desk.place;
  const counting = { replace: facts.replace.bind(facts), append: facts.append.bind(facts), read: (...[from]: Parameters<typeof facts.read>) => (reads.push(from.limit ?? Infinity), facts.read(from)) }; // prettier-ignore
  await desk.again({ search, facts: counting });
  reads.length = 0;
  expect(await textsOf('alpha')).toEqual(['alpha four', 'alpha one', 'alpha two', 'alpha three']);
  // Whether there is more in the event log is all that is asked.
  expect(reads.every((limit) => limit === 1)).toBe(true);
  const lines = await linesIn();
  expect(lines).toHaveLength(4);
  await desk.archive.erase(operator, recordingId);
  await desk.place.clock.advance(10_000);
  const left = await databaseBytes();
  expect(lines.filter((line) => left.includes(line))).toHaveLength(1);
  expect(await textsOf('alpha')).toEqual(['alpha four']);
});

test('a line that was changed, or put in the place of another, is not believed', async () => {
  await talked('alpha one', 'alpha two', 'beta three');
  const database = await openSqlite(join(search.folder, 'said.db'), { clock: desk.place.clock });
  const [first = 0, second = 0, third = 0] = (database.prepare('SELECT place FROM lines ORDER BY place').all() as { place: number }[]).map(({ place }) => place); // prettier-ignore
  database.prepare('UPDATE lines SET sealed = (SELECT sealed FROM lines WHERE place = ?) WHERE place = ?').run(third, first);
  database.prepare('UPDATE lines SET sealed = ? WHERE place = ?').run(Buffer.alloc(80), second);
  database.prepare('DELETE FROM lines WHERE place = ?').run(third);
  database.close();
  expect(await textsOf('alpha')).toEqual(['alpha one', 'alpha two']);
  expect(await textsOf('beta')).toEqual(['beta three']);
});

test('of what a program that was killed was making, what is on the disk is found, and nothing else', async () => {
  const disk = { isBroken: false };
  const { facts } = desk.place;
  const failing = { read: facts.read.bind(facts), replace: facts.replace.bind(facts), append: (...of: Parameters<typeof facts.append>) => (disk.isBroken ? Promise.reject(new Error('EIO')) : facts.append(...of)) }; // prettier-ignore
  await desk.again({ search, facts: failing });
  const recordingId = await desk.entry();
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(said('s0', 'alpha one'));
  open.write(said('s1', 'gamma one'));
  await desk.place.clock.advance(600);
  disk.isBroken = true;
  open.write(said('s0', 'beta one', { revision: 2 }));
  await desk.place.clock.advance(3_000);
  expect(await textsOf('beta')).toEqual(['beta one']);
  await desk.again({ search });
  expect([await textsOf('beta'), await textsOf('gamma')]).toEqual([[], ['gamma one']]);
  await desk.place.clock.advance(1_000);
  expect([await textsOf('alpha'), await textsOf('beta'), await textsOf('gamma')]).toEqual([['alpha one'], [], ['gamma one']]);
});

test('what is remembered is bounded, and what is asked for stays longest', () => {
  const remembered = new Remembered<number>(2);
  for (const [at, key] of ['a', 'b', 'c', 'd'].entries()) remembered.set(key, at);
  expect(['a', 'd'].map((key) => remembered.get(key))).toEqual([0, 3]);
  remembered.set('e', 4);
  remembered.set('f', 5);
  expect(['a', 'b', 'c', 'd'].map((key) => remembered.get(key)).filter((each) => each !== undefined).length).toBeLessThan(4);
  remembered.set('a', 7);
  remembered.delete('a');
  expect(remembered.get('a')).toBeUndefined();
});

test('an index that is gone, damaged, or behind is made anew of what is kept', async () => {
  const first = await talked('alpha one');
  const find = async (): Promise<number> => (await found('alpha')).length;
  await desk.again({ search: undefined });
  const open = await desk.transcripts.begin({ recordingId: first, madeBy: scribe });
  open.write(said('s9', 'alpha nine'));
  await open.finish();
  await desk.again({ search });
  await desk.place.clock.advance(1_000);
  expect(await find()).toBe(2);
  for (const damage of ['said.db', 'said-key.json']) {
    await desk.transcripts[Symbol.asyncDispose]();
    await writeFile(join(search.folder, damage), 'this is neither a database nor a key'.repeat(200));
    await desk.again({ search });
    await desk.place.clock.advance(1_000);
    expect(await find(), damage).toBe(2);
  }
});

test('a search of many recordings is done in pieces, between which others have their turn; the oldest is found as well', async () => {
  await talked('the figures were late');
  for (let nth = 0; nth < 69; nth++) await talked('late were the figures of the quarter');
  using find = vi.spyOn(BlindIndex.prototype, 'find');
  // Frequent words in an order in which nobody said them but once.
  expect(await textsOf('"figures were late"')).toEqual(['the figures were late']);
  expect(find.mock.calls.length).toBeGreaterThanOrEqual(3);
  const [index] = find.mock.contexts as BlindIndex[];
  const bases = index?.recordingIds().map((recordingId) => index.rangeOf(recordingId)?.[0] ?? 0) ?? [];
  for (const [, { from = 0, below = 0 }] of find.mock.calls)
    expect(bases.filter((base) => base >= from && base < below).length).toBeLessThanOrEqual(32);
});

test('a search does not wait for a vault that is away', async () => {
  await talked('alpha one');
  let isAway = true;
  const { vault } = desk.place;
  const away = { ...vault, unwrap: (...of: Parameters<typeof vault.unwrap>) => (isAway ? Promise.reject(new Error('away')) : vault.unwrap(...of)) }; // prettier-ignore
  await desk.again({ search: { ...search, vault: away } });
  expect(await textsOf('alpha')).toEqual(['alpha one']);
  isAway = false;
  await desk.place.clock.advance(120_000);
  expect(await textsOf('alpha')).toEqual(['alpha one']);
});

test('words and marks are of the text as it stands', () => {
  expect(wordsOf('L’été: 3.5 e-mails, ΣΊΣΥΦΟΣ').map(({ word }) => word)).toEqual(['l', 'ete', '3', '5', 'e', 'mails', 'σισυφος']);
  const text = '👩‍👩‍👧 naïve naïve NAIVE';
  expect(marksOf(text, termsOf('naïve '))?.map(([from, to]) => text.slice(from, to))).toEqual(['naïve', 'naïve', 'NAIVE']);
  expect(termsOf('"one two" thr')).toEqual([
    { words: ['one', 'two'], isBeginning: false },
    { words: ['thr'], isBeginning: true },
  ]);
});
