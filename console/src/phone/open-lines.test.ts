/** Lines of this window follow what the switchboard says. */
import { describe, expect, test } from 'vitest';
import type { Phone, PhoneLine } from '../../../src/wire/live/page-event.ts';
import { OpenLines } from './open-lines.ts';
import type { PeerLine } from './peer-line.ts';

const line = (legId: string, more: Partial<PhoneLine> = {}): PhoneLine => ({
  legId,
  callId: `call of ${legId}`,
  direction: 'outgoing',
  state: 'connected',
  peer: { name: 'Front desk', number: '100', kind: 'bot' },
  isElsewhere: false,
  isMuted: false,
  sinceMs: 0,
  ...more,
});
const phone = (...lines: PhoneLine[]): Phone => ({ me: { userId: 'ada', name: 'Ada', number: '201' }, lines, log: [] });

/** A peer that only knows whether it was closed. */
function peer(): { peer: PeerLine; isClosed: () => boolean } {
  let isClosed = false;
  return { peer: { close: () => (isClosed = true), mute: () => undefined } as unknown as PeerLine, isClosed: () => isClosed };
}

describe('an open line', () => {
  test('that the switchboard ends is closed and told once', () => {
    const lines = new OpenLines();
    const one = peer();
    lines.adopt('leg', one.peer);
    lines.follow(phone(line('leg')));
    const ended = phone(line('leg', { state: 'ended', endedBecause: 'Grace did not answer' }));
    expect(lines.follow(ended)?.endedBecause).toBe('Grace did not answer');
    expect(one.isClosed()).toBe(true);
    expect(lines.follow(ended)).toBeUndefined();
  });

  test('that has not been seen yet is not taken for lost', () => {
    const lines = new OpenLines();
    const one = peer();
    lines.adopt('leg', one.peer);
    expect(lines.follow(phone())).toBeUndefined();
    expect(one.isClosed()).toBe(false);
  });

  test('that vanishes without an end is closed and told as lost', () => {
    const lines = new OpenLines();
    const one = peer();
    lines.adopt('leg', one.peer);
    lines.follow(phone(line('leg')));
    expect(lines.follow(phone())).toMatchObject({ state: 'ended', endedBecause: expect.stringMatching(/no connection/) as string });
    expect(one.isClosed()).toBe(true);
  });

  test('is lost with its reason when the program was started anew', () => {
    const lines = new OpenLines();
    const one = peer();
    lines.adopt('leg', one.peer);
    lines.follow(phone(line('leg')));
    expect(lines.loseAll('started anew')?.endedBecause).toBe('started anew');
    expect(lines.ids()).toEqual([]);
  });
});

test('the end of a line on another window is no news here; a missed call is', () => {
  const lines = new OpenLines();
  expect(lines.follow(phone(line('theirs', { state: 'ended', isElsewhere: true })))).toBeUndefined();
  expect(lines.follow(phone(line('missed', { state: 'ended', direction: 'incoming', endedBecause: 'Ada gave up' })))).toBeDefined();
});
