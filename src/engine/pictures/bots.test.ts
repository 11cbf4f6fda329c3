/** Bots among the pictures: what they show is seen, what they watch comes in whole frames, and a slow one is spared. */
import { describe, expect, test } from 'vitest';
import { attachBot, type BridgeEnd } from '../test-bridge.ts';
import type { BridgedPictures, BridgedSink, PictureFrame } from './bridged-pictures.ts';
import { FrameWatch } from './frame-watch.ts';
import { memoryFrame, readMemoryFrame, writeMemoryFrame, type MemoryFrame } from './memory-frame.ts';
import { Pictures } from './pictures.ts';
import { Facts } from '../../base/facts.ts';
import { virtualClock } from '../../base/virtual-clock.ts';
import { MemoryPictures } from './memory-pictures.ts';
import { lossy, slotOf, TestGallery } from './test-gallery.ts';

/** A frame as large as that, with a code in it; what fills it up follows from its number. */
function frameOf(frame: Partial<MemoryFrame>, bytes: number = 40): Uint8Array {
  const whole = new Uint8Array(bytes);
  for (let i = 0; i < bytes; i++) whole[i] = (i * 7 + (frame.count ?? 0)) & 0xff;
  writeMemoryFrame(whole, 0, { ...memoryFrame(), width: 640, height: 360, ...frame });
  return whole;
}

function codeOf(bytes: Uint8Array): MemoryFrame {
  const frame = memoryFrame();
  if (!readMemoryFrame(bytes, 0, bytes.length, frame)) throw new Error('this is no frame of ours');
  return frame;
}

describe('a bot on the bridge', () => {
  const bridged = async (gallery: TestGallery, pictures: number = 4): Promise<BridgeEnd> => {
    gallery.engine.send({ kind: 'addBridged', roomId: 'room', legId: 'bot', limits: { soundsApart: 'all', pictures } });
    gallery.engine.send({ kind: 'identify', legId: 'bot', sourceId: 400 });
    gallery.engine.send({ kind: 'identify', legId: 'ann', sourceId: 100 });
    const bot = attachBot(gallery.engine, 'bot');
    await gallery.clock.advance(100);
    return bot;
  };

  test('shows frames that are cut into packets and seen, and is asked for a key frame when somebody needs one', async () => {
    await using gallery = new TestGallery('ann');
    const bot = await bridged(gallery);
    const ann = await gallery.viewer('ann');
    gallery.view('ann', slotOf(0, 'bot', 360, 'screen'));
    let isKeyFrame = true;
    for (let count = 0; count < 40; count++) {
      bot.picture('screen', frameOf({ tag: 9, count, isKeyFrame }));
      await gallery.clock.advance(100);
      const asked = bot.told('keyFrameWanted').length;
      isKeyFrame = asked > 0 && count === 1;
    }
    expect(bot.told('keyFrameWanted')[0]).toEqual({ kind: 'keyFrameWanted', of: 'screen' });
    expect(gallery.told).toEqual(['began bot screen']);
    expect(ann.slots[0]?.shown).toMatchObject({ tag: 9, count: 39 });
    expect(ann.slots[0]?.frames).toBeGreaterThan(30);
    expect(ann.slots[0]?.broken).toBe(0);
    bot.order({ kind: 'stopPictures', of: 'screen' });
    await gallery.clock.advance(50);
    expect(gallery.told).toEqual(['began bot screen', 'ended bot screen']);
  });

  test('is told of what there is, watches it in the layer it asks for, and gets whole frames one after the other', async () => {
    await using gallery = new TestGallery('ann');
    await gallery.camera('ann', { tag: 5, packetsPerFrame: 1 });
    const bot = await bridged(gallery);
    await gallery.clock.advance(500);
    expect(bot.told('pictures')).toContainEqual({ kind: 'pictures', sourceId: 101, of: 'camera', isOn: true });
    bot.order({ kind: 'watch', pictures: [{ sourceId: 101, maxHeight: 400 }] });
    await gallery.clock.advance(3_000);
    const frames = bot.frames.filter(({ header }) => header.kind === 'camera');
    expect(frames.length).toBeGreaterThan(20);
    expect(frames[0]?.header).toMatchObject({ isKeyFrame: true, isFirst: true, sourceId: 101, width: 640, height: 360 });
    const codes = frames.map(({ bytes }) => codeOf(bytes));
    expect(codes.every(({ tag, layer }) => tag === 5 && layer === 1)).toBe(true);
    expect(codes.map(({ count }) => count - (codes[0]?.count ?? 0))).toEqual(codes.map((_, i) => i));
    const times = frames.map(({ header }) => header.timestampUs);
    expect(times.every((time, i) => i === 0 || Math.abs(time - (times[i - 1] ?? 0) - 100_000) < 2_000)).toBe(true);
    gallery.engine.send({ kind: 'endPictures', legId: 'ann', of: 'camera' });
    await gallery.clock.advance(50);
    expect(bot.told('pictures').at(-1)).toEqual({ kind: 'pictures', sourceId: 101, of: 'camera', isOn: false });
  });
});

