/** People in memory: what they hear and when, over a network that changes under their feet. */
import { afterEach, beforeEach, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { virtualClock, type VirtualClock } from '../base/virtual-clock.ts';
import { FRAME_SAMPLES } from '../media/frame.ts';
import { toneMs } from '../media/goertzel.ts';
import { sine } from '../media/tones.ts';
import { LocalEngine } from './local-engine.ts';
import type { MemoryNetwork } from './memory-network.ts';
import { MemoryPeers, type PersonOptions } from './memory-peer.ts';
import type { MemoryPerson } from './memory-person.ts';
import { expect } from './test-within.ts';

type Piece = { readonly atMs: number; readonly sound: Int16Array };

let clock: VirtualClock;
let peers: MemoryPeers;
let engine: LocalEngine;
let lost: { readonly legId: string; readonly reason: string; readonly atMs: number }[];

beforeEach(() => {
  clock = virtualClock();
  peers = new MemoryPeers({ clock });
  engine = new LocalEngine({ clock, peers });
  lost = [];
  engine.facts.on('legLost', ({ legId, reason }) => lost.push({ legId, reason, atMs: clock.now() }));
  engine.send({ kind: 'openRoom', roomId: 'room' });
});

afterEach(async () => {
  await engine[Symbol.asyncDispose]();
});

test('what is heard is handed over with the time at which it sounds, and not kept', async () => {
  const { pieces, hear } = listener();
  const ann = await enter('ann');
  const bob = await enter('bob', { hear });
  const from = clock.now();
  void ann.say(tone(440, 400));
  await clock.advance(5_000);
  const first = pieces[0]?.atMs ?? 0;
  expect(first - from).toBeWithin(20, 120);
  expect(toneMs(joined(pieces), 440)).toBeWithin(340, 460);
  expect(pieces.map(({ atMs }) => atMs - first)).toEqual(pieces.map((_, i) => i * 20));
  expect(bob.heard().length).toBe(0);
  void ann.say(tone(440, 400));
  const count = pieces.length;
  await clock.advance(1_000);
  expect((pieces[count]?.atMs ?? 0) - (from + 5_000)).toBeWithin(20, 120);
});

test('what comes more than 200 ms after its moment is dropped', async () => {
  const { pieces, hear } = listener();
  const network = { random: seededRandom(3), down: { jitterMs: 600 } };
  const ann = await enter('ann');
  await enter('bob', { hear, network });
  void ann.say(tone(440, 10_000));
  await clock.advance(12_000);
  expect(pieces.length).toBeWithin(100, 400);
  for (const { atMs, cameMs } of pieces) expect(cameMs - atMs).toBeLessThanOrEqual(200);
});

test('packets that are overtaken come out of their order, and all in their place', async () => {
  const { pieces, hear } = listener();
  const ann = await enter('ann');
  await enter('bob', { hear, network: { random: seededRandom(5), reorder: 0.2 } });
  void ann.say(tone(440, 4_000));
  await clock.advance(6_000);
  const steps = pieces.map(({ atMs }, i) => atMs - (pieces[i - 1]?.atMs ?? atMs));
  const share = steps.filter((step) => step < 0).length / steps.length;
  expect(share).toBeWithin(0.1, 0.25);
  const inPlace = pieces.toSorted((a, b) => a.atMs - b.atMs);
  const first = inPlace[0]?.atMs ?? 0;
  expect(inPlace.map(({ atMs }) => atMs - first)).toEqual(inPlace.map((_, i) => i * 20));
  expect(toneMs(joined(inPlace), 440)).toBeWithin(3_900, 4_100);
});

test.each(['up', 'down'] as const)('a network may change while somebody speaks: what is lost on the way %s is not heard', async (way) => {
  const { pieces, hear } = listener();
  const network: { up?: { loss: number }; down?: { loss: number } } = {};
  const ann = await enter('ann', { network: way === 'up' ? network : {} });
  await enter('bob', { hear, network: way === 'down' ? network : {} });
  void ann.say(tone(440, 3_000));
  await clock.advance(1_000);
  network[way] = { loss: 1 };
  const lossFrom = clock.now();
  await clock.advance(1_000);
  delete network[way];
  const lossTo = clock.now();
  await clock.advance(2_000);
  const heardIn = (from: number, to: number): number => toneMs(joined(pieces.filter(({ cameMs }) => cameMs > from && cameMs <= to)), 440);
  expect(heardIn(0, lossFrom)).toBeWithin(880, 1_000);
  // The engine makes up a few frames before it gives the speaker up.
  expect(heardIn(lossFrom + 200, lossTo)).toBe(0);
  expect(heardIn(lossTo, Number.POSITIVE_INFINITY)).toBeWithin(850, 1_100);
});

test('a share of packets is lost by chance', async () => {
  const { pieces, hear } = listener();
  const network = { random: seededRandom(9), loss: 0.3 };
  const ann = await enter('ann');
  await enter('bob', { hear, network });
  void ann.say(tone(440, 10_000));
  await clock.advance(11_000);
  expect(pieces.length).toBeWithin(310, 390);
});

test('a network that is down carries nothing, tells nobody, and the engine misses the person within seconds', async () => {
  const { pieces, hear } = listener();
  const network: MemoryNetwork & { isDown: boolean } = { isDown: false };
  const ann = await enter('ann');
  await enter('bob', { hear, network });
  void ann.say(tone(440, 60_000));
  await clock.advance(3_000);
  const count = pieces.length;
  expect(count).toBeGreaterThan(100);
  network.isDown = true;
  const downAt = clock.now();
  await clock.advance(4_000);
  expect([pieces.length, lost.length]).toEqual([count, 0]);
  await clock.advance(20_000);
  expect(lost.map(({ legId }) => legId)).toEqual(['bob']);
  expect(lost[0]?.reason).toMatch(/nothing came from the peer/);
  expect((lost[0]?.atMs ?? 0) - downAt).toBeWithin(5_000, 9_000);
});

test('a network that was down for a moment is nobody’s loss', async () => {
  const network: MemoryNetwork & { isDown: boolean } = { isDown: false };
  const ann = await enter('ann');
  const bob = await enter('bob', { network });
  network.isDown = true;
  void ann.say(tone(440, 1_000));
  await clock.advance(4_000);
  network.isDown = false;
  expect(bob.packets).toBe(0);
  void ann.say(tone(440, 1_000));
  await clock.advance(20_000);
  expect(lost).toEqual([]);
  expect(toneMs(bob.heard(), 440)).toBeWithin(940, 1_060);
});

test('who is silent for an hour, on a bad network, is there still', async () => {
  await enter('ann', { network: { random: seededRandom(1), loss: 0.6, jitterMs: 100 } });
  await enter('bob');
  await clock.advance(3_600_000);
  expect(lost).toEqual([]);
});

type Listener = { readonly pieces: (Piece & { readonly cameMs: number })[]; readonly hear: (sound: Int16Array, atMs: number) => void };

function listener(): Listener {
  const pieces: Listener['pieces'] = [];
  return { pieces, hear: (sound, atMs) => void pieces.push({ sound: sound.slice(), atMs, cameMs: clock.now() }) };
}

function joined(pieces: readonly Piece[]): Int16Array {
  const sound = new Int16Array(pieces.length * FRAME_SAMPLES);
  pieces.forEach((piece, i) => sound.set(piece.sound, i * FRAME_SAMPLES));
  return sound;
}

async function enter(legId: string, options: PersonOptions = {}): Promise<MemoryPerson> {
  const person = await peers.person(options);
  await engine.connect({ roomId: 'room', legId, offer: person.offer });
  await clock.advance(20);
  return person;
}

function tone(hertz: number, ms: number): Int16Array {
  return sine({ hertz: [hertz], ms }, 0.3);
}

// Its type is told in local-engine.test.ts.
