/** Media processes: rooms are spread, a dead process loses its own rooms alone and comes back, nothing is left behind. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../base/clock.ts';
import { virtualClock } from '../base/virtual-clock.ts';
import { sine } from '../media/tones.ts';
import { writeWav } from '../media/wav.ts';
import { EngineHost } from './engine-host.ts';

const clock = realClock();
const sound = writeWav(sine({ hertz: [440], ms: 40 }, 0.3));
let engine: EngineHost;

beforeEach(() => {
  engine = new EngineHost({ clock, processes: 2 });
});

afterEach(async () => {
  await engine[Symbol.asyncDispose]();
});

test('rooms are spread by load, work apart, and only those of a dead process are lost', async () => {
  for (const room of ['a', 'b', 'c', 'd']) {
    engine.send({ kind: 'openRoom', roomId: room });
    engine.send({ kind: 'addHosted', roomId: room, legId: `${room}-bot` });
  }
  await played('d-bot', 'p1');
  const health = await engine.health();
  expect(health.map(({ rooms, legs }) => [rooms, legs])).toEqual([
    [2, 2],
    [2, 2],
  ]);
  expect(new Set(health.map(({ pid }) => pid)).size).toBe(2);
  expect(health.every(({ memoryBytes, cpuMs }) => memoryBytes > 1e6 && cpuMs > 0)).toBe(true);

  const lost = engine.facts.next('roomsLost');
  process.kill(health[0]?.pid ?? 0, 'SIGKILL');
  const { roomIds, reason } = await lost;
  expect([roomIds, reason]).toEqual([['a', 'c'], 'the media process was ended by SIGKILL']);
  await played('b-bot', 'p2');

  engine.send({ kind: 'openRoom', roomId: 'a' });
  engine.send({ kind: 'addHosted', roomId: 'a', legId: 'again' });
  await played('again', 'p3');
}, 20_000);

test('what is asked of a lost leg ends all the same', async () => {
  engine.send({ kind: 'openRoom', roomId: 'a' });
  engine.send({ kind: 'addHosted', roomId: 'a', legId: 'bot' });
  const [first] = await engine.health();
  const lost = engine.facts.next('roomsLost');
  process.kill(first?.pid ?? 0, 'SIGKILL');
  await lost;
  const ended = engine.facts.next('playEnded');
  engine.send({ kind: 'play', legId: 'bot', operationId: 'p', sounds: [sound] });
  expect(await ended).toMatchObject({ outcome: 'failed' });
  await expect(engine.connect({ roomId: 'a', legId: 'x', offer: 'v=0' })).rejects.toMatchObject({ code: 'engine/no-room' });
}, 20_000);

test('a process that dies while it connects somebody says so, and nobody waits for ever', async () => {
  engine.send({ kind: 'openRoom', roomId: 'a' });
  const [first] = await engine.health();
  process.kill(first?.pid ?? 0, 'SIGSTOP');
  const connecting = engine.connect({ roomId: 'a', legId: 'x', offer: 'v=0' });
  const stopping = new AbortController();
  const aborted = engine.connect({ roomId: 'a', legId: 'y', offer: 'v=0' }, { signal: stopping.signal });
  stopping.abort(new Error('never mind'));
  await expect(aborted).rejects.toThrow('never mind');
  process.kill(first?.pid ?? 0, 'SIGKILL');
  await expect(connecting).rejects.toMatchObject({ code: 'engine/process-died' });
}, 20_000);

test('a process that hangs is ended and takes the same way as a dead one', async () => {
  const virtual = virtualClock();
  await using host = new EngineHost({ clock: virtual });
  host.send({ kind: 'openRoom', roomId: 'a' });
  const [first] = await host.health();
  const lost = host.facts.next('roomsLost');
  process.kill(first?.pid ?? 0, 'SIGSTOP');
  await virtual.advance(13_000);
  expect(await lost).toEqual({ roomIds: ['a'], reason: 'the media process was ended by SIGKILL' });
  await virtual.advance(100);
  const [second] = await host.health();
  expect(second?.pid).not.toBe(first?.pid);
}, 20_000);

test('closing ends the processes, twice is calm, and what comes after is refused', async () => {
  const pids = (await engine.health()).map(({ pid }) => pid);
  await engine[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  engine.send({ kind: 'openRoom', roomId: 'late' });
  await expect(engine.connect({ roomId: 'late', legId: 'x', offer: '' })).rejects.toMatchObject({ code: 'engine/closed' });
}, 20_000);

async function played(legId: string, operationId: string): Promise<void> {
  const ended = engine.facts.next('playEnded', { matches: (fact) => fact.operationId === operationId, signal: clock.deadline(10_000) });
  engine.send({ kind: 'play', legId, operationId, sounds: [sound] });
  expect(await ended).toEqual({ legId, operationId, outcome: 'completed' });
}
