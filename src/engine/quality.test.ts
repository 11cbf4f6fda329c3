/** How the sound of legs fares, as the switchboard and bots are told of it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { sine } from '../media/tones.ts';
import { attachBot } from './test-bridge.ts';
import { TestStage } from './test-stage.ts';

let stage: TestStage;

beforeEach(() => {
  stage = new TestStage();
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

test('loss and jitter on the way in are told with the share of sound that was made up, on the way out as the peer reports', async () => {
  const random = seededRandom(5);
  const ann = await stage.enter('ann', { network: { random, up: { loss: 0.1, jitterMs: 30 }, down: { loss: 0.2 } } });
  const bob = await stage.enter('bob');
  void ann.say(voice(30_000));
  void bob.say(voice(30_000));
  await stage.clock.advance(30_000);
  const [ofAnn, ofBob] = ['ann', 'bob'].map((legId) => stage.facts('quality').filter((fact) => fact.legId === legId));
  expect([5, 6]).toContain(ofAnn?.length);
  expect(mean(ofAnn?.slice(1).map((fact) => fact.in?.loss))).toBeCloseTo(0.1, 1);
  expect(mean(ofAnn?.slice(1).map((fact) => fact.concealed))).toBeCloseTo(0.1, 1);
  expect(mean(ofAnn?.slice(1).map((fact) => fact.in?.jitterMs))).toBeGreaterThan(5);
  expect(mean(ofAnn?.slice(1).map((fact) => fact.out?.loss))).toBeCloseTo(0.2, 1);
  expect(ofAnn?.at(-1)?.out?.roundTripMs).toBe(0);
  expect(ofBob?.at(-1)).toMatchObject({ in: { loss: 0 }, out: { loss: 0 }, concealed: 0 });
  expect(ofBob?.at(-1)?.in?.jitterMs).toBeLessThan(1);
});

test('of who is silent nothing is told', async () => {
  await stage.enter('ann');
  await stage.enter('bob');
  await stage.clock.advance(30_000);
  expect(stage.facts('quality')).toEqual([]);
});

test('a bot is told of those whom it hears and of itself, with the frames that never came', async () => {
  const ann = await stage.enter('ann', { network: { random: seededRandom(5), loss: 0.2 } });
  stage.engine.send({ kind: 'addBridged', roomId: 'room', legId: 'bot', limits: { soundsApart: 'all', pictures: 0 } });
  stage.engine.send({ kind: 'identify', legId: 'ann', sourceId: 4 });
  stage.engine.send({ kind: 'identify', legId: 'bot', sourceId: 8 });
  const bot = attachBot(stage.engine, 'bot');
  void ann.say(voice(20_000));
  bot.say(voice(2_000));
  await stage.clock.advance(6_000);
  expect(bot.told('quality')).toEqual([{ kind: 'quality', sourceId: 8, loss: 0, jitterMs: 0, concealed: 0 }]);
  bot.order({ kind: 'hear', mixed: true, apart: 'none' });
  await stage.clock.advance(10_000);
  const ofAnn = bot.told('quality').filter(({ sourceId }) => sourceId === 4);
  expect(ofAnn.length).toBe(2);
  expect(mean(ofAnn.map(({ loss }) => loss))).toBeCloseTo(0.2, 1);
  expect(mean(ofAnn.map(({ concealed }) => concealed))).toBeCloseTo(0.2, 1);
  bot.say(voice(15_000));
  await stage.clock.advance(5_000);
  expect(bot.told('quality').at(-1)).toMatchObject({ sourceId: 8, loss: expect.closeTo(1 / 3, 2) });
  expect(stage.facts('quality').some(({ legId, out }) => legId === 'bot' && out?.loss === 0)).toBe(true);
});

function mean(values: readonly (number | undefined)[] = []): number {
  return values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / values.length;
}

function voice(ms: number): Int16Array {
  return sine({ hertz: [300], ms }, 0.1);
}
