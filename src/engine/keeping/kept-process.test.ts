/** A room that is kept by a media process of its own: what is on disk when it ends in order, and when it is killed. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../../base/clock.ts';
import { aesSeal } from '../../media/segments/aes-seal.ts';
import type { SegmentRecord } from '../../media/segments/record.ts';
import { readSegments } from '../../media/segments/segment-reader.ts';
import { sine } from '../../media/tones.ts';
import { writeWav } from '../../media/wav.ts';
import { EngineHost } from '../engine-host.ts';
import type { KeepingPlace } from '../port.ts';

const clock = realClock();
const key = new Uint8Array(32).fill(7);
let engine: EngineHost;
let parent: string;
let place: KeepingPlace;

beforeEach(async () => {
  engine = new EngineHost({ clock });
  parent = await mkdtemp(join(tmpdir(), 'rollcall-kept-'));
  place = { folder: join(parent, 'log'), key: Buffer.from(key).toString('base64'), startedMs: clock.wallMs() };
  engine.send({ kind: 'openRoom', roomId: 'room' });
  engine.send({ kind: 'addHosted', roomId: 'room', legId: 'bot' });
  engine.send({
    kind: 'play',
    legId: 'bot',
    operationId: 'p',
    sounds: [writeWav(sine({ hertz: [440], ms: 2_000 }, 0.3))],
    isLooping: true,
  });
});

afterEach(async () => {
  await engine[Symbol.asyncDispose]();
  await rm(parent, { recursive: true, force: true });
});

function keep(): void {
  place = { ...place, startedMs: clock.wallMs() };
  const people = [{ legId: 'bot', personId: 'bot-id', name: 'A known secret name' }];
  engine.send({ kind: 'keepRoom', roomId: 'room', recordingId: 'r', place, people });
}

async function records(): Promise<SegmentRecord[]> {
  const all: SegmentRecord[] = [];
  if (!(await readdir(parent)).includes('log')) return all;
  for await (const record of readSegments({ folder: place.folder, seal: aesSeal(key) })) all.push(record);
  return all;
}

/** How far the sound of a track reaches, in milliseconds. */
function reach(all: readonly SegmentRecord[], track: number): number {
  return all.reduce((end, record) => (record.kind === 'sound' && record.track === track ? Math.max(end, record.atMs + 20) : end), 0);
}

async function keptFor(ms: number): Promise<void> {
  const late = clock.deadline(15_000);
  while (reach(await records(), 0) < ms) {
    late.throwIfAborted();
    await clock.sleep(20);
  }
}

test('a recording that is ended is whole on disk when that is told, and nothing of it can be read without its key', async () => {
  keep();
  await keptFor(600);
  const ended = engine.facts.next('keepingEnded', { signal: clock.deadline(10_000) });
  engine.send({ kind: 'endKeeping', recordingId: 'r', why: 'enough' });
  expect(await ended).toEqual({ recordingId: 'r', outcome: 'ended' });
  const all = await records();
  expect(all[0]).toMatchObject({ kind: 'note', note: { kind: 'began', wallMs: place.startedMs, recordingId: 'r' } });
  expect(all.at(-1)).toMatchObject({ kind: 'note', note: { kind: 'ended', why: 'enough' } });
  expect(all.filter(({ kind }) => kind === 'track')).toMatchObject([
    { info: { kind: 'mixed' } },
    { info: { kind: 'voice', personId: 'bot-id' } },
  ]);
  expect(reach(all, 1)).toBe(reach(all, 0));
  for (const name of await readdir(place.folder)) {
    expect((await readFile(join(place.folder, name))).includes('secret name')).toBe(false);
  }
}, 30_000);

test('a media process that is killed leaves all but the last second', async () => {
  keep();
  await keptFor(1_500);
  const [process_] = await engine.health();
  const lost = engine.facts.next('roomsLost', { signal: clock.deadline(10_000) });
  const killedMs = clock.wallMs();
  process.kill(process_?.pid ?? 0, 'SIGKILL');
  await lost;
  const all = await records();
  const lossMs = killedMs - place.startedMs - reach(all, 1);
  expect(lossMs).toBeLessThan(1_000);
  expect(all.at(-1)).not.toMatchObject({ note: { kind: 'ended' } });
}, 30_000);

test('a recording ends with its room, and what cannot be begun is told', async () => {
  keep();
  await keptFor(200);
  const ended = engine.facts.next('keepingEnded', { signal: clock.deadline(10_000) });
  engine.send({ kind: 'closeRoom', roomId: 'room' });
  expect(await ended).toEqual({ recordingId: 'r', outcome: 'ended' });
  expect((await records()).at(-1)).toMatchObject({ note: { kind: 'ended', why: 'the call is over' } });

  const failed = engine.facts.next('keepingEnded', { signal: clock.deadline(10_000) });
  keep();
  expect(await failed).toMatchObject({ recordingId: 'r', outcome: 'failed' });
  engine.send({ kind: 'openRoom', roomId: 'room' });
  const refused = engine.facts.next('keepingEnded', { signal: clock.deadline(10_000) });
  // A log lies there already.
  keep();
  expect(await refused).toMatchObject({ recordingId: 'r', outcome: 'failed' });
}, 30_000);
