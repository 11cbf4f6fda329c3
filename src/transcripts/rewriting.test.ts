/** What redaction took out late leaves the sealed log as well: at the end, after a correction, after a kill, and whatever the disk does meanwhile. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ada, operator } from '../archive/test-archive.ts';
import { silentLog } from '../base/log.ts';
import { readItems } from './sealed-stream.ts';
import { newDesk, said, scribe, type Desk } from './test-transcripts.ts';
import { streamOf, type TranscriptsOptions } from './transcripts-options.ts';

const MINUTE_MS = 60_000;
let desk: Desk;
let recordingId: string;
/** What the event log was asked for; while it is broken, that much is refused. */
const disk = { asked: [] as string[], isBroken: false };
/** Held up while it is replaced. */
let meanwhile: (() => void | Promise<void>) | undefined;
/** Once, while something is appended. */
let whileAppended: (() => void) | undefined;

beforeEach(async () => {
  Object.assign(disk, { asked: [], isBroken: false });
  meanwhile = whileAppended = undefined;
  desk = await newDesk();
  await desk.again({ facts: watched() });
  recordingId = await desk.entry([ada]);
});
afterEach(() => desk[Symbol.asyncDispose]());

function watched(): TranscriptsOptions['facts'] {
  const { facts } = desk.place;
  const asked = (what: string): void => {
    disk.asked.push(what);
    if (disk.isBroken) throw new Error('EIO');
  };
  return {
    read: (from) => facts.read(from),
    async append(key, all) {
      if (key.stream.startsWith('transcript-')) {
        asked('append');
        const once = whileAppended;
        whileAppended = undefined;
        once?.();
      }
      return facts.append(key, all);
    },
    async replace(key, all) {
      asked('replace');
      await meanwhile?.();
      return facts.replace(key, all);
    },
  };
}
const replacements = (): number => disk.asked.filter((what) => what === 'replace').length;

/** All that lies in its log, opened with the key of the entry. */
async function opened(): Promise<string> {
  const seal = await desk.archive.sealOf(recordingId, 'transcript');
  const items: unknown[] = [];
  for await (const [item] of readItems({ facts: desk.place.facts, key: streamOf('t1', recordingId), seal })) items.push(item);
  return JSON.stringify(items);
}

/** The bytes of the event log's rows of it, as they lie sealed. */
async function sealedNow(): Promise<readonly string[]> {
  const facts = await desk.place.facts.read(streamOf('t1', recordingId));
  return facts.map(({ data }) => (data as { readonly sealed: string }).sealed);
}
const logBytes = async (): Promise<string> =>
  (await Promise.all(['', '-wal'].map((end) => readFile(join(desk.place.path, `facts.db${end}`), 'latin1')))).join('');

const early = said('s0', 'it is secret4111', { words: [{ text: 'secret4111', startMs: 0, endMs: 9 }] });
const late = said('s0', 'it is •••', { revision: 2, isRedacted: true, words: [{ text: '•••', startMs: 0, endMs: 9 }] });
const spoken = { segmentId: 's0', revision: 1, language: 'es', text: 'es secret4111', isFinal: true, provider: 'p', leftMachine: false };

test('what was shown before it was known to be a number is in no log when the transcript is done, and in no file', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(early);
  open.writeTranslation(spoken);
  open.write(said('s1', 'and the rest'));
  await open.flush();
  const before = await sealedNow();
  expect(await opened()).toContain('secret4111');
  open.write(late);
  await open.finish();
  expect(await opened()).not.toContain('secret');
  const bytes = await logBytes();
  expect(before.filter((sealed) => bytes.includes(sealed.slice(0, 40)))).toEqual([]);
  await desk.again({ facts: watched() });
  expect((await desk.transcripts.get(operator, recordingId))?.segments.map(({ text }) => text)).toEqual(['it is •••', 'and the rest']);
  expect(await desk.transcripts.translation(operator, recordingId, 'es')).toEqual([]);
  expect(replacements()).toBe(1);
});

test('what nothing was taken out of is never written anew', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(said('s0', 'one'));
  open.write(said('s0', 'won', { revision: 2 }));
  open.write(said('s1', '•••', { isRedacted: true }));
  await desk.place.clock.advance(20 * MINUTE_MS);
  await open.finish();
  await desk.transcripts.correct(operator, recordingId, 's0', 'wan');
  expect(replacements()).toBe(0);
});

test('a correction that shows that more belongs to a number rids the log of it before it is answered; so does a second pass', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(said('s0', 'it is four one one one one one one one'));
  open.write(said('s1', 'and the rest'));
  open.write(said('s2', 'secret'));
  await open.finish();
  await desk.transcripts.correct(operator, recordingId, 's1', '1111 1111');
  expect(await opened()).not.toContain('one one');
  await desk.transcripts.revise(recordingId, [said('s2', '•••', { revision: 2, isRedacted: true })]);
  expect(await opened()).not.toContain('secret');
  expect(replacements()).toBe(2);
  await desk.again();
  expect((await desk.transcripts.get(operator, recordingId))?.segments.map(({ text }) => text)).toEqual(['it is •••', '•••', '•••']);
});

