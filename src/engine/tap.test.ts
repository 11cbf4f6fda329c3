import { afterEach, beforeEach, expect, test } from 'vitest';
import { toneDb } from '../media/goertzel.ts';
import { levelDb } from '../media/level.ts';
import { joined, sine } from '../media/tones.ts';
import { readWav } from '../media/wav.ts';
import type { EngineFacts } from './port.ts';
import { TestStage } from './test-stage.ts';

let stage: TestStage;
beforeEach(() => {
  stage = new TestStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

const silence = (ms: number): Int16Array => new Int16Array((ms * 16_000) / 1000);
const voice = (ms: number, hertz: number = 440): Int16Array => sine({ hertz: [hertz], ms }, 0.2);

async function tapped(legId: string): Promise<Awaited<ReturnType<TestStage['enter']>>> {
  const person = await stage.enter(legId);
  stage.engine.send({ kind: 'tap', legId, isTapped: true });
  return person;
}

type Piece = { readonly from: number; readonly to: number; readonly samples: Int16Array };
function pieces(): Piece[] {
  return stage.facts('tapped').map(({ atMs, wav }: EngineFacts['tapped']) => {
    const samples = readWav(wav);
    return { from: atMs, to: atMs + samples.length / 16, samples };
  });
}

test('what somebody says is told when it is over, with its sound and its time; who is not tapped is not kept', async () => {
  const ada = await tapped('ada');
  const grace = await stage.enter('grace');
  await stage.clock.advance(3_000);
  void ada.say(voice(1_000));
  void grace.say(voice(1_000, 880));
  await stage.clock.advance(1_200);
  expect(pieces()).toEqual([]);
  await stage.clock.advance(1_000);
  const [piece, ...more] = pieces();
  expect(more).toEqual([]);
  expect(piece?.from).toBeGreaterThanOrEqual(2_900);
  expect(piece?.from).toBeLessThan(3_200);
  expect(levelDb(piece?.samples ?? silence(0), 0, 16_000)).toBeGreaterThan(-20);
  expect(toneDb(piece?.samples.subarray(3_200, 12_800) ?? silence(0), 440)).toBeGreaterThan(-20);
  expect(toneDb(piece?.samples.subarray(3_200, 12_800) ?? silence(0), 880)).toBeLessThan(-50);
});

test('a short pause is within a piece, a long one is between two', async () => {
  const ada = await tapped('ada');
  void ada.say(joined([voice(600), silence(200), voice(600), silence(2_000), voice(600)]));
  await stage.clock.advance(6_000);
  const [first, second, ...more] = pieces();
  expect(more).toEqual([]);
  expect((first?.to ?? 0) - (first?.from ?? 0)).toBeGreaterThan(1_300);
  expect((second?.from ?? 0) - (first?.from ?? 0)).toBeGreaterThan(3_150);
  expect((second?.from ?? 0) - (first?.from ?? 0)).toBeLessThan(3_650);
});

test('long speech comes in pieces of 20 s that follow each other', async () => {
  const ada = await tapped('ada');
  void ada.say(voice(45_000));
  await stage.clock.advance(47_000);
  const all = pieces();
  expect(all.map(({ samples }) => Math.floor(samples.length / 16_000))).toEqual([20, 20, 5]);
  expect(all[1]?.from).toBe(all[0]?.to);
  expect(all[2]?.from).toBe(all[1]?.to);
});

test('nothing is kept while the leg is muted or on hold', async () => {
  const ada = await tapped('ada');
  stage.engine.send({ kind: 'mute', legId: 'ada', isMuted: true });
  void ada.say(voice(1_000));
  await stage.clock.advance(2_000);
  stage.engine.send({ kind: 'mute', legId: 'ada', isMuted: false });
  stage.engine.send({ kind: 'hold', legId: 'ada', music: new Uint8Array(0) });
  void ada.say(voice(1_000));
  await stage.clock.advance(2_000);
  expect(pieces()).toEqual([]);
});

test('a leg that is moved goes on being tapped, in the midst of a word', async () => {
  const ada = await tapped('ada');
  stage.open('other');
  void ada.say(voice(2_000));
  await stage.clock.advance(1_000);
  stage.engine.send({ kind: 'moveLeg', legId: 'ada', roomId: 'other' });
  await stage.clock.advance(2_000);
  const [piece, ...more] = pieces();
  expect(more).toEqual([]);
  expect(piece?.samples.length).toBeGreaterThan(30_000);
});

test.each([
  ['hangs up', () => stage.engine.send({ kind: 'removeLeg', legId: 'ada' })],
  ['is gone', () => stage.people.get('ada')?.vanish()],
  ['is in a room that closes', () => stage.engine.send({ kind: 'closeRoom', roomId: 'room' })],
  ['is tapped no longer', () => stage.engine.send({ kind: 'tap', legId: 'ada', isTapped: false })],
])('who %s in the midst of a word: what was said until then is told', async (_, leave) => {
  const ada = await tapped('ada');
  void ada.say(voice(2_000));
  await stage.clock.advance(1_000);
  leave();
  await stage.clock.advance(3_000);
  const [piece, ...more] = pieces();
  expect(more).toEqual([]);
  expect(piece?.samples.length).toBeGreaterThan(12_000);
  expect(piece?.samples.length).toBeLessThan(20_000);
});

test('a tap on a leg that is not there, or twice, does nothing', async () => {
  stage.engine.send({ kind: 'tap', legId: 'nobody', isTapped: true });
  const ada = await tapped('ada');
  void ada.say(voice(1_000));
  await stage.clock.advance(500);
  stage.engine.send({ kind: 'tap', legId: 'ada', isTapped: true });
  await stage.clock.advance(2_000);
  expect(pieces()).toHaveLength(1);
  expect(stage.errors).toEqual([]);
});

test('a tapped leg that says nothing costs no ticks', async () => {
  await tapped('ada');
  await stage.clock.advance(2_000);
  const before = await stage.ticks();
  await stage.clock.advance(60_000);
  expect(await stage.ticks()).toBe(before);
});
