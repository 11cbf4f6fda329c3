/** The forwarding of pictures in virtual time: who sees whom, in which layer, and what becomes of it when packets are lost. */
import { describe, expect, test } from 'vitest';
import { lossy, slotOf, TestGallery } from './test-gallery.ts';

describe('a viewer', () => {
  test('sees in each slot whom it asks for, in the layer that fits, and nothing in the others', async () => {
    await using gallery = new TestGallery('ann', 'bob', 'cy');
    await gallery.camera('ann', { tag: 1 });
    await gallery.camera('bob', { tag: 2 });
    const cy = await gallery.viewer('cy');
    gallery.view('cy', slotOf(0, 'ann', 720), slotOf(1, 'bob', 300), slotOf(5, 'ann', 100));
    await gallery.clock.advance(3_000);
    expect(cy.slots.map(({ shown, height }) => [shown.tag, height]).slice(0, 7)).toEqual([
      [1, 720],
      [2, 360],
      [0, 0],
      [0, 0],
      [0, 0],
      [1, 180],
      [0, 0],
    ]);
    for (const number of [0, 1, 5]) {
      const slot = cy.slots[number];
      expect(slot?.frames).toBeGreaterThan(20);
      expect(slot?.broken).toBe(0);
    }
    expect(cy.reports).toBeGreaterThan(2);
    expect(gallery.told.filter((told) => told === 'began ann camera')).toHaveLength(1);
  });

  test('sees a source that was asked for before it came, and one that goes and comes again', async () => {
    await using gallery = new TestGallery('ann', 'bob');
    const bob = await gallery.viewer('bob');
    gallery.view('bob', slotOf(0, 'ann'));
    await gallery.clock.advance(2_000);
    expect(bob.slots[0]?.frames).toBe(0);
    const camera = await gallery.camera('ann', { tag: 7 });
    await gallery.clock.advance(1_000);
    expect(bob.slots[0]?.shown.tag).toBe(7);
    camera.vanish();
    const frames = bob.slots[0]?.frames ?? 0;
    await gallery.camera('ann', { tag: 8 });
    await gallery.clock.advance(1_000);
    expect(bob.slots[0]?.shown.tag).toBe(8);
    expect(bob.slots[0]?.frames).toBeGreaterThan(frames);
    expect(bob.slots[0]?.broken).toBe(0);
    expect(gallery.told).toEqual(['began ann camera', 'ended ann camera', 'began ann camera']);
  });

  test('whose tiles change their height, or their source, over and over never sees a broken frame', async () => {
    await using gallery = new TestGallery('ann', 'bob', 'cy');
    await gallery.camera('ann', { tag: 1 });
    await gallery.screen('bob', { tag: 2, packetsPerFrame: 5 });
    const cy = await gallery.viewer('cy', { slots: 1 });
    const views = [slotOf(0, 'ann', 720), slotOf(0, 'ann', 90), slotOf(0, 'bob', 720, 'screen'), slotOf(0, 'ann', 360)];
    for (let i = 0; i < 40; i++) {
      const view = views[i % views.length];
      if (view) gallery.view('cy', view);
      await gallery.clock.advance(700);
      expect(cy.slots[0]?.shown.tag).toBe(view?.legId === 'ann' ? 1 : 2);
    }
    expect(cy.slots[0]?.broken).toBe(0);
    expect(cy.slots[0]?.frames).toBeGreaterThan(150);
  });

  test('that shows nothing is sent nothing', async () => {
    await using gallery = new TestGallery('ann', 'bob');
    await gallery.camera('ann');
    const bob = await gallery.viewer('bob');
    gallery.view('bob', slotOf(0, 'ann'));
    await gallery.clock.advance(1_000);
    gallery.view('bob');
    const packets = bob.slots[0]?.packets ?? 0;
    expect(packets).toBeGreaterThan(5);
    await gallery.clock.advance(5_000);
    expect(bob.slots[0]?.packets).toBe(packets);
  });
});

