import { expect, test } from 'vitest';
import { bits, boolean, integer, octets, oid, sequence, text, time } from './der.ts';

test.each([
  ['a short sequence', sequence(boolean(true)), '30030101ff'],
  ['contents of 128 bytes and more', octets(Buffer.alloc(200)).subarray(0, 3), '0481c8'],
  ['contents of 256 bytes and more', octets(Buffer.alloc(300)).subarray(0, 4), '0482012c'],
  ['zero', integer(Buffer.of(0)), '020100'],
  ['a number without needless bytes', integer(Buffer.of(0, 0, 5)), '020105'],
  ['a number whose first bit would be a sign', integer(Buffer.of(0x80)), '02020080'],
  ['bits with some unused', bits(Buffer.of(4), 2), '03020204'],
  ['text beyond ASCII', text('é'), '0c02c3a9'],
  ['rsaEncryption, from the standard', oid('1.2.840.113549.1.1.1'), '06092a864886f70d010101'],
  ['commonName', oid('2.5.4.3'), '0603550403'],
  ['a time of this half century', time(Date.UTC(2026, 0, 2, 3, 4, 5)), '170d3236303130323033303430355a'],
  ['a time after 2049', time(Date.UTC(2050, 0, 1)), '180f32303530303130313030303030305a'],
])('%s', (_, value, hex) => {
  expect(Buffer.from(value).toString('hex')).toBe(hex);
});
