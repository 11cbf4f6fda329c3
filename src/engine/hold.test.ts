/** Hold: who is held hears music and nobody, nobody hears her, and all is as before when it ends. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toneDb, toneMs } from '../media/goertzel.ts';
import { levelDb } from '../media/level.ts';
import { sine } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import type { MemoryPerson } from './memory-person.ts';
import { RECORD, TestStage } from './test-stage.ts';

/** No whole number of frames, and a step in level at its end: a gap or a repeat would be seen. */
const tune = sine({ hertz: [550], ms: 333 }, 0.3).map((sample, i) => sample + (i % 50));
const music = writeWav(tune);

let stage: TestStage;
let ann: MemoryPerson;

beforeEach(async () => {
  stage = new TestStage();
  ann = await stage.enter('ann');
  await stage.enter('bob');
  await stage.enter('cat');
  stage.addBot('bot', 'plays');
  stage.addBot('tape', 'records');
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

test('plays music over and over, sample for sample, at its own loudness', async () => {
  stage.engine.send({ kind: 'hold', legId: 'ann', music });
  await stage.clock.advance(3_000);
  const heard = ann.heard();
  expect(heard.length).toBeGreaterThan(45_000);
  expect(heard).toEqual(Int16Array.from(heard, (_, i) => tune[i % tune.length] ?? 0));
});

test('keeps all others out, and the held one in, until it ends', async () => {
  stage.engine.send({ kind: 'hold', legId: 'ann', music });
  expect(await stage.whoHearsWhom()).toEqual({ ann: '', bob: 'cat bot', cat: 'bob bot', tape: 'bob cat bot' });
  expect(toneMs(ann.heard().subarray(0, 16_000), 550)).toBeGreaterThan(900);
  stage.engine.send({ kind: 'hold', legId: 'ann' });
  await stage.clock.advance(300);
  expect(await stage.whoHearsWhom()).toEqual({ ann: 'bob cat bot', bob: 'ann cat bot', cat: 'ann bob bot', tape: 'ann bob cat bot' });
  expect(toneDb(ann.heard(), 550)).toBeLessThan(-45);
});

test('wins over routing, and over call progress, which goes on after it', async () => {
  stage.engine.send({ kind: 'route', roomId: 'room', apart: ['ann'], groups: [{ sources: ['ann', 'bob'], receivers: ['ann', 'bob'] }] });
  stage.engine.send({ kind: 'progress', legId: 'ann', tone: 'busy' });
  stage.engine.send({ kind: 'hold', legId: 'ann', music });
  expect(await stage.whoHearsWhom()).toMatchObject({ ann: '', bob: 'cat bot' });
  expect(toneDb(ann.heard(), 480)).toBeLessThan(-45);
  stage.engine.send({ kind: 'hold', legId: 'ann' });
  await stage.clock.advance(200);
  ann.forget();
  await stage.clock.advance(2_000);
  expect(toneMs(ann.heard(), 480, { shareDb: 8 })).toBeGreaterThan(800);
});

test('tells the keys of who is held, and no recording hears them', async () => {
  stage.engine.send({ kind: 'hold', legId: 'ann', music });
  stage.engine.send({ kind: 'record', legId: 'tape', operationId: 'r', ...RECORD, maxDurationMs: 5_000, stopTones: ['#'] });
  void ann.press('#');
  await stage.clock.advance(500);
  expect(stage.facts('keyPressed')).toEqual([{ legId: 'ann', key: '#', sequence: 1 }]);
  expect(stage.facts('recordEnded')).toEqual([]);
});

test('is silent where the music cannot be played, which is said, and the room lives on', async () => {
  stage.engine.send({ kind: 'hold', legId: 'ann', music: new TextEncoder().encode('ID3 and so on') });
  expect(stage.errors).toEqual(['hold music cannot be played: the leg is held in silence']);
  expect(await stage.whoHearsWhom()).toEqual({ ann: '', bob: 'cat bot', cat: 'bob bot', tape: 'bob cat bot' });
  expect(levelDb(ann.heard())).toBe(-100);
  const before = await stage.ticks();
  await stage.clock.advance(60_000);
  expect((await stage.ticks()) - before).toBe(0);
  stage.engine.send({ kind: 'hold', legId: 'ann', music });
  await stage.clock.advance(1_000);
  expect(toneMs(ann.heard(), 550)).toBeGreaterThan(900);
});

test('costs nothing once it has ended or its leg is gone, and is nothing to a hosted leg', async () => {
  stage.engine.send({ kind: 'hold', legId: 'ann', music });
  stage.engine.send({ kind: 'hold', legId: 'bob', music });
  await stage.clock.advance(1_000);
  stage.engine.send({ kind: 'hold', legId: 'ann' });
  stage.engine.send({ kind: 'removeLeg', legId: 'bob' });
  for (const legId of ['tape', 'nobody']) stage.engine.send({ kind: 'hold', legId, music });
  await stage.clock.advance(1_000);
  const before = await stage.ticks();
  await stage.clock.advance(60_000);
  expect((await stage.ticks()) - before).toBe(0);
  expect(stage.errors).toEqual([]);
});
