/** What the legs of a room say, each alone: pieces of 200 ms at wall time, from a little before to a little after, and nothing while they are silent. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toneDb } from '../../media/goertzel.ts';
import { joined, sine } from '../../media/tones.ts';
import type { EngineFacts } from '../port.ts';
import { TestStage } from '../test-stage.ts';

let stage: TestStage;
beforeEach(() => {
  stage = new TestStage();
});
afterEach(async () => {
  await stage[Symbol.asyncDispose]();
  expect(stage.errors).toEqual([]);
});

const silence = (ms: number): Int16Array => new Int16Array(ms * 16);
const hear = (legIds: readonly string[], roomId: string = 'room'): void => stage.engine.send({ kind: 'hearRoom', roomId, legIds });
const pieces = (legId: string): EngineFacts['heard'][] => stage.facts('heard').filter((fact) => fact.legId === legId);

/** Stretches of speech: from the first piece to the one that is the end. */
function stretches(legId: string): { readonly fromMs: number; readonly samples: Int16Array; readonly isOver: boolean }[] {
  const all: { fromMs: number; samples: Int16Array; isOver: boolean }[] = [];
  for (const { atMs, samples, isEnd } of pieces(legId)) {
    let last = all.at(-1);
    if (!last || last.isOver) all.push((last = { fromMs: atMs, samples: new Int16Array(0), isOver: false }));
    else expect(atMs).toBe(last.fromMs + last.samples.length / 16);
    last.samples = joined([last.samples, samples]);
    last.isOver = isEnd;
  }
  return all;
}

test('each is heard alone, at wall time, with a little before and after; who is not named is not heard', async () => {
  const [ada, bob] = await Promise.all([stage.enter('ada'), stage.enter('bob')]);
  hear(['ada']);
  await stage.clock.advance(2_000);
  const saidMs = stage.clock.wallMs();
  void ada.say(sine({ hertz: [440], ms: 1_000 }, 0.2));
  void bob.say(sine({ hertz: [880], ms: 1_000 }, 0.2));
  await stage.clock.advance(3_000);
  expect(pieces('bob')).toEqual([]);
  const [one, ...more] = stretches('ada');
  expect(more).toEqual([]);
  expect(one?.isOver).toBe(true);
  within((one?.fromMs ?? 0) - saidMs, 0, 200);
  within(one?.samples.length, 1_000 * 16, 1_900 * 16);
  expect(toneDb(one?.samples.subarray(3_200, 12_800) ?? silence(0), 440)).toBeGreaterThan(-20);
  expect(toneDb(one?.samples.subarray(3_200, 12_800) ?? silence(0), 880)).toBeLessThan(-50);
  // 200 ms each, until what is said may be over: from then on each frame comes at once.
  const lengths = pieces('ada').map(({ samples }) => samples.length);
  const full = lengths.findIndex((length) => length < 3_200);
  expect(full).toBeGreaterThanOrEqual(5);
  expect(lengths.slice(full + 1).every((length) => length <= 320)).toBe(true);
  expect(lengths.length - full).toBeLessThanOrEqual(7);
  expect(pieces('ada').every(({ samples }) => samples.length % 320 === 0)).toBe(true);
});

test('pieces come while it is said, short pauses are within it, and wall times are those of the sound also after a long pause', async () => {
  const ada = await stage.enter('ada');
  hear(['ada']);
  const saidMs = stage.clock.wallMs();
  void ada.say(joined([sine({ hertz: [440], ms: 600 }, 0.2), silence(250), sine({ hertz: [440], ms: 600 }, 0.2), silence(5_000), sine({ hertz: [440], ms: 600 }, 0.2)])); // prettier-ignore
  await stage.clock.advance(600);
  expect(pieces('ada').length).toBeGreaterThanOrEqual(2);
  await stage.clock.advance(8_000);
  const [first, second, ...more] = stretches('ada');
  expect(more).toEqual([]);
  within((first?.fromMs ?? 0) - saidMs, 0, 200);
  within((second?.fromMs ?? 0) - (first?.fromMs ?? 0), 6_450 - 100, 6_450 + 100);
});

test('silence costs nothing: no piece, and no tick', async () => {
  await stage.enter('ada');
  hear(['ada', 'never here']);
  await stage.clock.advance(3_000);
  const before = await stage.ticks();
  await stage.clock.advance(60_000);
  expect([(await stage.ticks()) - before, pieces('ada').length]).toEqual([0, 0]);
});

test('who is muted, apart or on hold is not heard, and an empty list ends it in the middle of a word', async () => {
  const [ada] = await Promise.all([stage.enter('ada'), stage.enter('bob')]);
  hear(['ada', 'bob']);
  stage.engine.send({ kind: 'route', roomId: 'room', apart: ['ada'], groups: [{ sources: ['ada'], receivers: ['bob'] }] });
  void ada.say(sine({ hertz: [440], ms: 1_000 }, 0.2));
  await stage.clock.advance(2_000);
  expect(pieces('ada')).toEqual([]);
  stage.engine.send({ kind: 'route', roomId: 'room', apart: [], groups: [] });
  void ada.say(sine({ hertz: [440], ms: 3_000 }, 0.2));
  await stage.clock.advance(1_000);
  hear([]);
  const heard = pieces('ada');
  expect(heard.at(-1)?.isEnd).toBe(true);
  await stage.clock.advance(2_000);
  expect(pieces('ada')).toHaveLength(heard.length);
});

test('who is moved in the middle of a word is heard to its end here, and goes on in the other room if that is heard', async () => {
  const ada = await stage.enter('ada');
  stage.open('other');
  hear(['ada']);
  hear(['ada'], 'other');
  void ada.say(sine({ hertz: [440], ms: 2_000 }, 0.2));
  await stage.clock.advance(1_000);
  stage.engine.send({ kind: 'moveLeg', legId: 'ada', roomId: 'other' });
  expect(pieces('ada').at(-1)).toMatchObject({ roomId: 'room', isEnd: true });
  await stage.clock.advance(3_000);
  const [here, there] = stretches('ada');
  expect(new Set(pieces('ada').map(({ roomId }) => roomId))).toEqual(new Set(['room', 'other']));
  const gap = (there?.fromMs ?? 0) - ((here?.fromMs ?? 0) + (here?.samples.length ?? 0) / 16);
  within(gap, 0, 60);
  expect(there?.isOver).toBe(true);
});

test('a room that is closed ends what is being said', async () => {
  const ada = await stage.enter('ada');
  hear(['ada']);
  void ada.say(sine({ hertz: [440], ms: 2_000 }, 0.2));
  await stage.clock.advance(1_000);
  stage.engine.send({ kind: 'closeRoom', roomId: 'room' });
  expect(pieces('ada').at(-1)?.isEnd).toBe(true);
});

function within(value: number | undefined, from: number, to: number): void {
  expect(value).toBeGreaterThanOrEqual(from);
  expect(value).toBeLessThanOrEqual(to);
}
