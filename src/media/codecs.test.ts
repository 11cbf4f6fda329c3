/** Codecs: a tone that goes through sounds the same, a loss is bridged, and bytes of chance do no harm. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../base/random.ts';
import { saysNothing, type CodecName } from './codec.ts';
import { decoderFor, encoderFor } from './codecs.ts';
import { FRAME_SAMPLES, MAX_PACKET_SAMPLES } from './frame.ts';
import { decodeG711, encodeG711 } from './g711.ts';
import { toneDb } from './goertzel.ts';
import { levelDb } from './level.ts';
import { resampled } from './resample.ts';
import { sine } from './tones.ts';

const ALL = ['opus', 'pcmu', 'pcma', 'l16'] as const;

describe.each(ALL)('%s', (codec) => {
  test('keeps a tone as loud and as pure as it was', async () => {
    const packets = await packetsOf(codec, sine({ hertz: [600], ms: 1_000 }, 0.3));
    const out = await decoded(codec, packets);
    expect(out.length).toBe(16_000);
    const middle = out.subarray(3_200, 14_400);
    expect(Math.abs(levelDb(middle) - -13.5)).toBeLessThan(1);
    expect(levelDb(middle) - toneDb(middle, 600)).toBeLessThan(0.6);
  });

  test('bridges a lost frame with something like it, and many with silence', async () => {
    const packets: (Uint8Array | undefined)[] = await packetsOf(codec, sine({ hertz: [200], ms: 600 }, 0.3));
    packets[15] = undefined;
    const once = await decoded(codec, packets);
    expect(levelDb(once, 15 * FRAME_SAMPLES, 16 * FRAME_SAMPLES)).toBeGreaterThan(-25);
    packets.fill(undefined, 15);
    const gone = await decoded(codec, packets);
    expect(levelDb(gone, 28 * FRAME_SAMPLES, 30 * FRAME_SAMPLES)).toBeLessThan(-25);
  });

  test('makes a frame of bytes that make no sense', async () => {
    const decoder = await decoderFor(codec);
    const random = seededRandom(3);
    const into = new Int16Array(MAX_PACKET_SAMPLES);
    for (let i = 0; i < 200; i++) expect(decoder.decode(random.bytes(1 + (i % 200)), into)).toBeLessThanOrEqual(MAX_PACKET_SAMPLES);
    decoder.free();
  });
});

describe('Opus', () => {
  test('after a restart is understood by somebody who has heard nothing before', async () => {
    const sound = sine({ hertz: [500], ms: 800 }, 0.3);
    const encoder = await encoderFor('opus');
    const packets: Uint8Array[] = [];
    for (let i = 0; i < 40; i++) {
      if (i === 20) encoder.restart();
      packets.push(encoded(encoder, sound.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES)));
    }
    const joined = await decoded('opus', packets.slice(20));
    const first = joined.subarray(FRAME_SAMPLES, 3 * FRAME_SAMPLES);
    expect(Math.abs(levelDb(first) - -13.5)).toBeLessThan(1.5);
    expect(levelDb(first) - toneDb(first, 500)).toBeLessThan(1);
  });
});

describe('G.711', () => {
  test.each(['pcmu', 'pcma'] as const)('%s: each byte stands for the sample that it is decoded to', (law) => {
    const samples = new Int16Array(1);
    const byte = new Uint8Array(1);
    const again = new Int16Array(1);
    for (let code = 0; code < 256; code++) {
      decodeG711(law, Uint8Array.of(code), samples);
      encodeG711(law, samples, 1, byte, 0);
      decodeG711(law, byte, again);
      expect(again[0]).toBe(samples[0]);
    }
  });

  test('has the extremes that G.711 gives, and errs by a few per cent at most', () => {
    const samples = new Int16Array(1);
    const levels = (law: 'pcmu' | 'pcma', code: number): number => (decodeG711(law, Uint8Array.of(code), samples), samples[0] ?? 0);
    expect([levels('pcmu', 0x00), levels('pcmu', 0x80), levels('pcmu', 0xff), levels('pcmu', 0x7f)]).toEqual([-32_124, 32_124, 0, 0]);
    expect([levels('pcma', 0xaa), levels('pcma', 0x2a), levels('pcma', 0xd5), levels('pcma', 0x55)]).toEqual([32_256, -32_256, 8, -8]);
    const byte = new Uint8Array(1);
    for (const law of ['pcmu', 'pcma'] as const) {
      for (let sample = -32_000; sample <= 32_000; sample += 97) {
        encodeG711(law, Int16Array.of(sample), 1, byte, 0);
        decodeG711(law, byte, samples);
        expect(Math.abs((samples[0] ?? 0) - sample)).toBeLessThanOrEqual(Math.max(20, Math.abs(sample) * 0.038));
      }
    }
  });
});

describe('resampling', () => {
  test.each([8_000, 24_000, 48_000])('between 16 kHz and %i keeps a tone and its level', (rate) => {
    const sound = sine({ hertz: [1_000], ms: 500 }, 0.3);
    const back = resampled(resampled(sound, 16_000, rate), rate, 16_000).subarray(1_600, 6_400);
    expect(Math.abs(levelDb(back) - -13.5)).toBeLessThan(0.2);
    expect(levelDb(back) - toneDb(back, 1_000)).toBeLessThan(0.05);
  });

  test('to 8 kHz lets nothing fold back', () => {
    const folded = resampled(sine({ hertz: [6_000], ms: 500 }, 0.3), 16_000, 8_000);
    expect(levelDb(folded.subarray(400, 3_600))).toBeLessThan(-60);
  });
});

test('silence is known without being decoded', async () => {
  for (const codec of ['l16', 'pcmu', 'pcma'] as const) {
    const [silent] = await packetsOf(codec, new Int16Array(FRAME_SAMPLES));
    const [loud] = await packetsOf(codec, sine({ hertz: [600], ms: 20 }, 0.3));
    expect([saysNothing(codec, silent ?? new Uint8Array(1)), saysNothing(codec, loud ?? new Uint8Array(0))]).toEqual([true, false]);
  }
  expect([saysNothing('opus', Uint8Array.of(8)), saysNothing('opus', new Uint8Array(40))]).toEqual([true, false]);
});

async function packetsOf(codec: CodecName, sound: Int16Array): Promise<Uint8Array[]> {
  const encoder = await encoderFor(codec);
  const packets: Uint8Array[] = [];
  for (let at = 0; at < sound.length; at += FRAME_SAMPLES) packets.push(encoded(encoder, sound.subarray(at, at + FRAME_SAMPLES)));
  encoder.free();
  return packets;
}

function encoded(encoder: Awaited<ReturnType<typeof encoderFor>>, frame: Int16Array): Uint8Array {
  const into = new Uint8Array(1_400);
  return into.slice(7, 7 + encoder.encode(frame, into, 7));
}

async function decoded(codec: CodecName, packets: readonly (Uint8Array | undefined)[]): Promise<Int16Array> {
  const decoder = await decoderFor(codec);
  const into = new Int16Array(MAX_PACKET_SAMPLES);
  const out: number[] = [];
  for (const packet of packets) {
    const count = packet ? decoder.decode(packet, into) : decoder.conceal(into, undefined);
    out.push(...into.subarray(0, count));
  }
  decoder.free();
  return Int16Array.from(out);
}
