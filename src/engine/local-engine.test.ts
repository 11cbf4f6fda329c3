/** The engine in virtual time, with people in memory: everything is judged by what somebody hears or is told. */
import { afterEach, beforeEach, describe, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import type { VirtualClock } from '../base/virtual-clock.ts';
import { toneDb, toneMs } from '../media/goertzel.ts';
import { sine } from '../media/tones.ts';
import { LocalEngine } from './local-engine.ts';
import type { MemoryPeers } from './memory-peer.ts';
import { TestStage } from './test-stage.ts';
import { expect } from './test-within.ts';

let stage: TestStage;
let clock: VirtualClock;
let peers: MemoryPeers;
let engine: LocalEngine;

beforeEach(() => {
  stage = new TestStage();
  ({ clock, engine, peers } = stage);
  engine.send({ kind: 'addHosted', roomId: 'room', legId: 'bot' });
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

describe('people in a room', () => {
  test.each(['l16', 'opus', 'pcmu', 'pcma'] as const)('hear each other and not themselves (%s)', async (codec) => {
    const ann = await enter('ann', { codec });
    const bob = await enter('bob', { codec });
    void ann.say(tone(440, 1_000));
    void bob.say(tone(1_000, 1_000));
    await clock.advance(2_000);
    expect(toneMs(ann.heard(), 1_000)).toBeWithin(940, 1_060);
    expect(toneMs(bob.heard(), 440)).toBeWithin(940, 1_060);
    expect(toneDb(ann.heard().subarray(3_200, 12_800), 440)).toBeLessThan(-45);
  });

  test('are sent nothing while they alone speak, and nobody is once all are silent', async () => {
    const ann = await enter('ann');
    const bob = await enter('bob');
    void ann.say(tone(440, 1_000));
    await clock.advance(3_000);
    expect(ann.packets).toBe(0);
    expect(bob.packets).toBeWithin(50, 65);
  });

  test('of whom three are silent hear the same, encoded once, and who speaks hears the others alone', async () => {
    const people = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => enter(name, { codec: 'opus' })));
    const [ann, bob, ...listeners] = people;
    void ann?.say(tone(440, 1_000));
    void bob?.say(tone(1_000, 1_000));
    await clock.advance(2_000);
    for (const listener of listeners) {
      const heard = listener.heard().subarray(3_200, 12_800);
      expect(toneDb(heard, 440)).toBeGreaterThan(-16);
      expect(toneDb(heard, 1_000)).toBeGreaterThan(-16);
    }
    expect(toneMs(ann?.heard() ?? empty, 1_000)).toBeWithin(940, 1_060);
  });

  test('are heard through loss and jitter, at their full length', async () => {
    const ann = await enter('ann', { codec: 'opus', network: { random: seededRandom(7), loss: 0.05, jitterMs: 60 } });
    const bob = await enter('bob');
    void ann.say(tone(440, 5_000));
    await clock.advance(7_000);
    expect(toneMs(bob.heard(), 440)).toBeWithin(4_600, 5_200);
  });

  test('who are muted are not heard, and their keys are', async () => {
    const ann = await enter('ann');
    const bob = await enter('bob');
    engine.send({ kind: 'mute', legId: 'ann', isMuted: true });
    void ann.say(tone(440, 500));
    void ann.press('7');
    await clock.advance(1_000);
    expect(bob.heard().length).toBe(0);
    expect(facts('keyPressed')).toEqual([{ legId: 'ann', key: '7', sequence: 1 }]);
    engine.send({ kind: 'mute', legId: 'ann', isMuted: false });
    void ann.say(tone(440, 500));
    await clock.advance(1_000);
    expect(toneMs(bob.heard(), 440)).toBeWithin(460, 560);
  });

  test('are told when somebody vanishes', async () => {
    const ann = await enter('ann');
    ann.vanish('page closed');
    expect(facts('legLost')).toEqual([{ legId: 'ann', reason: 'page closed' }]);
  });

  test('hear ringback until it is stopped', async () => {
    const ann = await enter('ann');
    engine.send({ kind: 'progress', legId: 'ann', tone: 'ringback' });
    await clock.advance(8_500);
    engine.send({ kind: 'progress', legId: 'ann', tone: 'none' });
    await clock.advance(5_000);
    expect(toneMs(ann.heard().subarray(0, 16_000 * 3), 440, { shareDb: 8 })).toBeWithin(1_900, 2_100);
    expect(toneMs(ann.heard(), 440, { shareDb: 8 })).toBeWithin(4_000, 4_700);
  });
});

describe('keys', () => {
  test('are told once each, at their start, however long they are held', async () => {
    const ann = await enter('ann');
    void ann.press('1', { ms: 3_000 });
    await clock.advance(20);
    expect(facts('keyPressed')).toEqual([{ legId: 'ann', key: '1', sequence: 1 }]);
    await clock.advance(4_000);
    void ann.press('1');
    await clock.advance(400);
    void ann.press('#');
    await clock.advance(400);
    expect(facts('keyPressed').map(({ key, sequence }) => `${key}${String(sequence)}`)).toEqual(['11', '12', '#3']);
  });
});

describe('the beat', () => {
  test('sleeps while nothing sounds, and hour-long silence costs nothing', async () => {
    const ann = await enter('ann');
    const bob = await enter('bob');
    await clock.advance(1_000);
    const before = await ticks();
    await clock.advance(3_600_000);
    expect((await ticks()) - before).toBe(0);
    void ann.say(tone(440, 200));
    await clock.advance(1_000);
    expect(toneMs(bob.heard(), 440)).toBeWithin(160, 260);
    const after = await ticks();
    await clock.advance(60_000);
    expect((await ticks()) - after).toBe(0);
  }, 60_000);

  test('makes up for a machine that stood still with three ticks at most', async () => {
    let lag = 0;
    const late = { ...clock, now: () => clock.now() + lag };
    await using stumbling = new LocalEngine({ clock: late, peers });
    stumbling.send({ kind: 'openRoom', roomId: 'room' });
    const [ann, bob] = [await peers.person(), await peers.person()];
    await stumbling.connect({ roomId: 'room', legId: 'ann', offer: ann.offer });
    await stumbling.connect({ roomId: 'room', legId: 'bob', offer: bob.offer });
    const taken = async (): Promise<number> => (await stumbling.health())[0]?.ticks ?? 0;
    void ann.say(tone(440, 5_000));
    await clock.advance(1_000);
    const before = await taken();
    const sent = bob.packets;
    lag = 60_000;
    await clock.advance(20);
    expect((await taken()) - before).toBeLessThanOrEqual(4);
    expect(bob.packets - sent).toBeLessThanOrEqual(4);
    await clock.advance(1_000);
    expect((await taken()) - before).toBeWithin(45, 55);
  });

  test('costs nothing for people who send silence all the time', async () => {
    const ann = await enter('ann');
    void ann.say(silence(10_000));
    await clock.advance(1_000);
    const before = await ticks();
    await clock.advance(5_000);
    expect((await ticks()) - before).toBe(0);
  });
});

describe('at the door', () => {
  test('what cannot be joined is refused in words', async () => {
    const ann = await peers.person();
    await expect(engine.connect({ roomId: 'no such', legId: 'x', offer: ann.offer })).rejects.toMatchObject({ code: 'engine/no-room' });
    await expect(engine.connect({ roomId: 'room', legId: 'bot', offer: ann.offer })).rejects.toMatchObject({ code: 'engine/leg-taken' });
    await expect(engine.connect({ roomId: 'room', legId: 'x', offer: 'v=0' })).rejects.toMatchObject({ code: 'engine/bad-offer' });
    await expect(
      engine.connect({ roomId: 'room', legId: 'x', offer: ann.offer }, { signal: AbortSignal.abort(new Error('no')) }),
    ).rejects.toThrow('no');
  });

  test('a leg that is removed while it connects does not appear', async () => {
    const ann = await peers.person();
    const connecting = engine.connect({ roomId: 'room', legId: 'ann', offer: ann.offer });
    engine.send({ kind: 'removeLeg', legId: 'ann' });
    await expect(connecting).rejects.toMatchObject({ code: 'engine/no-room' });
    expect(await engine.health()).toMatchObject([{ legs: 1 }]);
  });

  test('a command for nobody is calm', () => {
    for (const kind of ['removeLeg', 'cancel'] as const) engine.send({ kind, legId: 'nobody' });
    engine.send({ kind: 'mute', legId: 'nobody', isMuted: true });
    engine.send({ kind: 'closeRoom', roomId: 'nowhere' });
    expect(stage.told.filter(({ name }) => name !== 'legConnected')).toEqual([]);
  });
});

const empty = new Int16Array(0);

const enter: TestStage['enter'] = (legId, options) => stage.enter(legId, options);
const facts: TestStage['facts'] = (wanted) => stage.facts(wanted);
const ticks: TestStage['ticks'] = () => stage.ticks();

function tone(hertz: number, ms: number): Int16Array {
  return sine({ hertz: [hertz], ms }, 0.3);
}

function silence(ms: number): Int16Array {
  return new Int16Array(ms * 16);
}
