/** The pictures of a meeting: what is sent, what is seen, and what survives a connection. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ShownSlot } from '../../../src/wire/live/page-command.ts';
import type { Wish } from './meeting-view.ts';
import { Pictures, type PicturesKind } from './pictures.ts';
import { who } from './test-line.ts';
import { TestPeer, TestStream, TestTrack } from './test-peer.ts';

let peers: Map<PicturesKind, TestPeer[]>;
let unasked: TestPeer[];
let ended: string[];
let told: (readonly ShownSlot[])[];
let troubles: string[];
let pictures: Pictures;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('MediaStream', TestStream);
  vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs: [{ mimeType: 'video/VP8' }] }) });
  [peers, unasked, ended, told, troubles] = [new Map(), [], [], [], []];
  pictures = new Pictures({
    open: () => {
      const peer = new TestPeer();
      unasked.push(peer);
      return peer as unknown as RTCPeerConnection;
    },
    connect: (what) => {
      const peer = unasked.shift();
      if (peer !== undefined) peers.set(what, [...(peers.get(what) ?? []), peer]);
      return Promise.resolve(`answer for ${what}`);
    },
    end: (what) => Promise.resolve(void ended.push(what)),
    tell: (slots) => Promise.resolve(void told.push(slots)),
    onChange: () => undefined,
    onTrouble: ({ message }) => troubles.push(message),
    onRefused: () => undefined,
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const turn = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const track = (): MediaStreamTrack => new TestTrack() as unknown as MediaStreamTrack;
const people = ['Grace', 'Bob'].map((name) => who(name, { hasCamera: true, isSharing: name === 'Bob' }));
const camera = (participantId: string, height = 180): Wish => ({ participantId, of: 'camera', height });
function peerOf(what: PicturesKind): TestPeer {
  const peer = peers.get(what)?.at(-1);
  if (peer === undefined) throw new TypeError(`nothing was connected for ${what}`);
  return peer;
}
async function up(what: PicturesKind): Promise<TestPeer> {
  await turn();
  const peer = peerOf(what);
  peer.becomes('connected');
  await turn();
  return peer;
}
/** What is seen of these people: the streams, by tile. */
const seen = (): Readonly<Record<string, boolean>> =>
  Object.fromEntries(pictures.tiles(people).map(({ key, stream }) => [key, stream !== undefined]));

describe('my camera', () => {
  test('is sent in three layers, each a half of the next, once pictures are allowed', async () => {
    await pictures.send('camera', track());
    await turn();
    expect(peers.size + unasked.length).toBe(0);
    pictures.allow(true);
    const [transceiver] = (await up('camera')).transceivers;
    expect(transceiver?.direction).toBe('sendonly');
    expect(transceiver?.encodings.map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy])).toEqual([
      ['q', 4],
      ['h', 2],
      ['f', 1],
    ]);
  });

  test('changes its device without another connection', async () => {
    pictures.allow(true);
    await pictures.send('camera', track());
    await up('camera');
    const other = track();
    await pictures.send('camera', other);
    await turn();
    expect(peerOf('camera').transceivers[0]?.sender.track).toBe(other);
    expect(peers.get('camera')).toHaveLength(1);
  });

  test('ends with a word to the switchboard', async () => {
    pictures.allow(true);
    await pictures.send('camera', track());
    const peer = await up('camera');
    await pictures.send('camera', undefined);
    expect([peer.isClosed, ended]).toEqual([true, ['camera']]);
  });

  test('is sent anew, with the screen, after the line was connected anew', async () => {
    pictures.allow(true);
    const mine = track();
    await pictures.send('camera', mine);
    await up('camera');
    await pictures.send('screen', track());
    await up('screen');
    pictures.allow(false);
    expect([peerOf('camera').isClosed, peerOf('screen').isClosed, ended]).toEqual([true, true, []]);
    pictures.allow(true);
    await turn();
    expect([peers.get('camera')?.length, peers.get('screen')?.length]).toEqual([2, 2]);
    expect(peerOf('camera').transceivers[0]?.sender.track).toBe(mine);
  });
});

