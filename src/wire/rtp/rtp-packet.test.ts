/** RTP headers: what is written is read, and what is no RTP is refused. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { isRtcp, readRtp, RTP_HEADER_BYTES, rtpPacket, sequenceAhead, timestampAhead, writeRtpHeader } from './rtp-packet.ts';

describe('an RTP packet', () => {
  test('is read as it was written', () => {
    const bytes = new Uint8Array(RTP_HEADER_BYTES + 3);
    writeRtpHeader(bytes, { payloadType: 111, marker: true, sequence: 65_535, timestamp: 4_294_967_295, ssrc: 3_000_000_000 });
    bytes.set([1, 2, 3], RTP_HEADER_BYTES);
    const packet = rtpPacket();
    expect(readRtp(bytes, packet)).toBe(true);
    expect(packet).toEqual({
      payloadType: 111,
      marker: true,
      sequence: 65_535,
      timestamp: 4_294_967_295,
      ssrc: 3_000_000_000,
      payload: Uint8Array.of(1, 2, 3),
      audioLevel: -1,
    });
  });

  test('is read past contributing sources, extension and padding, with the level that the speaker measured', () => {
    const header = [0xb1, 0x6f, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];
    const source = [9, 9, 9, 9];
    const extension = [0xbe, 0xde, 0, 2, 0x21, 7, 7, 0, 0x10, 0x80 | 42, 0, 0];
    const packet = rtpPacket();
    expect(readRtp(Uint8Array.from([...header, ...source, ...extension, 5, 6, 0, 0, 3]), packet, 1)).toBe(true);
    expect([...packet.payload]).toEqual([5, 6]);
    expect(packet.audioLevel).toBe(42);
    expect(readRtp(Uint8Array.from([...header, ...source, ...extension, 5, 6, 0, 0, 3]), packet, 4)).toBe(true);
    expect(packet.audioLevel).toBe(-1);
  });

  test.each([
    ['nothing', []],
    ['a header cut off', [0x80, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]],
    ['another version', [0x40, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]],
    ['sources that are not there', [0x8f, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]],
    ['an extension longer than the packet', [0x90, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xbe, 0xde, 0, 9]],
    ['more padding than packet', [0xa0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 200]],
    ['padding of nothing', [0xa0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0]],
  ])('is not %s', (_, bytes) => {
    expect(readRtp(Uint8Array.from(bytes), rtpPacket(), 1)).toBe(false);
  });

  test('never reads beyond bytes of chance', () => {
    const random = seededRandom(1);
    const packet = rtpPacket();
    let read = 0;
    for (let i = 0; i < 5_000; i++) {
      const bytes = random.bytes(1 + (i % 60));
      bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
      if (readRtp(bytes, packet, 1)) read++;
      expect(packet.payload.length).toBeLessThanOrEqual(60);
    }
    expect(read).toBeGreaterThan(100);
  });
});

test('numbers on a circle are compared across its seam', () => {
  expect(sequenceAhead(2, 65_535)).toBe(3);
  expect(sequenceAhead(65_535, 2)).toBe(-3);
  expect(timestampAhead(10, 4_294_967_290)).toBe(16);
});

test('RTCP is told from RTP by its type', () => {
  expect(isRtcp(Uint8Array.of(0x80, 201, 0, 1))).toBe(true);
  expect(isRtcp(Uint8Array.of(0x80, 111, 0, 1))).toBe(false);
  expect(isRtcp(Uint8Array.of(0x80, 0xef, 0, 1))).toBe(false);
});