test('a name that lost something takes the one before along', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe, redact: false });
  open.write(said('s0', 'good morning'));
  await open.finish();
  await desk.transcripts.renameSpeaker(operator, recordingId, ada.id, 'Ada 4111 1111 1111 1111');
  expect(await opened()).toContain('4111 1111');
  await (await desk.transcripts.begin({ recordingId, madeBy: scribe, redact: { rules: ['card'] } })).finish();
  await desk.transcripts.renameSpeaker(operator, recordingId, ada.id, 'Ada 4111 1111 1111 1111, again');
  expect(await opened()).not.toContain('4111 1111');
  expect((await desk.transcripts.get(operator, recordingId))?.speakers).toMatchObject([{ name: 'Ada •••, again' }]);
});

test('while people speak it is written anew once in ten minutes, however much is taken out', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  for (let nth = 0; nth < 20; nth++) {
    open.write(said(`s${String(nth)}`, `secret${String(nth)}`));
    open.write(said(`s${String(nth)}`, '•••', { revision: 2, isRedacted: true }));
    await desk.place.clock.advance(MINUTE_MS);
    expect(replacements()).toBeLessThanOrEqual(1 + nth / 10);
  }
  await desk.place.clock.advance(MINUTE_MS);
  expect(replacements()).toBe(2);
  open.write(said('s20', 'still here'));
  await open.finish();
  expect(await opened()).not.toContain('secret');
  expect(await opened()).toContain('still here');
});

test('what is said while it is written anew is not lost, and lies there once', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(early);
  open.write(late);
  await desk.place.clock.advance(1_000);
  meanwhile = () => open.write(said('s1', 'said meanwhile'));
  open.write(said('s2', 'said before'));
  await desk.place.clock.advance(11 * MINUTE_MS);
  expect(replacements()).toBe(1);
  await desk.transcripts.correct(operator, recordingId, 's2', 'said just before');
  await open.finish();
  expect((await opened()).match(/said meanwhile/g)).toHaveLength(1);
  await desk.again();
  expect((await desk.transcripts.get(operator, recordingId))?.segments.map(({ text }) => text)).toEqual(['it is •••', 'said meanwhile', 'said just before']); // prettier-ignore
  expect(await desk.transcripts.revisions(operator, recordingId, 's1')).toHaveLength(1);
});

test('what is said while something else is written is written next', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(said('s0', 'first'));
  whileAppended = () => open.write(said('s1', 'second'));
  await desk.place.clock.advance(MINUTE_MS);
  await open.finish();
  await desk.again();
  expect((await desk.transcripts.get(operator, recordingId))?.segments.map(({ text }) => text)).toEqual(['first', 'second']);
});

test('what is said while that is written which waited before lies there once as well', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(early);
  open.write(late);
  await open.flush();
  await desk.place.clock.advance(10 * MINUTE_MS - 100);
  open.write(said('s1', 'waiting'));
  whileAppended = () => open.write(said('s2', 'between the two'));
  await desk.place.clock.advance(200);
  expect([replacements(), disk.asked.at(-1)]).toEqual([1, 'replace']);
  await desk.place.clock.advance(MINUTE_MS);
  expect([(await opened()).match(/waiting/g)?.length, (await opened()).match(/between the two/g)?.length]).toEqual([1, 1]);
});

test('a disk that fails is told, and it is tried again until it is gone; nothing is forgotten in memory but that', async () => {
  const told: string[] = [];
  await desk.again({ facts: watched(), log: { ...silentLog, error: (message) => told.push(message) } });
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(early);
  open.write(late);
  await open.flush();
  disk.isBroken = true;
  await open.finish();
  expect(told).toEqual(['what was taken out of a transcript is still in its log; it is tried again']);
  expect(await opened()).toContain('secret4111');
  expect(await desk.transcripts.get(operator, recordingId)).toMatchObject({ state: 'done', segments: [{ text: 'it is •••' }] });
  await desk.place.clock.advance(5 * MINUTE_MS);
  disk.isBroken = false;
  await desk.place.clock.advance(MINUTE_MS);
  expect(await opened()).not.toContain('secret');
});

test('what was being made when the program was killed is rid of it at the next start', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(early);
  open.write(late);
  await open.flush();
  await desk.again();
  await desk.place.clock.settle();
  expect(await opened()).not.toContain('secret');
});

test('one that was done, and cut off before it was rid of it, is when it is read the next time', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(said('s0', 'secret'));
  await open.finish();
  const kills: ((reason: Error) => void)[] = [];
  meanwhile = () => new Promise((_, reject) => void kills.push(reject));
  void desk.transcripts.revise(recordingId, [said('s0', '•••', { revision: 2, isRedacted: true })]);
  await desk.place.clock.settle();
  expect(replacements()).toBe(1);
  expect(await opened()).toContain('secret');
  await desk.again();
  await desk.transcripts.get(operator, recordingId);
  await desk.place.clock.settle();
  expect(await opened()).not.toContain('secret');
  for (const kill of kills) kill(new Error('killed'));
});

test('deleted meanwhile, nothing of it comes back', async () => {
  const open = await desk.transcripts.begin({ recordingId, madeBy: scribe });
  open.write(early);
  await open.finish();
  await desk.again({ facts: watched() });
  meanwhile = async () => void (await desk.archive.erase(operator, recordingId));
  await desk.transcripts.revise(recordingId, [late]).catch(() => undefined);
  expect([replacements(), desk.transcripts.has(recordingId)]).toEqual([1, false]);
  await desk.place.clock.advance(20 * MINUTE_MS);
  await desk.again({ facts: watched() });
  expect([replacements(), desk.transcripts.has(recordingId)]).toEqual([1, false]);
});
