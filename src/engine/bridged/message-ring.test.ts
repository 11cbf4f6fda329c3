/** Messages of sound are written over only once the socket has let go of them. */
import { expect, test } from 'vitest';
import { MessageRing, type SoundMessage } from './message-ring.ts';

test('a socket that takes everything at once has the same messages over and over', () => {
  const ring = new MessageRing();
  const seen = new Set<SoundMessage>();
  for (let i = 0; i < 1_000; i++) seen.add(sent(ring, 0));
  expect(seen.size).toBe(32);
});

test('while a socket is behind no message that it may still have is written over; once it has caught up they are used again', () => {
  const ring = new MessageRing();
  const waiting: SoundMessage[] = [];
  for (let i = 0; i < 100; i++) {
    const message = sent(ring, waiting.length * 664);
    expect(waiting).not.toContain(message);
    waiting.push(message);
  }
  const first = new Set(waiting.slice(0, 32));
  expect(first.has(sent(ring, 0))).toBe(true);
});

test('what else went over the socket counts as well', () => {
  const ring = new MessageRing();
  const first = sent(ring, 0);
  for (let i = 0; i < 31; i++) sent(ring, 0);
  ring.count(100_000);
  // The large message is still there, and nothing before it.
  expect(sent(ring, 100_000)).toBe(first);
});

function sent(ring: MessageRing, buffered: number): SoundMessage {
  const message = ring.take(buffered);
  ring.note(message);
  return message;
}
