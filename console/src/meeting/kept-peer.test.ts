/** A connection of pictures comes back by itself. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeptPeer, type PeerState } from './kept-peer.ts';
import { TestPeer } from './test-peer.ts';

let peers: TestPeer[];
let states: PeerState[];
let failures: unknown[];
let ask: (offer: string) => Promise<string>;
let kept: KeptPeer;

beforeEach(() => {
  vi.useFakeTimers();
  [peers, states, failures] = [[], [], []];
  ask = () => Promise.resolve('answer');
  kept = new KeptPeer({
    open: () => {
      const peer = new TestPeer();
      peers.push(peer);
      return peer as unknown as RTCPeerConnection;
    },
    ask: (offer) => ask(offer),
    isFinal: (error) => error instanceof Error && error.message === 'never',
    onState: (state) => states.push(state),
    onFailed: (error) => failures.push(error),
  });
});
afterEach(() => void vi.useRealTimers());

const turn = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
async function connected(): Promise<TestPeer> {
  kept.keep();
  await turn();
  const peer = last();
  peer.becomes('connected');
  return peer;
}
function last(): TestPeer {
  const peer = peers.at(-1);
  if (peer === undefined) throw new TypeError('no connection was opened');
  return peer;
}

test('it is offered, answered, and up', async () => {
  const peer = await connected();
  expect(peer.answer).toBe('answer');
  expect(states).toEqual(['connecting', 'up']);
  kept.keep();
  expect(peers).toHaveLength(1);
});

test('it is made anew when it fails', async () => {
  const peer = await connected();
  peer.becomes('failed');
  expect(kept.state).toBe('lost');
  expect(peer.isClosed).toBe(true);
  await turn(500);
  last().becomes('connected');
  expect(peers).toHaveLength(2);
  expect(kept.state).toBe('up');
});

test('it is made anew when it is interrupted for three seconds', async () => {
  const peer = await connected();
  peer.becomes('disconnected');
  await turn(2_900);
  expect([kept.state, peers.length]).toEqual(['lost', 1]);
  await turn(100);
  expect(peers).toHaveLength(2);
});

test('it is left as it is when it comes back within three seconds', async () => {
  const peer = await connected();
  peer.becomes('disconnected');
  await turn(2_000);
  peer.becomes('connected');
  await turn(60_000);
  expect([kept.state, peers.length]).toEqual(['up', 1]);
});

test('it is made anew when no connection comes up within twelve seconds', async () => {
  kept.keep();
  await turn(12_500);
  expect(peers).toHaveLength(2);
  expect(peers[0]?.isClosed).toBe(true);
});

test('it is made anew at once when asked, and only while it is wanted', async () => {
  kept.renew();
  expect(peers).toHaveLength(0);
  const peer = await connected();
  kept.renew();
  expect([peer.isClosed, peers.length, kept.state]).toEqual([true, 2, 'lost']);
});

test('a refusal is tried again ever more slowly, then told, and left until it is asked for', async () => {
  ask = () => Promise.reject(new Error('not now'));
  kept.keep();
  await turn(60_000);
  expect(peers).toHaveLength(6);
  expect(failures).toEqual([new Error('not now')]);
  expect(kept.state).toBe('failed');
  ask = () => Promise.resolve('answer');
  kept.renew();
  await turn();
  last().becomes('connected');
  expect(kept.state).toBe('up');
});

test('a refusal that will not change is told at once', async () => {
  ask = () => Promise.reject(new Error('never'));
  kept.keep();
  await turn(60_000);
  expect([kept.state, peers.length, failures]).toEqual(['failed', 1, [new Error('never')]]);
});

test('what comes late, after it was let go, changes nothing', async () => {
  let settle: (answer: string) => void = () => undefined;
  ask = () => new Promise((resolve) => (settle = resolve));
  kept.keep();
  await turn();
  const peer = last();
  kept.drop();
  settle('too late');
  await turn(60_000);
  peer.becomes('failed');
  expect(peer.answer).toBeUndefined();
  expect([kept.state, peers.length, peer.isClosed]).toEqual(['idle', 1, true]);
});
