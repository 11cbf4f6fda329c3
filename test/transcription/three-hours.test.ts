/**
 * Three hours of four people, some over others, in virtual time and both halves: no sound is held on to once it is text, what is held of a sentence
 * is as much in the third hour as in the first, files grow by as much in each, and the end is found, followed, exported and timed as the beginning.
 */
import { join } from 'node:path';
import { parseSync } from 'subtitle';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { silentLog } from '../../src/base/log.ts';
import { seededRandom } from '../../src/base/random.ts';
import { FRAME_MS } from '../../src/media/frame.ts';
import { LiveTranscripts } from '../../src/server/library/live-transcripts.ts';
import { PendingUtterance } from '../../src/speech/transcriber/pending-utterance.ts';
import { SaidSegments } from '../../src/speech/transcriber/said-segments.ts';
import { Utterance } from '../../src/speech/transcriber/utterance.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { newDesk, operator, type Desk } from '../../src/transcripts/test-transcripts.ts';
import type { TranscriptNews } from '../../src/wire/live/library.ts';
import { proofRounds } from '../proof-rounds.ts';
import { parsedVtt } from '../speech/parsed-vtt.ts';
import { botListens, houseListens, type ListeningHalf } from './listening-halves.ts';
import { LEAD_MS, minuteOf, SPEAKERS, SPOKEN_MS, type Turn } from './long-talk.ts';
import { bytesInUse, countsOf } from './retained.ts';

const HOURS = 3;
const MINUTES = 60;
/** Each of them goes with an utterance, and none of those is left where nobody speaks. */
const passing = { Utterance, PendingUtterance, SaidSegments };
/** As many of each after the third hour as after the second. */
const lasting = { Int16Array, AbortSignal, Promise, Map };
/** A sentence that is kept, with its words, as each who has it needs it: a quarter of a second of its sound would be as much. */
const MOST_BYTES_A_TURN = 8_000;
/** What may come and go at any time: caches, compiled code. */
const LEEWAY_BYTES = 1_000_000;
const MOST_ON_DISK_A_TURN = 4_000;

type Said = Omit<Turn, 'sound'>;
type Figures = { readonly counts: Readonly<Record<string, number>>; readonly bytes: number; readonly onDisk: number };

let desk: Desk;
beforeEach(async () => {
  desk = await newDesk();
  await desk.again({ search: { folder: join(desk.place.path, 'search'), vault: desk.place.vault } });
});
afterEach(() => desk[Symbol.asyncDispose]());

describe.each([
  ['the house', houseListens, { offMs: 0, driftMs: 0 }],
  // Its carrier's clock loses a second in three hours: it is followed a frame at a time.
  ['a bot', botListens, { offMs: 3 * FRAME_MS, driftMs: 6 }],
] as const)('%s', (_who, listens, { offMs, driftMs }) => {
  test.for(proofRounds(2, 12).slice(-1))(
    `${String(HOURS)} hours with %i turns a minute`,
    { timeout: 600_000 },
    async (turns, { annotate }) => {
      const { clock } = desk.place;
      const half = await listens(desk);
      const beganMs = clock.now();
      const random = seededRandom(11);
      const follower = await followed(half.recordingId);
      const said: Said[] = [];
      const figures: Figures[] = [];
      for (let minute = 0; minute < HOURS * MINUTES; minute++) {
        for (const { sound, ...turn } of minuteOf(minute, turns, random)) {
          said.push(turn);
          clock.after(beganMs + turn.atMs - clock.now(), () => half.say(turn.who, sound));
        }
        await clock.advance(60_000);
        half.drift(driftMs);
        if ((minute + 1) % MINUTES === 0) figures.push(await figuresOf(half, minute >= MINUTES ? lasting : {}));
      }
      said.sort((one, other) => one.atMs - other.atMs);
      await annotate(JSON.stringify({ turns: said.length, figures }));
      expectBounded(figures, turns * MINUTES);

      // Whoever has followed it from the beginning was told each once, and whoever comes now has all of it at once.
      expect(follower.finals.toSorted()).toEqual(textsOf(said).toSorted());
      expect((await followed(half.recordingId)).all).toBe(said.length);
      const ended = half.end();
      await clock.advance(60_000);
      await ended;
      expect(follower.isDone()).toBe(true);

      await expectWhole(half.recordingId, said, offMs);
      await expectFound(half.recordingId, said);
      await expectExported(half.recordingId, said, offMs);
      // As after a start, from the disk.
      await desk.again();
      await expectWhole(half.recordingId, said, offMs);
    },
  );
});

function textsOf(said: readonly Said[]): readonly string[] {
  return said.map(({ who, word }) => `${SPEAKERS[who] ?? ''} says ${word} and that is all`);
}

/** At a moment in which nobody speaks. */
async function figuresOf({ load }: ListeningHalf, kinds: Parameters<typeof countsOf>[0]): Promise<Figures> {
  expect(load()).toMatchObject({ speaking: 0, waiting: 0, waitingMs: 0, droppedMs: 0, failovers: 0 });
  const { path, clock } = desk.place;
  for (const file of ['facts.db', join('search', 'said.db')]) {
    const database = await openSqlite(join(path, file), { clock });
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
  }
  const files = await desk.place.everyFile();
  const onDisk = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return { counts: countsOf(kinds), bytes: bytesInUse(), onDisk };
}

