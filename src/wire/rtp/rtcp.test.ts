/** Reports: what a sender is told of its stream, and what we take from its own reports. */
import { describe, expect, test } from 'vitest';
import { Reception } from './reception.ts';
import { encodeReport, middleOfNtp, readRtcp } from './rtcp.ts';

describe('a report', () => {
  test('of a receiver carries losses as RFC 3550 writes them', () => {
    const received = {
      ssrc: 7,
      fractionLost: 0.25,
      cumulativeLost: -2,
      highestSequence: 0x0001_0005,
      jitter: 33,
      lastSenderReport: 0xaabbccdd,
      sinceSenderReport: 65_536,
    };
    const bytes = encodeReport(5, 'rollcall', { received });
    const view = new DataView(bytes.buffer);
    expect([view.getUint8(0), view.getUint8(1), view.getUint16(2), view.getUint32(4)]).toEqual([0x81, 201, 7, 5]);
    expect([view.getUint32(8), view.getUint8(12), view.getUint32(12) & 0xffffff]).toEqual([7, 64, 0xfffffe]);
    expect([view.getUint32(16), view.getUint32(20), view.getUint32(24), view.getUint32(28)]).toEqual([0x0001_0005, 33, 0xaabbccdd, 65_536]);
    expect(view.getUint8(33)).toBe(202);
    expect(new TextDecoder().decode(bytes.subarray(42, 50))).toBe('rollcall');
    expect(bytes.length % 4).toBe(0);
  });

  test('of a sender is understood by us, time and all', () => {
    const sender = { wallMs: Date.UTC(2026, 0, 1) + 500, timestamp: 960, packets: 10, octets: 600 };
    const bytes = encodeReport(5, 'rollcall', { sender });
    const view = new DataView(bytes.buffer);
    expect(view.getUint32(8)).toBe(Date.UTC(2026, 0, 1) / 1000 + 2_208_988_800);
    expect(view.getUint32(12)).toBe(2 ** 31);
    expect(readRtcp(bytes)).toEqual({ senderReport: (((view.getUint32(8) & 0xffff) << 16) | 0x8000) >>> 0, isBye: false });
  });

  test('that is broken is read no further than it is sound', () => {
    const bye = [0x81, 203, 0, 1, 0, 0, 0, 5];
    expect(readRtcp(Uint8Array.from(bye))).toEqual({ isBye: true });
    expect(readRtcp(Uint8Array.of(0x81, 201, 0, 99, 0, 0, 0, 5))).toEqual({ isBye: false });
    expect(readRtcp(Uint8Array.of())).toEqual({ isBye: false });
    expect(readRtcp(Uint8Array.of(0x81, 200, 0))).toEqual({ isBye: false });
  });
});

describe('reception', () => {
  test('counts what was lost, once for each interval', () => {
    const reception = new Reception(48_000);
    expect(reception.report(0)).toBeUndefined();
    for (const sequence of [65_533, 65_534, 0, 1, 3]) reception.packet(9, sequence, sequence * 960, 0);
    expect(reception.report(0)).toMatchObject({ ssrc: 9, cumulativeLost: 2, fractionLost: 2 / 7, highestSequence: 65_536 + 3 });
    reception.packet(9, 4, 4 * 960, 0);
    expect(reception.report(0)).toMatchObject({ cumulativeLost: 2, fractionLost: 0 });
    expect(reception.lost).toBe(2);
  });

  test('knows a steady stream from a shaken one, and says when the last sender report came', () => {
    const steady = new Reception(48_000);
    const shaken = new Reception(48_000);
    for (let i = 0; i < 200; i++) {
      steady.packet(1, i, i * 960, i * 20);
      shaken.packet(1, i, i * 960, i * 20 + (i % 2) * 15);
    }
    shaken.senderReport(77, 4_000);
    expect(steady.report(4_500)).toMatchObject({ jitter: 0, sinceSenderReport: 0 });
    expect(shaken.report(4_500)).toMatchObject({ lastSenderReport: 77, sinceSenderReport: 32_768 });
    expect(shaken.report(4_500)?.jitter).toBeGreaterThan(600);
  });

  test('begins anew with another stream', () => {
    const reception = new Reception(8_000);
    reception.packet(1, 100, 0, 0);
    reception.packet(2, 5_000, 0, 0);
    expect(reception.report(0)).toMatchObject({ ssrc: 2, cumulativeLost: 0, highestSequence: 5_000 });
  });
});

describe('what a peer reports of a stream of ours', () => {
  const received = {
    ssrc: 7,
    fractionLost: 0.25,
    cumulativeLost: -2,
    highestSequence: 0x0001_0005,
    jitter: 33,
    lastSenderReport: 0xaabbccdd,
    sinceSenderReport: 65_536,
  };

  test('is read as it was written, whether the peer sends as well or not', () => {
    const sender = { wallMs: 1_700_000_000_250, timestamp: 9, packets: 3, octets: 99 };
    expect(readRtcp(encodeReport(5, 'x', { received }), 7).received).toEqual(received);
    const both = readRtcp(encodeReport(5, 'x', { sender, received }), 7);
    expect(both).toEqual({ isBye: false, received, senderReport: middleOfNtp(sender.wallMs) });
  });

  test('is nothing where it is of another stream, or cut off', () => {
    const bytes = encodeReport(5, 'x', { received });
    expect(readRtcp(bytes, 8).received).toBeUndefined();
    for (let length = 0; length < 32; length++) expect(readRtcp(bytes.subarray(0, length), 7).received).toBeUndefined();
    const boasting = bytes.slice();
    boasting[0] = 0x9f;
    expect(readRtcp(boasting, 7).received).toEqual(received);
    expect(readRtcp(boasting, 9).received).toBeUndefined();
  });
});
