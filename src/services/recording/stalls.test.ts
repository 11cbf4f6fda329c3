/** What comes late, since the program or the network stood still: it is recorded at its time, as long as the streams have kept it. */
import { expect, test } from 'vitest';
import { silentLog, type Log } from '../../base/log.ts';
import { toneDb } from '../../media/goertzel.ts';
import { MIXED_TRACK } from '../../media/segments/record.ts';
import type { Recording } from './port.ts';
import { recordingWorld, type RecordingWorld } from './test-recording.ts';

const HERTZ = { Adele: 500, Bruno: 900, Carla: 1_300 } as const;
const NAMES = ['Adele', 'Bruno', 'Carla'] as const;
/** What the stream of one participant keeps: 500 that wait, and the one that a reader waits for. */
const MOST_KEPT = 501;

type Meeting = RecordingWorld & { readonly recording: Recording; readonly ids: readonly string[]; readonly lost: () => number };

async function meeting(): Promise<Meeting> {
  let lost = 0;
  const log: Log = { ...silentLog, info: (_, data) => void (lost += Number(data?.['frames'] ?? 0)) };
  const world = recordingWorld({}, { log });
  const ids = NAMES.map((name) => world.call.join(name));
  const recording = await world.begin();
  return { ...world, recording, ids, lost: () => lost };
}

function speak({ call, ids }: Meeting, speaking: readonly boolean[] = [true, true, true]): void {
  for (const [i, name] of NAMES.entries()) call.sounds(ids[i], speaking[i] ? HERTZ[name] : undefined);
}

function timesOf({ archive }: Meeting, track: number): readonly number[] {
  return archive.only.soundOf(track).map(({ atMs }) => atMs);
}

function tracksOf({ archive }: Meeting): readonly number[] {
  return [...NAMES.map((name) => archive.only.trackOf(name)), MIXED_TRACK];
}

/** Without a hole, from one moment to another. */
function expectWhole(times: readonly number[], fromMs: number, toMs: number): void {
  expect(times.every((atMs, i) => i === 0 || atMs === (times[i - 1] ?? 0) + 20)).toBe(true);
  expect(Math.abs((times[0] ?? Number.NaN) - fromMs)).toBeLessThanOrEqual(60);
  expect(Math.abs((times.at(-1) ?? Number.NaN) + 20 - toMs)).toBeLessThanOrEqual(60);
}

const orders = ['as said', 'one by one'] as const;
const stallsAtFirst = [300, 700, 5_600].flatMap((ms) => orders.map((order) => [ms, order] as const));

test.each(stallsAtFirst)('the first %d ms of a recording come late, %s: nothing is lost', async (ms, order) => {
  const world = await meeting();
  const { clock, call, recording } = world;
  const fromMs = recording.durationMs;
  call.holdBack();
  speak(world);
  await clock.advance(ms);
  await call.letGo(order, () => clock.advance(20));
  await clock.advance(2_000);
  const toMs = recording.durationMs;
  await recording.stop();
  expect(world.lost()).toBe(0);
  for (const track of tracksOf(world)) expectWhole(timesOf(world, track), fromMs, toMs);
});

test.each([
  [8_500, 'as said', 0],
  [8_500, 'one by one', 0],
  [8_500, 'one by one', 100],
  [3_000, 'one by one', 250],
] as const)('%d ms come late in the middle, %s with %d ms between: nothing is lost, and the mix has all', async (ms, order, betweenMs) => {
  const world = await meeting();
  const { clock, call, recording } = world;
  const fromMs = recording.durationMs;
  speak(world);
  await clock.advance(2_000);
  call.holdBack();
  await clock.advance(ms);
  await call.letGo(order, () => (betweenMs > 0 ? clock.advance(betweenMs) : Promise.resolve()));
  await clock.advance(2_000);
  const toMs = recording.durationMs;
  await recording.stop();
  expect(world.lost()).toBe(0);
  for (const track of tracksOf(world)) expectWhole(timesOf(world, track), fromMs, toMs);
  const mix = await world.archive.only.heard(MIXED_TRACK, fromMs + 2_100, fromMs + 1_900 + ms);
  for (const hertz of Object.values(HERTZ)) expect(toneDb(mix, hertz)).toBeGreaterThan(-25);
});

