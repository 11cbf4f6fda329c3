/** From packets to frames: nothing piles up, keys leave no holes, silence costs nothing, another stream begins anew. */
import { expect, test } from 'vitest';
import { rtpPacket, type RtpPacket } from '../wire/rtp/rtp-packet.ts';
import { decoderFor } from './codecs.ts';
import { FRAME_SAMPLES } from './frame.ts';
import { Receiver } from './receiver.ts';

const frame = new Int16Array(FRAME_SAMPLES);

/** A packet of plain samples that all have the number's value. */
function packet(number: number, fields: Partial<RtpPacket> = {}): RtpPacket {
  const payload = new Uint8Array(FRAME_SAMPLES * 2);
  for (let i = 0; i < FRAME_SAMPLES; i++) payload.set([number >> 8, number & 0xff], i * 2);
  return { ...rtpPacket(), sequence: number & 0xffff, timestamp: number * FRAME_SAMPLES, ssrc: 1, payload, ...fields };
}

async function receiver(): Promise<Receiver> {
  return new Receiver('l16', await decoderFor('l16'));
}

test('what came in one burst is caught up with, little by little', async () => {
  const receiving = await receiver();
  for (let number = 1; number <= 20; number++) receiving.packet(packet(number), 0);
  let newest = 20;
  const behind: number[] = [];
  for (let nowMs = 20; nowMs < 20_000; nowMs += 20) {
    receiving.packet(packet(++newest), nowMs);
    expect(receiving.frame(frame)).toBe(true);
    behind.push(newest - (frame[FRAME_SAMPLES - 1] ?? 0));
  }
  expect(behind[0]).toBeGreaterThanOrEqual(18);
  expect(behind.at(-1)).toBeLessThanOrEqual(6);
  expect(receiving.losses).toEqual({ lost: 0, late: 0 });
});

test('keys between packets of sound leave no hole', async () => {
  const receiving = await receiver();
  for (let number = 1; number <= 10; number++) {
    const isKey = number % 3 === 0;
    if (isKey) receiving.skip(packet(number, { payload: Uint8Array.of(1, 0, 0, 1) }), number * 20);
    else receiving.packet(packet(number), number * 20);
  }
  const heard: number[] = [];
  while (receiving.losses.lost === 0 && heard.length < 7 && receiving.frame(frame)) heard.push(frame[0] ?? 0);
  expect(heard).toEqual([1, 2, 4, 5, 7, 8, 10]);
});

test('packets in which nothing is said are let go, after the last word has had its end', async () => {
  const receiving = await receiver();
  const heard: number[] = [];
  for (let number = 1; number <= 30; number++) {
    receiving.packet(packet(number, { audioLevel: number <= 5 ? 20 : 127 }), number * 20);
    if (receiving.frame(frame)) heard.push(frame[0] ?? 0);
  }
  expect(receiving.isActive).toBe(false);
  expect(heard).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
});

test('short pauses are no losses, whatever comes of them: nothing is made up for packets that came and were let go', async () => {
  for (const pause of [10, 11, 12, 13, 15, 17, 20, 40, 100]) {
    const receiving = await receiver();
    const heard = new Set<number>();
    let nowMs = 0;
    for (let number = 1; number <= 10 * (pause + 8); number++, nowMs += 20) {
      const isSpoken = number % (pause + 8) < 8;
      receiving.packet(packet(number, { audioLevel: isSpoken ? 20 : 127 }), nowMs);
      if (receiving.frame(frame)) heard.add(frame[0] ?? 0);
    }
    while (receiving.isActive) if (receiving.frame(frame)) heard.add(frame[0] ?? 0);
    expect(receiving.losses, `pauses of ${String(pause)} packets`).toEqual({ lost: 0, late: 0 });
    for (let number = 1; number <= 10 * (pause + 8); number++)
      if (number % (pause + 8) < 8) expect(heard, `pauses of ${String(pause)} packets`).toContain(number);
  }
});

test('pauses in which a packet comes every 400 ms, as with discontinuous transmission, are no losses', async () => {
  for (const hasLevels of [true, false]) {
    const receiving = await receiver();
    let number = 0;
    let timestamp = 0;
    let frames = 0;
    // A second of speech, then four of pause: numbers go on without a gap, time stamps jump.
    for (let tick = 0; tick < 1_000; tick++, timestamp += FRAME_SAMPLES) {
      const isSpoken = tick % 250 < 50;
      if (isSpoken || tick % 20 === 0) {
        const audioLevel = !isSpoken && hasLevels ? 127 : 20;
        receiving.packet(packet(++number, { timestamp, audioLevel, marker: tick % 250 === 0 }), tick * 20 + ((tick * 7) % 8));
      }
      if (receiving.frame(frame)) frames++;
    }
    expect(receiving.losses).toEqual({ lost: 0, late: 0 });
    expect(frames).toBeGreaterThanOrEqual(200);
  }
});

test('what is missing before or after a pause is a loss still', async () => {
  const receiving = await receiver();
  for (let number = 1; number <= 60; number++) {
    if (number !== 4 && number !== 50) receiving.packet(packet(number, { audioLevel: number <= 8 || number > 40 ? 20 : 127 }), number * 20);
    receiving.frame(frame);
  }
  while (receiving.isActive) receiving.frame(frame);
  expect(receiving.losses).toEqual({ lost: 2, late: 0 });
});

test('another stream of the same peer begins anew', async () => {
  const receiving = await receiver();
  for (let number = 1; number <= 5; number++) receiving.packet(packet(number), number * 20);
  receiving.frame(frame);
  for (let number = 30_001; number <= 30_005; number++) receiving.packet(packet(number, { ssrc: 2 }), 100 + (number - 30_000) * 20);
  expect(receiving.frame(frame)).toBe(true);
  expect(frame[200]).toBe(30_001);
});
