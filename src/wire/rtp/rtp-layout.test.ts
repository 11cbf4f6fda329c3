/** Where the pieces of a packet lie: whatever is before the payload, and whatever comes by chance. */
import { expect, test } from 'vitest';
import { seededRandom } from '../../base/random.ts';
import { extensionText, readRtpLayout, rtpLayout } from './rtp-layout.ts';

const HEADER = [0x60, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3];

test('a packet without anything has its payload behind twelve bytes', () => {
  const layout = rtpLayout();
  expect(readRtpLayout(Uint8Array.from([0x80, ...HEADER, 7, 8]), layout)).toBe(true);
  expect(layout).toMatchObject({ payloadAt: 12, payloadEnd: 14, extensionAt: 12, extensionEnd: 12 });
});

test.each([
  ['short', [0xbe, 0xde, 0, 2, 0x31, 9, 9, 0, 0xa0, 0x66, 0, 0]],
  ['long', [0x10, 0x00, 0, 2, 3, 1, 9, 10, 1, 0x66, 0, 0]],
])('the name of a layer is read from %s elements, past sources and padding', (_, extension) => {
  const bytes = Uint8Array.from([0xb1, ...HEADER, 5, 5, 5, 5, ...extension, 7, 0, 0, 3]);
  const layout = rtpLayout();
  expect(readRtpLayout(bytes, layout)).toBe(true);
  expect([layout.payloadAt, layout.payloadEnd]).toEqual([28, 29]);
  expect(extensionText(bytes, layout, 10)).toBe('f');
  expect(extensionText(bytes, layout, 11)).toBeUndefined();
});

test('extensions of another profile are passed over', () => {
  const bytes = Uint8Array.from([0x90, ...HEADER, 0x12, 0x34, 0, 1, 0xa0, 0x66, 0, 0, 7]);
  const layout = rtpLayout();
  expect(readRtpLayout(bytes, layout)).toBe(true);
  expect(layout.payloadAt).toBe(20);
  expect(extensionText(bytes, layout, 10)).toBeUndefined();
});

test.each([
  ['a header cut off', [0x80, ...HEADER.slice(1)]],
  ['another version', [0x40, ...HEADER]],
  ['an extension longer than the packet', [0x90, ...HEADER, 0xbe, 0xde, 0, 9]],
  ['more padding than packet', [0xa0, ...HEADER, 200]],
])('%s is refused', (_, bytes) => {
  expect(readRtpLayout(Uint8Array.from(bytes), rtpLayout())).toBe(false);
});

test('bytes of chance are never read beyond their end', () => {
  const random = seededRandom(4);
  const layout = rtpLayout();
  for (let i = 0; i < 5_000; i++) {
    const bytes = random.bytes(16 + (i % 60));
    bytes[0] = 0x90 | ((bytes[0] ?? 0) & 0x2f);
    if (i % 2) bytes.set([0xbe, 0xde, 0, i % 8], 12);
    if (!readRtpLayout(bytes, layout)) continue;
    expect(layout.payloadEnd).toBeLessThanOrEqual(bytes.length);
    expect((extensionText(bytes, layout, 1 + (i % 14)) ?? '').length).toBeLessThanOrEqual(16);
  }
});