describe('whoever is apart', () => {
  test('sees nobody and is seen by nobody, until let in', async () => {
    await using gallery = new TestGallery('ann', 'lou');
    gallery.engine.send({ kind: 'route', roomId: 'room', apart: ['lou'], groups: [] });
    await gallery.camera('ann', { tag: 1 });
    await gallery.camera('lou', { tag: 2 });
    const ann = await gallery.viewer('ann');
    const lou = await gallery.viewer('lou');
    gallery.view('ann', slotOf(0, 'lou'));
    gallery.view('lou', slotOf(0, 'ann'));
    await gallery.clock.advance(2_000);
    expect([ann.slots[0]?.packets, lou.slots[0]?.packets]).toEqual([0, 0]);
    gallery.engine.send({ kind: 'route', roomId: 'room', apart: [], groups: [] });
    await gallery.clock.advance(1_000);
    expect([ann.slots[0]?.shown.tag, lou.slots[0]?.shown.tag]).toEqual([2, 1]);
    gallery.engine.send({ kind: 'route', roomId: 'room', apart: ['ann'], groups: [] });
    const packets = [ann.slots[0]?.packets, lou.slots[0]?.packets];
    await gallery.clock.advance(1_000);
    expect([ann.slots[0]?.packets, lou.slots[0]?.packets]).toEqual(packets);
  });

  test('or in another room is not seen; who moves takes camera and view along', async () => {
    await using gallery = new TestGallery('ann', 'bob');
    gallery.engine.send({ kind: 'openRoom', roomId: 'other' });
    gallery.engine.send({ kind: 'addHosted', roomId: 'other', legId: 'cy' });
    await gallery.camera('ann', { tag: 1 });
    await gallery.camera('cy', { tag: 3 }, 'other');
    const ann = await gallery.viewer('ann');
    const bob = await gallery.viewer('bob');
    gallery.view('ann', slotOf(0, 'cy'));
    gallery.view('bob', slotOf(0, 'ann'));
    await gallery.clock.advance(1_000);
    expect([ann.slots[0]?.frames, bob.slots[0]?.shown.tag]).toEqual([0, 1]);
    gallery.engine.send({ kind: 'moveLeg', legId: 'ann', roomId: 'other' });
    const packets = bob.slots[0]?.packets;
    await gallery.clock.advance(1_000);
    expect(ann.slots[0]?.shown.tag).toBe(3);
    expect(bob.slots[0]?.packets).toBe(packets);
    expect(gallery.told).not.toContain('ended ann camera');
  });

  test('never sees itself', async () => {
    await using gallery = new TestGallery('ann');
    await gallery.camera('ann');
    const ann = await gallery.viewer('ann');
    gallery.view('ann', slotOf(0, 'ann'));
    await gallery.clock.advance(1_000);
    expect(ann.slots[0]?.packets).toBe(0);
  });
});

describe('on a bad network', () => {
  test.each([
    ['to the engine', 'up'],
    ['to the viewer', 'down'],
    ['on both ways', 'both'],
  ] as const)('loss of 15 in 100 %s is repaired: nearly all is seen, and no broken frame', async (_, where) => {
    await using gallery = new TestGallery('ann', 'bob');
    const camera = await gallery.camera('ann', {
      tag: 1,
      framesPerSecond: 20,
      packetsPerFrame: 4,
      ...(where === 'down' ? {} : { network: lossy(0.15, 3) }),
    });
    const bob = await gallery.viewer('bob', where === 'up' ? {} : { network: lossy(0.15, 4) });
    gallery.view('bob', slotOf(0, 'ann', 720));
    await gallery.clock.advance(30_000);
    const slot = bob.slots[0];
    const layers = camera.layers.reduce((frames, layer) => Math.max(frames, layer.frames), 0);
    expect(slot?.broken).toBe(0);
    expect(slot?.frames).toBeGreaterThan(layers * 0.9);
    expect(camera.keyFramesAsked).toBeLessThan(60);
  });

  test('packets that overtake each other, and come late, are put in their place', async () => {
    await using gallery = new TestGallery('ann', 'bob');
    const network = { ...lossy(0, 9), jitterMs: 30, reorder: 0.1 };
    await gallery.camera('ann', { tag: 1, framesPerSecond: 20, packetsPerFrame: 3, network });
    const bob = await gallery.viewer('bob', { network: { ...lossy(0, 10), jitterMs: 30, reorder: 0.1 } });
    gallery.view('bob', slotOf(0, 'ann', 360));
    await gallery.clock.advance(20_000);
    expect(bob.slots[0]?.broken).toBe(0);
    expect(bob.slots[0]?.frames).toBeGreaterThan(380);
  });

  test('whoever loses half of what comes is shown smaller pictures, and larger ones again when the network is well', async () => {
    await using gallery = new TestGallery('ann', 'bob');
    await gallery.camera('ann', { tag: 1, framesPerSecond: 20, packetsPerFrame: 4, packetBytes: 900 });
    const network = { ...lossy(0, 5), down: { loss: 0 } };
    const bob = await gallery.viewer('bob', { network });
    gallery.view('bob', slotOf(0, 'ann', 720));
    await gallery.clock.advance(3_000);
    expect(bob.slots[0]?.height).toBe(720);
    network.down.loss = 0.4;
    await gallery.clock.advance(15_000);
    expect(bob.slots[0]?.height).toBe(180);
    network.down.loss = 0;
    await gallery.clock.advance(120_000);
    expect(bob.slots[0]?.height).toBe(720);
  });

  test('whoever says over and over that it can take less gets the small layer', async () => {
    await using gallery = new TestGallery('ann', 'bob');
    await gallery.camera('ann', { tag: 1, framesPerSecond: 20, packetsPerFrame: 4, packetBytes: 900 });
    const bob = await gallery.viewer('bob');
    gallery.view('bob', slotOf(0, 'ann', 720));
    await gallery.clock.advance(3_000);
    // How low it is says nothing: it follows what is sent.
    bob.canTake(100_000);
    await gallery.clock.advance(3_000);
    expect(bob.slots[0]?.height).toBe(720);
    for (let bits = 90_000; bits > 50_000; bits -= 5_000) {
      bob.canTake(bits);
      await gallery.clock.advance(500);
    }
    expect(bob.slots[0]?.height).toBe(180);
  });
});

