/** Who speaks and who leads in a room, as watchers and bots are told of it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sine } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import { attachBot } from './test-bridge.ts';
import { TestStage } from './test-stage.ts';

let stage: TestStage;

beforeEach(() => {
  stage = new TestStage();
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

test('a watched room tells who speaks and who leads; that all fall silent leaves the lead where it was', async () => {
  const ann = await stage.enter('ann');
  await stage.enter('bob');
  void ann.say(voice(500));
  await stage.clock.advance(1_000);
  expect(stage.facts('speakers')).toEqual([]);
  watch(true);
  await stage.clock.advance(100);
  void ann.say(voice(1_000));
  await stage.clock.advance(2_000);
  expect(stage.facts('speakers')).toEqual([
    { roomId: 'room', legIds: [] },
    { roomId: 'room', legIds: ['ann'], dominantLegId: 'ann' },
    { roomId: 'room', legIds: [], dominantLegId: 'ann' },
  ]);
  watch(false);
  void ann.say(voice(1_000));
  await stage.clock.advance(2_000);
  expect(stage.facts('speakers').length).toBe(3);
});

test('who goes on louder takes the lead within half a second, who interjects does not', async () => {
  const [ann, bob] = [await stage.enter('ann'), await stage.enter('bob')];
  watch(true);
  void ann.say(voice(10_000));
  await stage.clock.advance(1_000);
  void bob.say(voice(160, 0.4));
  await stage.clock.advance(1_000);
  expect(leads()).toEqual(['ann']);
  void bob.say(voice(2_000));
  await stage.clock.advance(2_500);
  expect(leads()).toEqual(['ann']);
  const fromMs = stage.clock.now();
  const took = stage.engine.facts
    .next('speakers', { matches: ({ dominantLegId }) => dominantLegId === 'bob' })
    .then(() => stage.clock.now());
  void bob.say(voice(2_000, 0.4));
  await stage.clock.advance(2_000);
  expect((await took) - fromMs).toBeLessThan(850);
  expect((await took) - fromMs).toBeGreaterThan(250);
  expect(leads()).toEqual(['ann', 'bob']);
});

test('who begins when the leader has ended leads half a second later; who leaves leads no longer', async () => {
  const [ann, bob] = [await stage.enter('ann'), await stage.enter('bob')];
  watch(true);
  void ann.say(voice(1_000));
  await stage.clock.advance(1_000);
  const fromMs = stage.clock.now();
  const took = stage.engine.facts
    .next('speakers', { matches: ({ dominantLegId }) => dominantLegId === 'bob' })
    .then(() => stage.clock.now());
  void bob.say(voice(1_000));
  await stage.clock.advance(3_000);
  expect((await took) - fromMs).toBeLessThan(800);
  stage.engine.send({ kind: 'removeLeg', legId: 'bob' });
  await stage.clock.advance(500);
  expect(stage.facts('speakers').at(-1)).toEqual({ roomId: 'room', legIds: [] });
});

test('changes are told at most every 200 ms, and once nothing changes the room takes no ticks', async () => {
  const people = [await stage.enter('ann'), await stage.enter('bob'), await stage.enter('cat')];
  watch(true);
  const told: number[] = [];
  stage.engine.facts.on('speakers', () => told.push(stage.clock.now()));
  for (let round = 0; round < 20; round++) {
    void people[round % 3]?.say(voice(300));
    await stage.clock.advance(130);
  }
  await stage.clock.advance(2_000);
  expect(told.length).toBeGreaterThan(5);
  expect(Math.min(...told.slice(1).map((ms, i) => ms - (told[i] ?? 0)))).toBeGreaterThanOrEqual(200);
  expect(stage.facts('speakers').at(-1)?.legIds).toEqual([]);
  const before = await stage.ticks();
  await stage.clock.advance(60_000);
  expect(await stage.ticks()).toBe(before);
});

test('who is apart, muted or on hold does not speak', async () => {
  const [ann, bob, cat] = [await stage.enter('ann'), await stage.enter('bob'), await stage.enter('cat')];
  watch(true);
  stage.engine.send({ kind: 'route', roomId: 'room', apart: ['ann'], groups: [{ sources: ['ann'], receivers: ['cat'] }] });
  stage.engine.send({ kind: 'mute', legId: 'bob', isMuted: true });
  stage.engine.send({ kind: 'hold', legId: 'cat', music: writeWav(voice(500)) });
  for (const person of [ann, bob, cat]) void person.say(voice(1_000));
  await stage.clock.advance(2_000);
  expect(stage.facts('speakers').flatMap(({ legIds, dominantLegId }) => [...legIds, dominantLegId ?? 'nobody'])).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/ann|bob|cat/)]),
  );
});

test('a bot is told by numbers, of itself as well, and only what has changed', async () => {
  const ann = await stage.enter('ann');
  stage.engine.send({ kind: 'addBridged', roomId: 'room', legId: 'bot', limits: { soundsApart: 'all', pictures: 0 } });
  stage.engine.send({ kind: 'identify', legId: 'ann', sourceId: 4 });
  stage.engine.send({ kind: 'identify', legId: 'bot', sourceId: 8 });
  const bot = attachBot(stage.engine, 'bot');
  void ann.say(voice(500));
  await stage.clock.advance(1_000);
  bot.say(voice(1_000));
  await stage.clock.advance(2_000);
  expect(bot.told('speaking').map(({ sourceIds }) => sourceIds)).toEqual([[4], [], [8], []]);
  expect(bot.told('dominantSpeaker').map(({ sourceId }) => sourceId)).toEqual([4, 8]);
  const again = attachBot(stage.engine, 'bot');
  await stage.clock.advance(1_000);
  expect(again.events.map(({ kind }) => kind)).toEqual(['ready', 'dominantSpeaker']);
});

function watch(isWatched: boolean): void {
  stage.engine.send({ kind: 'watchSpeakers', roomId: 'room', isWatched });
}

/** Who has led, one after the other. */
function leads(): string[] {
  const all = stage.facts('speakers').flatMap(({ dominantLegId }) => dominantLegId ?? []);
  return all.filter((legId, i) => legId !== all[i - 1]);
}

function voice(ms: number, amplitude: number = 0.1): Int16Array {
  return sine({ hertz: [300], ms }, amplitude);
}
