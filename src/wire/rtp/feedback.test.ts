/** Feedback on pictures: what is asked for is understood, in the form that the standards give it. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { encodeNack, encodePli, encodeRemb, readFeedback } from './feedback.ts';
import { encodeReport } from './rtcp.ts';

function told(bytes: Uint8Array): string[] {
  const heard: string[] = [];
  readFeedback(bytes, {
    lost: (ssrc, sequence) => heard.push(`lost ${String(ssrc)} ${String(sequence)}`),
    keyFrameWanted: (ssrc) => heard.push(`key ${String(ssrc)}`),
    canTake: (bits) => heard.push(`take ${String(bits)}`),
    received: (ssrc, fraction, jitter, last, since) => heard.push(`received ${[ssrc, fraction, jitter, last, since].join(' ')}`),
    sent: (ssrc, middle) => heard.push(`sent ${String(ssrc)} ${String(middle)}`),
  });
  return heard;
}

describe('feedback', () => {
  test('names lost packets, across the seam of the numbers, in as few entries as there can be', () => {
    const sequences = [65_534, 65_535, 3, 14, 15, 900];
    const bytes = encodeNack(1, 2_000_000_000, sequences, sequences.length);
    expect(told(bytes)).toEqual(sequences.map((sequence) => `lost 2000000000 ${String(sequence)}`));
    expect(bytes.length).toBe(12 + 3 * 4);
    expect([...bytes.subarray(0, 4)]).toEqual([0x81, 205, 0, 5]);
  });

  test('asks for a key frame, by PLI or FIR', () => {
    expect([...encodePli(1, 0x01020304)]).toEqual([0x81, 206, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4]);
    expect(told(encodePli(1, 77))).toEqual(['key 77']);
    const fir = [0x84, 206, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 77, 9, 0, 0, 0, 0, 0, 0, 78, 1, 0, 0, 0];
    expect(told(Uint8Array.from(fir))).toEqual(['key 77', 'key 78']);
  });

  test.each([0, 1, 262_143, 262_144, 2_500_000, 30_000_000, 10_000_000_000])('tells what can be taken: %d bits a second', (bits) => {
    const [heard = ''] = told(encodeRemb(1, bits, [5, 6, 7]));
    const said = Number(heard.split(' ')[1]);
    expect(said).toBeLessThanOrEqual(bits);
    expect(said).toBeGreaterThanOrEqual(bits * 0.9999);
  });

  test('comes with reports, all in one packet', () => {
    const received = {
      ssrc: 9,
      fractionLost: 0.25,
      cumulativeLost: 3,
      highestSequence: 4,
      jitter: 5,
      lastSenderReport: 6,
      sinceSenderReport: 7,
    };
    const sender = { wallMs: Date.UTC(2026, 0, 1), timestamp: 1, packets: 2, octets: 3 };
    const report = encodeReport(8, 'rollcall', { sender, received });
    const compound = new Uint8Array([...report, ...encodePli(8, 9), ...encodeNack(8, 9, [1], 1)]);
    const middle = (((Date.UTC(2026, 0, 1) / 1000 + 2_208_988_800) & 0xffff) << 16) >>> 0;
    expect(told(compound)).toEqual([`sent 8 ${String(middle)}`, 'received 9 0.25 5 6 7', 'key 9', 'lost 9 1']);
  });

  test('that is broken is read no further than it is sound', () => {
    const pli = encodePli(1, 2);
    expect(told(pli.subarray(0, 8))).toEqual([]);
    expect(told(new Uint8Array([...pli, 0x81, 206, 0, 9, 1, 2, 3, 4]))).toEqual(['key 2']);
    expect(told(Uint8Array.of(0x81, 206, 0, 0, 0x81, 206, 0, 0))).toEqual([]);
    expect(told(Uint8Array.of())).toEqual([]);
  });

  test('of chance harms nothing', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 5_000; i++) {
      const bytes = random.bytes(8 + (i % 80));
      bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x1f);
      bytes[1] = 200 + (i % 8);
      bytes[2] = 0;
      bytes[3] = (bytes[3] ?? 0) & 0x1f;
      expect(told(bytes).length).toBeLessThan(400);
    }
  });
});
