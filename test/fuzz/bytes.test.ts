/** Bytes from outside, valid ones bent by chance and plain noise: each reader takes or refuses them as it says, and never reads past their end. */
import { assert, constantFrom, integer, property, record, uint8Array, array, type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';
import { MediaError } from '../../src/media/errors.ts';
import { sine } from '../../src/media/tones.ts';
import { readWav, writeWav } from '../../src/media/wav.ts';
import { readRtcp, encodeReport } from '../../src/wire/rtp/rtcp.ts';
import { isRtcp, readRtp, rtpPacket, writeRtpHeader } from '../../src/wire/rtp/rtp-packet.ts';
import { encodeTelephoneEvent, readTelephoneEvent } from '../../src/wire/rtp/telephone-event.ts';
import { proofRounds } from '../proof-rounds.ts';

const numRuns = proofRounds(500, 100_000).length;

/** One of the seeds with some bytes changed, cut short or made longer; or noise. */
function bent(...seeds: readonly Uint8Array[]): Arbitrary<Uint8Array> {
  const change = record({ at: integer({ min: 0, max: 80 }), to: constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff, 0x10, 0x42) });
  const shape = record({
    seed: constantFrom(...seeds),
    changes: array(change, { maxLength: 6 }),
    length: integer({ min: 0, max: 400 }),
    noise: uint8Array({ maxLength: 60 }),
  });
  return shape.map(({ seed, changes, length, noise }) => {
    if (changes.length === 6) return noise;
    const bytes = new Uint8Array(changes.length % 2 === 0 ? seed.length : Math.min(length, seed.length));
    bytes.set(seed.subarray(0, bytes.length));
    for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
    return changes.length === 5 ? Uint8Array.from([...bytes, ...noise]) : bytes;
  });
}

test('WAV headers', () => {
  const wav = writeWav(sine({ hertz: [440], ms: 10 }, 0.3));
  const withList = Uint8Array.from([...wav.subarray(0, 36), ...Buffer.from('LIST\x04\0\0\0abcd', 'latin1'), ...wav.subarray(36)]);
  let taken = 0;
  const read = property(bent(wav, withList), (bytes) => {
    try {
      expect(readWav(bytes).byteLength).toBeLessThanOrEqual(bytes.length);
      taken++;
    } catch (error) {
      expect(error).toBeInstanceOf(MediaError);
    }
  });
  assert(read, { numRuns });
  expect(taken).toBeGreaterThan(10);
});

test('RTP packets', () => {
  const seed = new Uint8Array(60);
  writeRtpHeader(seed, { payloadType: 111, marker: true, sequence: 65_535, timestamp: 4_294_967_295, ssrc: 1 });
  const withExtension = Uint8Array.from([0x90, ...seed.subarray(1, 12), 0xbe, 0xde, 0, 1, 0x10, 0x30, 0, 0, 1, 2, 3]);
  const into = rtpPacket();
  const read = property(bent(seed, withExtension), (bytes) => {
    if (isRtcp(bytes) || !readRtp(bytes, into, 1)) return;
    expect(into.payload.length).toBeLessThanOrEqual(bytes.length - 12);
    expect(into.payloadType).toBeLessThan(128);
  });
  assert(read, { numRuns });
});

test('RTCP reports', () => {
  const sender = { ntpSeconds: 1, ntpFraction: 2, rtpTimestamp: 3, packets: 4, bytes: 5 };
  const seed = encodeReport(7, 'somebody', { sender: sender as never, received: [] as never });
  assert(
    property(bent(seed), (bytes) => void readRtcp(bytes)),
    { numRuns },
  );
});

test('keys in packets', () => {
  const seed = encodeTelephoneEvent({ key: '5', isEnd: true, volume: 10, duration: 960 });
  const read = property(bent(seed), (bytes) => {
    const event = readTelephoneEvent(bytes);
    if (event) expect('0123456789*#ABCD').toContain(event.key);
  });
  assert(read, { numRuns });
});