describe('the pictures of a bridged leg', () => {
  type Taken = { readonly frame: PictureFrame; readonly bytes: Uint8Array };
  type Sink = BridgedSink & { readonly taken: Taken[]; readonly events: string[]; buffered: number };

  const sinkOf = (): Sink => {
    const sink: Sink = {
      taken: [],
      events: [],
      buffered: 0,
      frame: (frame, bytes) => sink.taken.push({ frame: { ...frame }, bytes: bytes.slice() }) > 0,
      bufferedBytes: () => sink.buffered,
      keyFrameWanted: (of) => sink.events.push(`key ${of}`),
      pictures: (legId, of, isOn) => sink.events.push(`${legId} ${of} ${isOn ? 'on' : 'off'}`),
    };
    return sink;
  };

  /** Pictures with neither engine nor routing: everybody sees everybody. */
  const open = (): { pictures: Pictures; memory: MemoryPictures; clock: ReturnType<typeof virtualClock> } => {
    const clock = virtualClock();
    const memory = new MemoryPictures({ clock });
    const room = { roomId: 'room', sees: () => true };
    const rooms = { roomOf: () => room, bridged: () => undefined };
    return { clock, memory, pictures: new Pictures({ clock, rooms, transports: memory, facts: new Facts({ onError: () => undefined }) }) };
  };

  test('take large frames apart and put them together again, bit for bit', async () => {
    const { pictures, clock } = open();
    const seen = sinkOf();
    const shower: BridgedPictures = pictures.bridged('shower', sinkOf());
    pictures.bridged('watcher', seen).watch([{ legId: 'shower', of: 'camera' }]);
    const sent: Uint8Array[] = [];
    for (let count = 0; count < 30; count++) {
      const frame = frameOf({ count, isKeyFrame: count % 5 === 0 }, 20 + ((count * 3_517) % 90_000));
      sent.push(frame);
      expect(shower.show('camera', frame, 0)).toBe(true);
      await clock.advance(40);
    }
    expect(seen.events).toContain('shower camera on');
    expect(seen.taken.length).toBeGreaterThan(20);
    const first = codeOf(seen.taken[0]?.bytes ?? new Uint8Array(0)).count;
    expect(seen.taken.map(({ bytes }) => Buffer.from(bytes).equals(sent[codeOf(bytes).count] ?? new Uint8Array(0)))).not.toContain(false);
    expect(seen.taken.map(({ bytes }) => codeOf(bytes).count)).toEqual(seen.taken.map((_, i) => first + i));
  });

  test.each([
    ['nothing', new Uint8Array(0)],
    ['a frame before the first key frame', frameOf({ isKeyFrame: false })],
    ['a key frame without a size', Uint8Array.of(0x10, 0, 0, 0, 0, 0)],
    ['far too much', new Uint8Array(2 * 1024 * 1024 + 1)],
  ])('refuse %s', (_, bytes) => {
    const { pictures } = open();
    expect(pictures.bridged('shower', sinkOf()).show('camera', bytes, 0)).toBe(false);
  });

  test('leave frames out for one that does not read, and go on with a key frame', async () => {
    const { pictures, memory, clock } = open();
    const camera = memory.camera({ tag: 3 });
    await pictures.connect({ roomId: 'room', legId: 'ann', offer: camera.offer, what: 'camera' }, {});
    const sink = sinkOf();
    pictures.bridged('bot', sink).watch([{ legId: 'ann', of: 'camera' }]);
    await clock.advance(2_000);
    const before = sink.taken.length;
    expect(before).toBeGreaterThan(10);
    sink.buffered = 2_000_000;
    await clock.advance(2_000);
    expect(sink.taken.length).toBe(before);
    sink.buffered = 0;
    await clock.advance(2_000);
    expect(sink.taken.length).toBeGreaterThan(before + 10);
    expect(sink.taken[before]?.frame).toMatchObject({ isKeyFrame: true, isFirst: true });
  });

  test('come whole, and begin anew with a key frame, where packets are lost', async () => {
    const { pictures, memory, clock } = open();
    const camera = memory.camera({ tag: 3, framesPerSecond: 20, packetsPerFrame: 3, network: lossy(0.15, 8) });
    await pictures.connect({ roomId: 'room', legId: 'ann', offer: camera.offer, what: 'camera' }, {});
    const sink = sinkOf();
    pictures.bridged('bot', sink).watch([{ legId: 'ann', of: 'camera', maxHeight: 200 }]);
    await clock.advance(20_000);
    expect(sink.taken.length).toBeGreaterThan(300);
    let last = -1;
    for (const { frame, bytes } of sink.taken) {
      // Frames of three packets carry their code three times over.
      const { count } = codeOf(bytes);
      if (!frame.isKeyFrame) expect(count).toBe(last + 1);
      last = count;
    }
  });

  test('begin after a long time without any, and are over when the bot shows nothing for ten seconds', async () => {
    const { pictures, clock } = open();
    const watcher = sinkOf();
    const shower = pictures.bridged('shower', sinkOf());
    pictures.bridged('watcher', watcher).watch([{ legId: 'shower', of: 'camera' }]);
    await clock.advance(60_000);
    for (let count = 0; count < 20; count++) {
      shower.show('camera', frameOf({ count, isKeyFrame: count % 10 === 0 }), 0);
      await clock.advance(100);
    }
    expect(watcher.events).toEqual(['shower camera on']);
    expect(watcher.taken.length).toBeGreaterThan(8);
    await clock.advance(12_000);
    expect(watcher.events).toEqual(['shower camera on', 'shower camera off']);
  });

  test('end with the leg', async () => {
    const { pictures, clock } = open();
    const watcher = sinkOf();
    const shower = pictures.bridged('shower', sinkOf());
    pictures.bridged('watcher', watcher);
    shower.show('camera', frameOf({ isKeyFrame: true }), 0);
    await clock.advance(100);
    shower.close();
    expect(watcher.events).toEqual(['shower camera on', 'shower camera off']);
    expect(shower.show('camera', frameOf({ isKeyFrame: true }), 0)).toBe(false);
  });
});

test('what is watched without a source is nothing', () => {
  const sink: BridgedSink = { frame: () => true, bufferedBytes: () => 0, keyFrameWanted: () => undefined, pictures: () => undefined };
  const watch = new FrameWatch({ legId: 'ann', of: 'camera', sink });
  expect(() => watch.aim(undefined, 0)).not.toThrow();
});