describe('the others', () => {
  beforeEach(() => pictures.allow(true));

  test('cost no connection until somebody is to be seen', async () => {
    pictures.show([camera('Nobody')], people);
    await turn(1_000);
    expect(peers.size + unasked.length).toBe(0);
  });

  test('are told to the switchboard by slot, once, when the wishes have settled', async () => {
    pictures.show([camera('Grace')], people);
    const peer = await up('view');
    expect(peer.transceivers.map(({ direction }) => direction)).toEqual(Array.from({ length: 10 }, () => 'recvonly'));
    told = [];
    pictures.show([camera('Grace', 360)], people);
    pictures.show([camera('Grace', 720), { participantId: 'Bob', of: 'screen', height: 900 }], people);
    await turn(100);
    expect(told).toEqual([
      [
        { slot: 0, participantId: 'Grace', of: 'camera', height: 720 },
        { slot: 1, participantId: 'Bob', of: 'screen', height: 900 },
      ],
    ]);
  });

  test('are seen from their first key frame on; screens come first', async () => {
    pictures.show([camera('Grace'), { participantId: 'Bob', of: 'screen', height: 900 }], people);
    const peer = await up('view');
    await turn(500);
    expect(Object.entries(seen())).toEqual([
      ['Bob screen', false],
      ['Grace camera', false],
    ]);
    const [first] = peer.transceivers;
    if (first !== undefined) first.keyFrames = 1;
    await turn(100);
    expect(seen()).toEqual({ 'Bob screen': false, 'Grace camera': true });
  });

  test('do not show the one before in a slot that is given to another', async () => {
    pictures.show([camera('Grace')], people);
    const slot = (await up('view')).transceivers[0];
    if (slot === undefined) throw new TypeError('there is a first slot');
    slot.keyFrames = 3;
    await turn(100);
    pictures.show([camera('Bob')], people);
    expect(seen()).toEqual({ 'Bob camera': false });
    await turn(500);
    expect(seen()).toEqual({ 'Bob camera': false });
    slot.keyFrames = 4;
    await turn(100);
    expect(seen()).toEqual({ 'Bob camera': true });
  });

  test('stay seen when a wish is dropped and taken up again at once', async () => {
    pictures.show([camera('Grace')], people);
    const slot = (await up('view')).transceivers[0];
    if (slot !== undefined) slot.keyFrames = 1;
    await turn(100);
    pictures.show([], people);
    pictures.show([camera('Grace')], people);
    await turn(1_000);
    expect(seen()).toEqual({ 'Grace camera': true });
  });

  test('are asked for and awaited anew when the connection is made anew', async () => {
    pictures.show([camera('Grace')], people);
    const slot = (await up('view')).transceivers[0];
    if (slot !== undefined) slot.keyFrames = 1;
    await turn(100);
    told = [];
    pictures.renew();
    expect([pictures.isLost, seen()['Grace camera']]).toEqual([true, false]);
    const again = (await up('view')).transceivers[0];
    await turn(100);
    expect([pictures.isLost, told]).toEqual([false, [[{ slot: 0, participantId: 'Grace', of: 'camera', height: 180 }]]]);
    if (again !== undefined) again.keyFrames = 1;
    await turn(100);
    expect(seen()).toEqual({ 'Grace camera': true });
  });

  test('that cannot get through are told in words, after several tries', async () => {
    pictures.show([camera('Grace')], people);
    await turn(120_000);
    expect(troubles).toEqual(['The pictures of the others do not get through.']);
  });
});

test('nothing is left when the meeting is left', async () => {
  pictures.allow(true);
  await pictures.send('camera', track());
  await up('camera');
  pictures.show([camera('Grace')], people);
  await up('view');
  pictures.leave();
  pictures.allow(true);
  await turn(60_000);
  expect([peerOf('camera').isClosed, peerOf('view').isClosed, pictures.tiles(people)]).toEqual([true, true, []]);
  expect([peers.get('camera')?.length, peers.get('view')?.length]).toEqual([1, 1]);
});
