import { expect, test } from 'vitest';
import { PART_BYTES, inParts, sendParts } from './upload-parts.ts';

/** Counts what was taken, and whether it was told that no more is wanted. */
function counting(size: number): { taken: number; isOver: boolean; pieces: AsyncGenerator<Uint8Array> } {
  const made = { taken: 0, isOver: false, pieces: pieces() };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      for (; made.taken < size; made.taken += 1_048_576) yield new Uint8Array(1_048_576);
    } finally {
      made.isOver = true;
    }
  }
  return made;
}

test('however long the stream, no more than three parts of it are held', async () => {
  const stream = counting(100 * PART_BYTES);
  const releases: (() => void)[] = [];
  let mostAtOnce = 0;
  let mostAhead = 0;
  let sent = 0;
  const done = sendParts(inParts(stream.pieces), async (part) => {
    await new Promise<void>((resolve) => {
      releases.push(resolve);
      mostAtOnce = Math.max(mostAtOnce, releases.length);
      // Whatever could still be taken while this one is on its way is taken now.
      setImmediate(() => {
        mostAhead = Math.max(mostAhead, stream.taken - sent);
        releases.shift()?.();
      });
    });
    sent += part.length;
  });
  await done;
  expect(sent).toBe(100 * PART_BYTES);
  expect(mostAtOnce).toBe(2);
  expect(mostAhead).toBeLessThanOrEqual(3 * PART_BYTES);
});

test('the first failure ends the stream, and nothing is on its way when it is told', async () => {
  const stream = counting(100 * PART_BYTES);
  const failure = new Error('no space');
  let onTheirWay = 0;
  const done = sendParts(inParts(stream.pieces), async (_, number) => {
    onTheirWay++;
    await new Promise((resolve) => void setImmediate(resolve));
    onTheirWay--;
    if (number === 3) throw failure;
  });
  await expect(done).rejects.toBe(failure);
  expect(onTheirWay).toBe(0);
  expect(stream.isOver).toBe(true);
  expect(stream.taken).toBeLessThan(8 * PART_BYTES);
});

test('a last part that fails, and a stream that breaks off, are told of', async () => {
  const failure = new Error('gone');
  await expect(sendParts(inParts(counting(PART_BYTES).pieces), () => Promise.reject(failure))).rejects.toBe(failure);
  const early = sendParts(inParts(counting(3 * PART_BYTES).pieces), (_, number) =>
    number === 0 ? Promise.reject(failure) : Promise.resolve(),
  );
  await expect(early).rejects.toBe(failure);
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(PART_BYTES);
    throw failure;
  }
  const sent: number[] = [];
  await expect(sendParts(inParts(broken()), async (part) => void sent.push(part.length))).rejects.toBe(failure);
  expect(sent).toEqual([PART_BYTES]);
});
