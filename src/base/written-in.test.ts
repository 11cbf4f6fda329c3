import { expect, test } from 'vitest';
import { isWrittenIn } from './test-written-in.ts';

const encodings = ['utf8', 'utf16le', 'hex', 'base64'] as const;

test.each(encodings)('a text is found in what is written as %s, wherever it begins and ends', (encoding) => {
  for (const before of [0, 1, 2, 3])
    for (const behind of [0, 1, 2, 3]) {
      const whole = Buffer.from(`${'x'.repeat(before)}canary${'y'.repeat(behind)}`);
      const bytes = encoding === 'utf16le' ? Buffer.from(whole.toString(), 'utf16le') : Buffer.from(whole.toString(encoding));
      expect(isWrittenIn(bytes, 'canary'), `${String(before)} ${String(behind)}`).toBe(true);
      expect(isWrittenIn(bytes, 'canaries')).toBe(false);
    }
});

test('bytes are found as they are', () => {
  expect(isWrittenIn(Buffer.from([1, 2, 3, 4]), Uint8Array.of(2, 3))).toBe(true);
  expect(isWrittenIn(Buffer.from([1, 2, 3, 4]), Uint8Array.of(3, 2))).toBe(false);
});

test('what is so short that it is found by chance cannot be looked for', () => {
  expect(() => isWrittenIn(Buffer.alloc(0), 'RIFF')).toThrow(/too short/);
});