function expectBounded([first, second, third]: readonly Figures[], turnsAnHour: number): void {
  if (!first || !second || !third) throw new Error('not as many hours as that');
  expect(countsOf(passing)).toEqual({ Utterance: 0, PendingUtterance: 0, SaidSegments: 0 });
  expect(third.counts).toEqual(second.counts);
  expect(third.bytes - second.bytes).toBeLessThan(MOST_BYTES_A_TURN * turnsAnHour + LEEWAY_BYTES);
  expect(third.onDisk - second.onDisk).toBeLessThan(MOST_ON_DISK_A_TURN * turnsAnHour);
  expect((third.onDisk - second.onDisk) / (second.onDisk - first.onDisk)).toBeLessThan(1.1);
}

async function expectWhole(recordingId: string, said: readonly Said[], offMs: number): Promise<void> {
  const transcript = await desk.transcripts.get(operator, recordingId);
  const segments = transcript?.segments ?? [];
  expect(segments.map(({ text, state, speaker }) => `${state} ${speaker.name ?? ''} ${text}`)).toEqual(
    textsOf(said).map((text) => `final ${text.split(' ')[0] ?? ''} ${text}`),
  );
  for (const [at, { atMs }] of said.entries()) {
    const segment = segments[at];
    expect(Math.abs((segment?.startMs ?? Number.NaN) - atMs - LEAD_MS)).toBeLessThanOrEqual(offMs);
    expect((segment?.endMs ?? Number.NaN) - (segment?.startMs ?? 0)).toBe(SPOKEN_MS);
    expect(segment?.words?.[0]?.startMs).toBe(segment?.startMs);
  }
}

async function expectFound(recordingId: string, said: readonly Said[]): Promise<void> {
  for (const turn of [said[0], said[Math.floor(said.length / 2)], said.at(-1)]) {
    const { hits } = await desk.transcripts.search(operator, { text: `${turn?.word ?? ''} ` });
    expect(hits).toMatchObject([{ recordingId, speaker: SPEAKERS[turn?.who ?? 0], text: expect.stringContaining(turn?.word ?? '') }]);
  }
  // All of it, page by page, each once.
  const found = new Set<string>();
  for (let after: string | undefined, pages = 0; pages < said.length; pages++) {
    const page = await desk.transcripts.search(operator, { text: 'says ', recordingId, after, atMost: 100 });
    for (const { segmentId } of page.hits) found.add(segmentId);
    after = page.next;
    if (after === undefined) break;
  }
  expect(found.size).toBe(said.length);
}

/** By parsers that are not ours. */
async function expectExported(recordingId: string, said: readonly Said[], offMs: number): Promise<void> {
  const exported = async (format: 'vtt' | 'srt' | 'json'): Promise<string> =>
    (await desk.transcripts.export(operator, recordingId, format)).text;
  const lastMs = (said.at(-1)?.atMs ?? 0) + LEAD_MS;
  const vtt = parsedVtt(await exported('vtt'));
  expect(vtt.errors).toEqual([]);
  expect(vtt.cues).toHaveLength(said.length);
  const srt = parseSync(await exported('srt')).flatMap((node) => (node.type === 'cue' ? [node.data] : []));
  expect(srt).toHaveLength(said.length);
  const json = JSON.parse(await exported('json')) as { segments: readonly { readonly startMs: number; readonly text: string }[] };
  expect(json.segments.map(({ text }) => text)).toEqual(textsOf(said));
  for (const ms of [(vtt.cues.at(-1)?.startTime ?? 0) * 1_000, srt.at(-1)?.start ?? 0, json.segments.at(-1)?.startMs ?? 0])
    expect(Math.abs(Math.round(ms) - lastMs)).toBeLessThanOrEqual(offMs);
}

/** Whoever follows a transcript over its web socket. */
async function followed(
  recordingId: string,
): Promise<{ readonly finals: readonly string[]; readonly all: number; readonly isDone: () => boolean }> {
  const { archive, transcripts, place } = desk;
  const live = new LiveTranscripts({ archives: [archive], transcripts: [transcripts], viewerOf: () => operator, log: silentLog });
  const taken = await live.upgrade(`/kept/${recordingId}/transcript/live`, new URLSearchParams());
  if (!taken || !('open' in taken)) throw new Error('it was not taken');
  const finals: string[] = [];
  let [all, isDone] = [Number.NaN, false];
  const send = (text: string): void => {
    const news = JSON.parse(text) as TranscriptNews;
    if (news.kind === 'transcript') all = news.transcript.segments.length;
    if (news.kind === 'segment' && news.segment.state === 'final') finals.push(news.segment.text);
    if (news.kind === 'done') isDone = true;
  };
  taken.open({ bufferedAmount: 0, send, close: () => undefined, on: () => undefined } as unknown as WebSocket);
  await place.clock.settle();
  return { finals, all, isDone: () => isDone };
}