test('who speaks one after the other in a stall is heard each at their time, whoever is read first', async () => {
  const world = await meeting();
  const { clock, call, recording, ids } = world;
  speak(world);
  await clock.advance(1_000);
  speak(world, [false, false, false]);
  // Longer than anything is remembered of who spoke before.
  await clock.advance(15_000);
  call.holdBack();
  const fromMs = recording.durationMs;
  for (const i of [2, 1, 0]) {
    speak(world, [i === 0, i === 1, i === 2]);
    await clock.advance(2_800);
  }
  speak(world, [false, false, false]);
  await call.letGo('one by one');
  await clock.advance(1_000);
  await recording.stop();
  expect([world.lost(), ids.length]).toEqual([0, 3]);
  for (const [i, name] of NAMES.entries()) {
    const times = timesOf(world, world.archive.only.trackOf(name)).filter((atMs) => atMs >= fromMs - 100);
    // The last rings out.
    expectWhole(times.slice(0, -1), fromMs + (2 - i) * 2_800, fromMs + (3 - i) * 2_800);
  }
  expectWhole(
    timesOf(world, MIXED_TRACK).filter((atMs) => atMs >= fromMs - 100),
    fromMs,
    fromMs + 3 * 2_800 + 20,
  );
});

test('of twelve seconds the last ten are kept, and what the streams dropped is counted', async () => {
  const world = await meeting();
  const { clock, call, recording } = world;
  speak(world);
  await clock.advance(2_000);
  call.holdBack();
  const fromMs = recording.durationMs;
  await clock.advance(12_000);
  await call.letGo('as said');
  const wokeMs = recording.durationMs;
  await clock.advance(1_000);
  await recording.stop();
  const inStall = (track: number): readonly number[] => timesOf(world, track).filter((atMs) => atMs >= fromMs && atMs < wokeMs - 20);
  const kept = tracksOf(world).map((track) => inStall(track).length);
  for (const count of kept) expect(Math.abs(count - MOST_KEPT)).toBeLessThanOrEqual(3);
  expect(world.lost()).toBe(3 * (12_000 / 20 - MOST_KEPT));
});

test('one whose network is behind for three seconds is whole on a track of their own, and what the mix had to leave out is counted', async () => {
  const world = await meeting();
  const { clock, call, recording, ids } = world;
  const fromMs = recording.durationMs;
  speak(world);
  await clock.advance(2_000);
  call.holdBack(ids[1]);
  await clock.advance(3_000);
  await call.letGo('as said');
  await clock.advance(2_000);
  const toMs = recording.durationMs;
  await recording.stop();
  const [adele = -1, bruno = -1] = tracksOf(world);
  expectWhole(timesOf(world, adele), fromMs, toMs);
  expectWhole(timesOf(world, bruno), fromMs, toMs);
  expectWhole(timesOf(world, MIXED_TRACK), fromMs, toMs);
  expect(world.lost()).toBeGreaterThan(100);
});

test('what was said in a pause is not recorded when it comes after it', async () => {
  const world = await meeting();
  const { clock, call, recording } = world;
  speak(world);
  await clock.advance(2_000);
  await recording.pause();
  const fromMs = recording.durationMs;
  call.holdBack();
  await clock.advance(3_000);
  await recording.resume();
  const toMs = recording.durationMs;
  await clock.advance(1_000);
  await call.letGo('as said');
  await clock.advance(1_000);
  await recording.stop();
  for (const track of tracksOf(world)) {
    const times = timesOf(world, track);
    expect(times.filter((atMs) => atMs >= fromMs && atMs < toMs - 20)).toEqual([]);
    expectWhole(
      times.filter((atMs) => atMs >= toMs - 20),
      toMs,
      recording.durationMs,
    );
  }
});