describe('a source', () => {
  test('is asked for few key frames however many viewers storm it', async () => {
    await using gallery = new TestGallery('ann', ...Array.from({ length: 50 }, (_, i) => `viewer ${String(i)}`));
    const camera = await gallery.camera('ann', { tag: 1 });
    for (let i = 0; i < 50; i++) {
      const viewer = await gallery.viewer(`viewer ${String(i)}`, { slots: 1 });
      gallery.view(`viewer ${String(i)}`, slotOf(0, 'ann', 720));
      gallery.clock.after(2_000, function storm() {
        viewer.askKeyFrame(0);
        gallery.clock.after(20, storm);
      });
    }
    await gallery.clock.advance(2_000);
    const before = camera.keyFramesAsked;
    await gallery.clock.advance(5_000);
    expect(camera.keyFramesAsked - before).toBeGreaterThan(5);
    expect(camera.keyFramesAsked - before).toBeLessThan(14);
  });

  test('is told how much it may send, and what of it came', async () => {
    await using gallery = new TestGallery('ann');
    const camera = await gallery.camera('ann');
    await gallery.clock.advance(1_500);
    expect(camera.allowedBps).toBeGreaterThan(2_490_000);
  });

  test('from which nothing comes for ten seconds is over, and begins again when it does', async () => {
    await using gallery = new TestGallery('ann', 'bob');
    const camera = await gallery.camera('ann', { tag: 1 });
    const bob = await gallery.viewer('bob');
    gallery.view('bob', slotOf(0, 'ann'));
    await gallery.clock.advance(2_000);
    camera.cover(true);
    await gallery.clock.advance(8_000);
    expect(gallery.told).toEqual(['began ann camera']);
    await gallery.clock.advance(4_000);
    expect(gallery.told).toEqual(['began ann camera', 'ended ann camera']);
    camera.cover(false);
    await gallery.clock.advance(1_000);
    expect(gallery.told.slice(2)).toEqual(['began ann camera']);
    expect(bob.slots[0]?.atMs).toBeGreaterThan(gallery.clock.now() - 300);
  });

  test.each([
    ['its leg is removed', { kind: 'removeLeg', legId: 'ann' }],
    ['its room is closed', { kind: 'closeRoom', roomId: 'room' }],
    ['it is ended', { kind: 'endPictures', legId: 'ann', of: 'camera' }],
  ] as const)('ends when %s', async (_, command) => {
    await using gallery = new TestGallery('ann', 'bob');
    await gallery.camera('ann');
    await gallery.clock.advance(500);
    gallery.engine.send(command);
    expect(gallery.told).toEqual(['began ann camera', 'ended ann camera']);
    await gallery.clock.advance(1_000);
    expect(gallery.told).toHaveLength(2);
  });

  test('that is connected anew takes the place of the one before it', async () => {
    await using gallery = new TestGallery('ann', 'bob');
    const bob = await gallery.viewer('bob');
    gallery.view('bob', slotOf(0, 'ann'));
    await gallery.camera('ann', { tag: 1 });
    await gallery.clock.advance(500);
    await gallery.camera('ann', { tag: 2 });
    await gallery.clock.advance(1_000);
    expect(bob.slots[0]?.shown.tag).toBe(2);
    expect(gallery.told).toEqual(['began ann camera', 'ended ann camera', 'began ann camera']);
  });

  test('cannot be connected where its leg is not', async () => {
    await using gallery = new TestGallery('ann');
    await expect(gallery.camera('nobody')).rejects.toMatchObject({ code: 'engine/no-leg' });
    await expect(gallery.camera('ann', {}, 'elsewhere')).rejects.toMatchObject({ code: 'engine/no-room' });
    await expect(gallery.engine.connect({ roomId: 'room', legId: 'ann', offer: 'nonsense', what: 'view' })).rejects.toMatchObject({
      code: 'engine/bad-offer',
    });
  });
});

test('when nothing is shown the clock is left alone', async () => {
  await using gallery = new TestGallery('ann', 'bob');
  const camera = await gallery.camera('ann');
  await gallery.clock.advance(500);
  camera.vanish();
  await gallery.clock.advance(2_000);
  const { timers } = gallery;
  await gallery.clock.advance(60_000);
  expect(gallery.timers).toBe(timers);
});
