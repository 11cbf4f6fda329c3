/** Frames on their way to one reader: bounded, counted, with gaps filled at the pace of time. */
import { expect, test } from 'vitest';
import { virtualClock } from '../base/virtual-clock.ts';
import { FrameQueue } from './frame-queue.ts';
import type { PictureFrame, SoundFrame } from './media.ts';
import { PictureStream } from './picture-stream.ts';
import { SoundStream } from './sound-stream.ts';

const sound = (atMs: number): SoundFrame => ({ samples: new Int16Array(320).fill(1), atMs, isSpeech: true, isGap: false });
const picture = (isKeyFrame: boolean): PictureFrame => ({
  codec: 'vp8',
  data: new Uint8Array(1),
  isKeyFrame,
  atMs: 0,
  width: 0,
  height: 0,
});

async function rest<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of stream) all.push(each);
  return all;
}

test('what is pushed comes in order, the oldest is dropped when it is full, and what waits at the end can be read', async () => {
  const queue = new FrameQueue<number>({ limit: 3 });
  for (let i = 1; i <= 5; i++) queue.push(i);
  queue.end();
  queue.push(6);
  expect(await rest(queue)).toEqual([3, 4, 5]);
  expect(queue.lostFrames).toBe(2);
});

test('a reader who waits gets the next frame, or the end; a second read at the same time is a mistake', async () => {
  let left = 0;
  const queue = new FrameQueue<number>({ limit: 3, onLeft: () => left++ });
  const first = queue.next();
  expect(() => queue.next()).toThrow(TypeError);
  queue.push(1);
  expect(await first).toEqual({ value: 1, done: false });
  const last = queue.next();
  queue.end();
  queue.end();
  expect(await last).toEqual({ value: undefined, done: true });
  expect(left).toBe(1);
});

test('aborting rejects with the signal’s reason, also a read that comes later, and leaves', async () => {
  let left = 0;
  const stop = new AbortController();
  const queue = new FrameQueue<number>({ limit: 3, onLeft: () => left++, signal: stop.signal });
  const reading = queue.next();
  stop.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
  await expect(queue.next()).rejects.toThrow('enough');
  expect(left).toBe(1);
});

test('a stream that nobody reads makes no silence; who comes late gets the last of it, and knows what is lost', async () => {
  const clock = virtualClock();
  const stream = new SoundStream({ clock, time: { nowMs: () => clock.now() }, onLeft: () => undefined, mostWaiting: 10 });
  stream.push(sound(0));
  expect((await stream.next()).value?.isGap).toBe(false);
  await clock.advance(2_000);
  stream.push(sound(1_980));
  stream.end();
  const frames = await rest(stream);
  expect(frames.map(({ isGap }) => isGap)).toEqual([...Array<boolean>(9).fill(true), false]);
  expect(frames.map(({ atMs }) => atMs).at(0)).toBe(1_800);
  expect(stream.lostFrames).toBe(89);
});

test('pictures begin with a key frame, and go on with one after a loss', async () => {
  const stream = new PictureStream({ onLeft: () => undefined });
  for (const isKey of [false, true, false]) stream.push(picture(isKey));
  stream.cut();
  for (const isKey of [false, true]) stream.push(picture(isKey));
  for (let i = 0; i < 57; i++) stream.push(picture(false));
  expect(stream.lostFrames).toBe(2);
  stream.push(picture(false));
  stream.push(picture(true));
  stream.end();
  expect((await rest(stream)).map(({ isKeyFrame }) => isKeyFrame)).toEqual([true]);
  expect(stream.lostFrames).toBe(63);
});
