/** Keys: one press is one key, whatever the network does to its packets. */
import { describe, expect, test } from 'vitest';
import { encodeTelephoneEvent, KeyPresses, readTelephoneEvent, type TelephoneKey } from './telephone-event.ts';

type Packet = { readonly timestamp: number; readonly marker: boolean; readonly payload: Uint8Array };

/** A press as RFC 4733 sends it: an update each 20 ms, its end three times. */
function press(key: TelephoneKey, timestamp: number, updates: number): Packet[] {
  const packet = (duration: number, isEnd: boolean): Packet => ({
    timestamp,
    marker: duration === 160 && !isEnd,
    payload: encodeTelephoneEvent({ key, isEnd, volume: 10, duration }),
  });
  const middle = Array.from({ length: updates }, (_, i) => packet((i + 1) * 160, false));
  return [...middle, ...Array.from({ length: 3 }, () => packet(updates * 160, true))];
}

function keysOf(packets: readonly (Packet | undefined)[]): string {
  const presses = new KeyPresses();
  return packets.map((packet) => (packet && presses.packet(packet)) ?? '').join('');
}

test('a payload is read as it was written', () => {
  for (const key of ['0', '9', '*', '#', 'A', 'D'] as const) {
    const event = { key, isEnd: true, volume: 10, duration: 0xabcd };
    expect(readTelephoneEvent(encodeTelephoneEvent(event))).toEqual(event);
  }
});

test.each([
  ['too short', [5, 0, 0]],
  ['a hook flash', [16, 0, 0, 0]],
  ['empty', []],
])('a payload that is %s is no key', (_, bytes) => {
  expect(readTelephoneEvent(Uint8Array.from(bytes))).toBeUndefined();
  expect(new KeyPresses().packet({ timestamp: 0, marker: true, payload: Uint8Array.from(bytes) })).toBeUndefined();
});

describe('a press is told once', () => {
  test('at its first packet', () => {
    const presses = new KeyPresses();
    const [first, ...others] = press('5', 1_000, 5);
    expect(first && presses.packet(first)).toBe('5');
    expect(others.map((packet) => presses.packet(packet)).every((key) => key === undefined)).toBe(true);
  });

  test.each([
    ['all its packets come', (): Packet[] => press('5', 0, 5)],
    ['its first packets are lost', () => press('5', 0, 5).slice(3)],
    ['only one end comes', () => press('5', 0, 5).slice(-1)],
    ['no end comes', () => press('5', 0, 5).slice(0, -3)],
    ['its packets come doubled', () => press('5', 0, 5).flatMap((packet) => [packet, packet])],
    ['its packets come backwards', () => press('5', 0, 5).toReversed()],
  ])('when %s', (_, packets) => {
    expect(keysOf(packets())).toBe('5');
  });

  test('and the same key again is another press, even if the first had no end', () => {
    expect(keysOf([...press('5', 0, 5).slice(0, -3), ...press('5', 4_000, 5)])).toBe('55');
    expect(keysOf([...press('5', 0, 5), ...press('5', 4_000, 5).slice(2)])).toBe('55');
    expect(keysOf([...press('5', 0, 5), ...press('6', 2_000, 5)])).toBe('56');
  });

  test('when it is too long for one event and goes on in the next', () => {
    const long = (timestamp: number, isFirst: boolean): Packet[] =>
      [30_000, 60_000, 65_535].map((duration, i) => ({
        timestamp,
        marker: isFirst && i === 0,
        payload: encodeTelephoneEvent({ key: '1', isEnd: false, volume: 10, duration }),
      }));
    expect(keysOf([...long(0, true), ...long(65_535, false), ...press('1', 131_070, 3).slice(1)])).toBe('1');
  });

  test('when its packets come late, after the next press began', () => {
    const [first, second] = [press('1', 0, 5), press('2', 4_000, 5)];
    expect(keysOf([...first.slice(0, 4), ...second.slice(0, 2), ...first.slice(4), ...second.slice(2)])).toBe('12');
  });

  test('across the seam of time stamps', () => {
    expect(keysOf([...press('1', 4_294_967_000, 3), ...press('1', 3_000, 3)])).toBe('11');
  });
});
