import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openedBytes, sealedBytes } from './sealing.ts';

const key = randomBytes(32);
const chunk = new TextEncoder().encode('what Ada said');
const refused = expect.objectContaining({ code: 'store/sealed' }) as Error;

test('whole bytes come back in their own context alone, empty ones too', () => {
  const under = { key, context: 'r1/waveforms' };
  expect(openedBytes(sealedBytes(chunk, under), under)).toEqual(chunk);
  expect(openedBytes(sealedBytes(new Uint8Array(0), under), under)).toEqual(new Uint8Array(0));
  expect(() => openedBytes(sealedBytes(chunk, under), { key, context: 'r1/other' })).toThrow(refused);
});
